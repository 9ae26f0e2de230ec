package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.ClassicLoadBalancer;
import io.pulldeploy.aws.ClassicLoadBalancer.HealthCheck;
import io.pulldeploy.aws.ClassicLoadBalancer.Listener;
import io.pulldeploy.aws.ClassicLoadBalancerSettings;
import io.pulldeploy.aws.Networks;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The steps to one load balancer. */
final class LoadBalancerPresent {
    private final AwsState.Call call;
    private final String name;
    private final ClassicLoadBalancerSettings settings;
    private final List<Listener> listeners;
    private final List<String> zones;
    private final List<String> subnets;
    private final Optional<GroupIds> groups;
    private final LoadBalancerPolicies policies;
    private final Steps steps = new Steps("  ");
    private Set<Integer> newPorts = Set.of();

    LoadBalancerPresent(AwsState.Call call) {
        this.call = call;
        this.name = call.name();
        this.listeners = WantedListener.parse(call.minion(), call.args().value("listeners"));
        this.policies = LoadBalancerPolicies.of(call, listeners);
        this.zones = Plain.texts(call.args().value("availability_zones"));
        long places =
                Stream.of("availability_zones", "subnets", "subnet_names")
                        .filter(p -> call.args().flag(p))
                        .count();
        if (places != 1) {
            throw new CallError(
                    "Exactly one of availability_zones, subnets, subnet_names must be provided"
                            + " as arguments.");
        }
        this.settings = call.account().classicLoadBalancerSettings();
        this.subnets = Subnets.of(call, "subnets", "subnet_names");
        this.groups = groups();
    }

    /** Groups that are not given are not managed; a load balancer in zones has none. */
    private Optional<GroupIds> groups() {
        List<String> names = Plain.texts(call.args().value("security_groups"));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (subnets.isEmpty()) {
            return Optional.of(GroupIds.of(call, names, Optional.empty()));
        }
        Optional<String> vpc = Subnets.vpc(call, subnets);
        if (vpc.isEmpty() && !subnets.contains(Steps.LATER)) {
            throw new CallError("Subnets %s do not map to a valid vpc id.".formatted(subnets));
        }
        return Optional.of(GroupIds.of(call, names, vpc));
    }

    Steps steps() {
        Optional<ClassicLoadBalancer> found = settings.find(name);
        call.expected().add("load balancer", name);
        if (found.isEmpty()) {
            create();
        } else {
            steps.note("ELB " + name + " present.");
            update(found.get());
        }
        new LoadBalancerAttributes(call, settings).addTo(steps, found.isPresent());
        healthCheck(found);
        cnames(found);
        new OwnedAlarms(call, name, "LoadBalancerName", "boto_elb")
                .wanted()
                .forEach((alarm, given) -> steps.addAll(OwnedAlarms.steps(call, alarm, given)));
        policies.addTo(steps, settings, found, newPorts);
        if (found.isPresent() && call.args().value("tags") != null) {
            TagDiff.of(Plain.textMapping(call.args().value("tags")), settings.tags(name))
                    .addTo(
                            steps,
                            tags -> settings.tag(name, tags),
                            keys -> settings.untag(name, keys));
        }
        instances(found);
        return steps;
    }

    private void create() {
        String scheme = call.args().string("scheme");
        Map<String, String> tags = Plain.textMapping(call.args().value("tags"));
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        made.put("name", name);
        made.put("scheme", scheme);
        made.put(
                subnets.isEmpty() ? "availability_zones" : "subnets",
                subnets.isEmpty() ? zones : subnets);
        groups.ifPresent(g -> made.put("security_groups", g.shown()));
        made.put("listeners", listeners.stream().map(WantedListener::shown).toList());
        if (!tags.isEmpty()) {
            made.put("tags", tags);
        }
        made.put("dns_name", Steps.LATER);
        steps.stepTelling(
                "ELB " + name + " is set to be created.",
                "ELB " + name + " created.",
                change("elb", null, made),
                () -> {
                    settings.create(
                            new ClassicLoadBalancerSettings.Made(
                                    name,
                                    listeners,
                                    zones,
                                    subnets,
                                    groups.map(GroupIds::require).orElse(List.of()),
                                    scheme,
                                    tags));
                    made.put("dns_name", dnsName());
                    return change("elb", null, made);
                });
    }

    private String dnsName() {
        return settings.find(name)
                .map(ClassicLoadBalancer::dnsName)
                .orElseThrow(() -> new CallError(name + " ELB does not exist."));
    }

    private void update(ClassicLoadBalancer is) {
        String scheme = call.args().string("scheme");
        if (call.args().isGiven("scheme") && !scheme.equals(is.scheme())) {
            throw Fixed.refusal("ELB " + name, "scheme", is.scheme(), scheme);
        }
        groups.ifPresent(g -> securityGroups(g, is));
        newPorts = new LoadBalancerListeners(name, settings, listeners).addTo(steps, is);
        if (subnets.isEmpty()) {
            places(
                    new Places("availability_zones", "Availability zones", "Enabled", "Disabled"),
                    zones,
                    is.zones(),
                    more -> settings.enableZones(name, more),
                    less -> settings.disableZones(name, less));
        } else {
            places(
                    new Places("subnets", "Subnets", "Attached", "Detached"),
                    subnets,
                    is.subnets(),
                    more -> settings.attachSubnets(name, more),
                    less -> settings.detachSubnets(name, less));
        }
    }

    private void securityGroups(GroupIds wanted, ClassicLoadBalancer is) {
        if (wanted.sameAs(is.securityGroups())) {
            steps.note("security_groups already set on ELB " + name + ".");
            return;
        }
        steps.step(
                "ELB " + name + " set to have security groups modified.",
                "Modified security_groups on " + name + " ELB.",
                change("security_groups", is.securityGroups(), wanted.shown()),
                () -> settings.setSecurityGroups(name, wanted.require()));
    }

    /** Zones or subnets, as comments speak of them. */
    private record Places(String property, String words, String came, String went) {}

    /** New places come before old ones go, because a load balancer must be somewhere. */
    private void places(
            Places places,
            List<String> wanted,
            List<String> current,
            Consumer<List<String>> add,
            Consumer<List<String>> remove) {
        List<String> more = wanted.stream().filter(p -> !current.contains(p)).toList();
        List<String> less = current.stream().filter(p -> !wanted.contains(p)).toList();
        String words = places.words().toLowerCase(Locale.ROOT);
        if (more.isEmpty() && less.isEmpty()) {
            steps.note("%s already set on ELB %s.".formatted(places.words(), name));
            return;
        }
        String came =
                more.isEmpty() ? "" : "%s %s on %s ELB.".formatted(places.came(), words, name);
        String went =
                less.isEmpty() ? "" : "%s %s on %s ELB.".formatted(places.went(), words, name);
        steps.step(
                "ELB %s to have %s set.".formatted(name, words),
                (came + "  " + went).strip(),
                change(places.property(), current, wanted),
                () -> {
                    if (!more.isEmpty()) {
                        add.accept(more);
                    }
                    if (!less.isEmpty()) {
                        remove.accept(less);
                    }
                });
    }

    private void healthCheck(Optional<ClassicLoadBalancer> found) {
        Map<String, @Nullable Object> given = Plain.mapping(call.args().value("health_check"));
        if (given.isEmpty()) {
            steps.note("Health check already set on ELB " + name + ".");
            return;
        }
        // What is not given stays as it is; a new load balancer has AWS's defaults.
        HealthCheck current =
                found.map(ClassicLoadBalancer::healthCheck).orElse(HealthCheck.OF_AWS);
        HealthCheck wanted =
                new HealthCheck(
                        Plain.text(given.get("target")).orElse(current.target()),
                        number(given, "interval", current.interval()),
                        number(given, "timeout", current.timeout()),
                        number(given, "unhealthy_threshold", current.unhealthyThreshold()),
                        number(given, "healthy_threshold", current.healthyThreshold()));
        if (!wanted.target().matches("(TCP|SSL):\\d{1,5}|HTTPS?:\\d{1,5}/.*")) {
            throw new CallError(
                    "health_check.target: '%s' is none such as HTTP:80/ping or TCP:80."
                            .formatted(wanted.target()));
        }
        if (wanted.timeout() >= wanted.interval()) {
            throw new CallError("health_check: timeout must be less than interval.");
        }
        if (wanted.equals(current)) {
            steps.note("Health check already set on ELB " + name + ".");
            return;
        }
        steps.step(
                "ELB " + name + " set to have health check set.",
                "Set health check on ELB " + name + ".",
                change(
                        "health_check",
                        found.<Object>map(f -> shown(f.healthCheck())).orElse(null),
                        shown(wanted)),
                () -> settings.setHealthCheck(name, wanted));
    }

    private static int number(Map<String, @Nullable Object> given, String key, int otherwise) {
        return Plain.integer(given.get(key)).map(Long::intValue).orElse(otherwise);
    }

    private static Map<String, @Nullable Object> shown(HealthCheck check) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("target", check.target());
        shown.put("interval", (long) check.interval());
        shown.put("timeout", (long) check.timeout());
        shown.put("healthy_threshold", (long) check.healthyThreshold());
        shown.put("unhealthy_threshold", (long) check.unhealthyThreshold());
        return shown;
    }

    private void cnames(Optional<ClassicLoadBalancer> found) {
        for (Object entry : Plain.list(call.args().value("cnames"))) {
            Map<String, @Nullable Object> cname = Plain.mapping(entry);
            Plain.text(cname.get("provider"))
                    .filter(p -> !p.equals("boto_route53"))
                    .ifPresent(p -> {
                        throw new CallError("cnames: the provider is boto_route53, not " + p + ".");
                    });
            Object sync = cname.get("wait_for_sync");
            RecordState.Wanted wanted =
                    new RecordState.Wanted(
                            String.valueOf(cname.get("name")),
                            String.valueOf(cname.get("zone")),
                            "CNAME",
                            Plain.integer(cname.get("ttl")),
                            cname.get("identifier"),
                            sync == null ? call.args().flag("wait_for_sync") : Plain.flag(sync),
                            Plain.flag(cname.get("split_dns")),
                            Plain.flag(cname.get("private_zone")));
            steps.addAll(
                    RecordState.present(
                                    call,
                                    wanted,
                                    found.map(f -> RecordValue.of("CNAME", f.dnsName())),
                                    () -> RecordValue.of("CNAME", dnsName()))
                            .under(wanted.name()));
        }
    }

    private void instances(Optional<ClassicLoadBalancer> found) {
        Set<String> wanted = new TreeSet<>(Plain.texts(call.args().value("instance_ids")));
        for (String instance : Plain.texts(call.args().value("instance_names"))) {
            List<Networks.Instance> named =
                    call.account("ec2").networks().instancesTagged("Name", instance);
            if (named.isEmpty()) {
                throw new CallError("Instance " + instance + " does not exist.");
            }
            named.forEach(i -> wanted.add(i.id()));
        }
        Set<String> current =
                new TreeSet<>(found.map(ClassicLoadBalancer::instances).orElse(List.of()));
        if (wanted.isEmpty() || wanted.equals(current)) {
            return;
        }
        List<String> more = wanted.stream().filter(i -> !current.contains(i)).toList();
        List<String> less = current.stream().filter(i -> !wanted.contains(i)).toList();
        steps.step(
                "ELB " + name + " instances would be updated.",
                "ELB " + name + " instances updated.",
                change("instances", List.copyOf(current), List.copyOf(wanted)),
                () -> {
                    if (!more.isEmpty()) {
                        call.account().classicLoadBalancers().register(name, more);
                    }
                    if (!less.isEmpty()) {
                        call.account().classicLoadBalancers().deregister(name, less);
                    }
                });
    }
}
