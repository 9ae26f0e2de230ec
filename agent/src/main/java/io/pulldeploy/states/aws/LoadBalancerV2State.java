package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.LoadBalancersV2;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code boto_elbv2.load_balancer_present}: application and network load balancers. */
public final class LoadBalancerV2State {
    private static final Shape ACTION = Shapes.MAPPING;

    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, type: text='application', scheme: text='internet-facing', subnets:"
                            + " texts=None, subnet_names: texts=None, security_groups: texts=None,"
                            + " ip_address_type: text=None, attributes: tags=None, tags: tags=None,"
                            + " listeners: listeners=None",
                    Map.of(
                            "listeners",
                            Shapes.listOf(
                                    Shapes.fields(
                                                    "port: port!, protocol: text!, certificate:"
                                                            + " text, ssl_policy: text,"
                                                            + " target_group: text")
                                            .with("default_actions", Shapes.listOf(ACTION))
                                            .with(
                                                    "rules",
                                                    Shapes.listOf(
                                                            Shapes.fields(
                                                                            "priority: integer!,"
                                                                                    + " target_group:"
                                                                                    + " text, host:"
                                                                                    + " texts, path:"
                                                                                    + " texts")
                                                                    .with(
                                                                            "conditions",
                                                                            Shapes.listOf(ACTION))
                                                                    .with(
                                                                            "actions",
                                                                            Shapes.listOf(
                                                                                    ACTION)))))));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private final AwsConnections connections;

    public LoadBalancerV2State(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_elbv2.load_balancer_present",
                        "Ensures that an application or network load balancer exists, with its"
                                + " listeners and their rules.",
                        PRESENT,
                        connections,
                        "elbv2",
                        LoadBalancerV2State::present),
                AwsState.named(
                        "boto_elbv2.load_balancer_absent",
                        "Ensures that an application or network load balancer does not exist.",
                        ABSENT,
                        connections,
                        "elbv2",
                        LoadBalancerV2State::absent));
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        Arguments args = call.args();
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        List<String> subnets = Subnets.of(call, "subnets", "subnet_names");
        if (subnets.isEmpty()) {
            throw new CallError("A load balancer needs subnets or subnet_names.");
        }
        Optional<String> vpc = Subnets.vpc(call, subnets);
        List<String> names = Plain.texts(args.value("security_groups"));
        Optional<GroupIds> groups =
                names.isEmpty() ? Optional.empty() : Optional.of(GroupIds.of(call, names, vpc));
        Steps steps = new Steps();
        Optional<Map<String, @Nullable Object>> found = balancers.find(name);
        if (found.isEmpty()) {
            create(call, steps, subnets, groups);
        } else {
            steps.note("Load balancer " + name + " present.");
            update(call, steps, found.get(), subnets, groups);
        }
        attributes(call, steps, found);
        if (found.isPresent() && args.value("tags") != null) {
            String arn = arn(found.get());
            TagDiff.of(Plain.textMapping(args.value("tags")), balancers.tags(arn))
                    .addTo(
                            steps,
                            tags -> balancers.tag(arn, tags),
                            keys -> balancers.untag(arn, keys));
        }
        if (args.value("listeners") != null) {
            new ListenersV2(call, found.map(LoadBalancerV2State::arn))
                    .addTo(steps, args.value("listeners"));
        }
        return steps;
    }

    private static void create(
            AwsState.Call call, Steps steps, List<String> subnets, Optional<GroupIds> groups) {
        Map<String, @Nullable Object> request = entry("Name", call.name());
        request.put("Type", call.args().string("type"));
        request.put("Scheme", call.args().string("scheme"));
        request.put("Subnets", subnets);
        groups.ifPresent(g -> request.put("SecurityGroups", g.shown()));
        call.args().text("ip_address_type").ifPresent(t -> request.put("IpAddressType", t));
        List<Object> tags = new ArrayList<>();
        Plain.textMapping(call.args().value("tags"))
                .forEach((k, v) -> tags.add(Map.of("Key", k, "Value", v)));
        if (!tags.isEmpty()) {
            request.put("Tags", tags);
        }
        steps.step(
                "Load balancer " + call.name() + " is set to be created.",
                "Load balancer " + call.name() + " created.",
                change("load_balancer", null, request),
                () -> {
                    Map<String, @Nullable Object> known = new LinkedHashMap<>(request);
                    groups.ifPresent(g -> known.put("SecurityGroups", g.require()));
                    call.account().loadBalancersV2().create(known);
                });
    }

    private static void update(
            AwsState.Call call,
            Steps steps,
            Map<String, @Nullable Object> is,
            List<String> subnets,
            Optional<GroupIds> groups) {
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        for (String fixed : List.of("type", "scheme")) {
            Object current = is.get(Properties.awsName(fixed));
            if (!Meaning.same(call.args().value(fixed), current)) {
                throw Fixed.refusal(
                        "Load balancer " + call.name(), fixed, current, call.args().value(fixed));
            }
        }
        List<String> places =
                Plain.list(is.get("AvailabilityZones")).stream()
                        .map(z -> String.valueOf(Plain.mapping(z).get("SubnetId")))
                        .toList();
        if (!Meaning.same(subnets, places)) {
            steps.step(
                    "Load balancer %s to have subnets set.".formatted(call.name()),
                    "Set subnets on load balancer %s.".formatted(call.name()),
                    change("subnets", places, subnets),
                    () -> balancers.setSubnets(arn(is), subnets));
        }
        Object currentType = is.get("IpAddressType");
        call.args()
                .text("ip_address_type")
                .filter(type -> !type.equals(currentType))
                .ifPresent(type ->
                        steps.step(
                                "Load balancer %s to have another type of address."
                                        .formatted(call.name()),
                                "Set the type of address of load balancer %s."
                                        .formatted(call.name()),
                                change("ip_address_type", currentType, type),
                                () -> balancers.setIpAddressType(arn(is), type)));
        List<String> currentGroups = Plain.texts(is.get("SecurityGroups"));
        if (groups.isPresent() && currentGroups.isEmpty() && "network".equals(is.get("Type"))) {
            throw Fixed.refusal(
                    "Load balancer " + call.name(), "security_groups", null, groups.get().shown());
        }
        groups.filter(g -> !g.sameAs(currentGroups))
                .ifPresent(g ->
                        steps.step(
                                "Load balancer %s to have security groups set."
                                        .formatted(call.name()),
                                "Set security groups on load balancer %s.".formatted(call.name()),
                                change("security_groups", currentGroups, g.shown()),
                                () -> balancers.setSecurityGroups(arn(is), g.require())));
    }

    /** Attributes as AWS writes them: true and false are small. */
    static Map<String, String> attributes(@Nullable Object given) {
        Map<String, String> attributes = Plain.textMapping(given);
        attributes.replaceAll(
                (_, v) -> v.equals("True") || v.equals("False") ? v.toLowerCase(Locale.ROOT) : v);
        return attributes;
    }

    private static void attributes(
            AwsState.Call call, Steps steps, Optional<Map<String, @Nullable Object>> found) {
        Map<String, String> wanted = attributes(call.args().value("attributes"));
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        Map<String, String> current = found.map(f -> balancers.attributes(arn(f))).orElse(Map.of());
        Properties.Diff diff = Properties.diff(wanted, current);
        if (!diff.isEmpty()) {
            steps.step(
                    "Load balancer %s to have attributes set.".formatted(call.name()),
                    "Set attributes on load balancer %s.".formatted(call.name()),
                    change("attributes", diff.old(), diff.now()),
                    () ->
                            balancers.setAttributes(
                                    arn(balancers.find(call.name()).orElseThrow()),
                                    Plain.textMapping(diff.now())));
        }
    }

    static String arn(Map<String, @Nullable Object> balancer) {
        return String.valueOf(balancer.get("LoadBalancerArn"));
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        Optional<Map<String, @Nullable Object>> found = balancers.find(name);
        if (found.isEmpty()) {
            return new Steps().note("Load balancer " + name + " does not exist.");
        }
        return new Steps()
                .step(
                        "Load balancer " + name + " is set to be removed.",
                        "Load balancer " + name + " deleted.",
                        change("load_balancer", name, null),
                        () -> balancers.delete(arn(found.get())));
    }
}
