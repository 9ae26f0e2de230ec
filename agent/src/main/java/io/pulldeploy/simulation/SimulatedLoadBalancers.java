package io.pulldeploy.simulation;

import io.pulldeploy.simulation.QueryService.Dialect;
import io.pulldeploy.simulation.QueryService.Form;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classic load balancers, as far as an instance uses its own: it joins, is checked for a while, is
 * in service, and leaves. A load balancer is a directory, and a file in it an instance, so that the
 * next simulation under the same root goes on where this one ended.
 */
final class SimulatedLoadBalancers {
    /** Since when an instance is joining or leaving. */
    private record Member(boolean leaving, Instant since) {}

    private final SimulatedInstance instance;
    private final FileTree files;
    private final Path root;
    private final Clock clock;
    private final Duration checking;

    /**
     * @param checking how long an instance that joins is out of service, and how long one that
     *     leaves is still listed
     */
    SimulatedLoadBalancers(
            SimulatedInstance instance, FileTree files, Path root, Clock clock, Duration checking) {
        this.instance = instance;
        this.files = files;
        this.root = root;
        this.clock = clock;
        this.checking = checking;
        files.makeDirectories(root);
    }

    QueryService service() {
        return new QueryService(
                "elasticloadbalancing",
                "2012-06-01",
                "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/",
                Dialect.QUERY,
                Map.of(
                        "RegisterInstancesWithLoadBalancer",
                        this::register,
                        "DeregisterInstancesFromLoadBalancer",
                        this::deregister,
                        "DescribeInstanceHealth",
                        this::health,
                        "DescribeLoadBalancers",
                        this::describe),
                this::resource);
    }

    /** AWS lets policies name a load balancer for what changes one, not for what describes it. */
    private String resource(Form form) {
        return form.find("Action").filter(a -> a.startsWith("Describe")).isPresent()
                ? "*"
                : "arn:aws:elasticloadbalancing:%s:%s:loadbalancer/%s"
                        .formatted(
                                instance.region(),
                                instance.accountId(),
                                form.find("LoadBalancerName").orElse(""));
    }

    /** Makes a load balancer; one that is there is left alone. */
    void create(String name) {
        files.makeDirectories(root.resolve(name));
    }

    /** The instances that are registered, leaving ones excepted. */
    synchronized List<String> registered(String name) {
        return members(name).entrySet().stream()
                .filter(e -> !e.getValue().leaving())
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized List<Xml> register(Form form) {
        String name = form.require("LoadBalancerName");
        Map<String, Member> members = members(name);
        for (String id : instances(form)) {
            Member member = members.get(id);
            if (member == null || member.leaving()) {
                files.write(root.resolve(name).resolve(id), "joining " + clock.instant());
            }
        }
        return List.of(listed(registered(name)));
    }

    private synchronized List<Xml> deregister(Form form) {
        String name = form.require("LoadBalancerName");
        Map<String, Member> members = members(name);
        for (String id : instances(form)) {
            requireMember(members, id);
        }
        for (String id : instances(form)) {
            files.write(root.resolve(name).resolve(id), "leaving " + clock.instant());
        }
        return List.of(listed(registered(name)));
    }

    private synchronized List<Xml> health(Form form) {
        Map<String, Member> members = members(form.require("LoadBalancerName"));
        List<String> asked = instances(form);
        asked.forEach(id -> requireMember(members, id));
        List<Xml> states = new ArrayList<>();
        members.forEach((id, member) -> {
            if (asked.isEmpty() || asked.contains(id)) {
                states.add(state(id, member));
            }
        });
        return List.of(Xml.of("InstanceStates", states));
    }

    private synchronized List<Xml> describe(Form form) {
        List<String> asked = form.list("LoadBalancerNames.member.", "");
        List<String> names = asked.isEmpty() ? files.list(root) : asked;
        List<Xml> members = new ArrayList<>();
        for (String name : names) {
            members.add(
                    Xml.of(
                            "member",
                            Xml.text("LoadBalancerName", name),
                            Xml.text("DNSName", name + ".elb.simulated"),
                            Xml.text("Scheme", "internet-facing"),
                            listed(List.copyOf(members(name).keySet()))));
        }
        return List.of(Xml.of("LoadBalancerDescriptions", members));
    }

    private Xml state(String id, Member member) {
        boolean checked = checked(member);
        return Xml.of(
                "member",
                Xml.text("InstanceId", id),
                Xml.text("State", checked || member.leaving() ? "InService" : "OutOfService"),
                Xml.text("ReasonCode", checked || member.leaving() ? "N/A" : "ELB"),
                Xml.text(
                        "Description",
                        member.leaving()
                                ? "Instance deregistration currently in progress."
                                : checked ? "N/A" : "Instance registration is still in progress."));
    }

    private Map<String, Member> members(String name) {
        Path balancer = root.resolve(name).normalize();
        if (!root.equals(balancer.getParent()) || !files.isDirectory(balancer)) {
            throw new ServiceError(
                    400,
                    "LoadBalancerNotFound",
                    "There is no ACTIVE Load Balancer named '" + name + "'");
        }
        Map<String, Member> members = new TreeMap<>();
        for (String id : files.list(balancer)) {
            String[] words = files.text(balancer.resolve(id)).split(" ");
            Member member = new Member(words[0].equals("leaving"), Instant.parse(words[1]));
            if (!member.leaving() || !checked(member)) {
                members.put(id, member);
            }
        }
        return members;
    }

    private boolean checked(Member member) {
        return !clock.instant().isBefore(member.since().plus(checking));
    }

    private static void requireMember(Map<String, Member> members, String id) {
        if (!members.containsKey(id)) {
            throw new ServiceError(
                    400, "InvalidInstance", "Could not find EC2 instance " + id + ".");
        }
    }

    private static List<String> instances(Form form) {
        List<String> ids = form.list("Instances.member.", ".InstanceId");
        for (String id : ids) {
            if (!id.matches("i-[0-9a-zA-Z]+")) {
                throw new ServiceError(400, "InvalidInstance", "Invalid id: \"" + id + "\"");
            }
        }
        return ids;
    }

    private static Xml listed(List<String> ids) {
        return Xml.of(
                "Instances",
                ids.stream().map(id -> Xml.of("member", Xml.text("InstanceId", id))).toList());
    }
}
