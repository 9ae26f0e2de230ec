package io.pulldeploy.cli.orchestrate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One call that removes what a state made.
 *
 * @param function such as {@code boto_sqs.absent}
 */
record Teardown(String function, Map<String, @Nullable Object> args) {
    private static final List<String> CONNECTION = List.of("region", "key", "keyid", "profile");

    /** What undoes a state function whose name does not end in {@code present}. */
    private static final Map<String, String> UNDOES =
            Map.of(
                    "creategroup", "replication_group_absent",
                    "create_target_group", "delete_target_group",
                    "targets_registered", "targets_deregistered",
                    "request_vpc_peering_connection", "delete_vpc_peering_connection");

    /** Access keys go with their user, and an account always has rules for its passwords. */
    private static final Set<String> STAYS = Set.of("keys_present", "account_policy");

    /** The arguments that a removing function takes, besides the name and the connection. */
    private static final Map<String, List<String>> ARGUMENTS =
            Map.of(
                    "boto_secgroup.absent", List.of("vpc_id", "vpc_name"),
                    "boto_route53.absent",
                            List.of(
                                    "zone",
                                    "record_type",
                                    "identifier",
                                    "split_dns",
                                    "private_zone"),
                    "boto_route53.hosted_zone_absent", List.of("domain_name"),
                    "boto3_route53.hosted_zone_absent", List.of("Name", "PrivateZone"),
                    "boto3_route53.rr_absent",
                            List.of(
                                    "HostedZoneId",
                                    "DomainName",
                                    "PrivateZone",
                                    "Name",
                                    "Type",
                                    "SetIdentifier"),
                    "boto_elbv2.targets_deregistered", List.of("targets"),
                    "boto_s3_bucket.absent", List.of("Bucket"),
                    "boto_vpc.nat_gateway_absent", List.of("subnet_id", "subnet_name"));

    /**
     * What takes down the resources of ordered chunks, the last made first. Chunks of other states
     * than AWS's are passed over.
     *
     * @param settings a value of the configuration, else of the pillar, by its key
     */
    static List<Teardown> of(List<?> chunks, Function<String, @Nullable Object> settings) {
        List<Teardown> all = new ArrayList<>();
        for (Object chunk : chunks.reversed()) {
            if (chunk instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> named = new LinkedHashMap<>();
                map.forEach((k, v) -> named.put(String.valueOf(k), v));
                String state = String.valueOf(named.get("state"));
                boolean makes = "present".equals(named.get("fun"));
                boolean group = makes && state.matches("boto3?_asg");
                boolean balancer = makes && state.matches("boto3?_elb");
                if (balancer) {
                    all.addAll(alarms(named, settings.apply(key(named, "boto_elb_alarms"))));
                    all.addAll(records(named));
                }
                if (group) {
                    all.addAll(alarms(named, settings.apply(key(named, "boto_asg_alarms"))));
                }
                of(state, named).ifPresent(all::add);
                if (group && Boolean.TRUE.equals(named.get("use_launch_template"))) {
                    all.add(
                            new Teardown(
                                    "aws_launch_template.absent",
                                    connected(named, "name", named.get("launch_config_name"))));
                }
            }
        }
        return all;
    }

    private static String key(Map<String, @Nullable Object> chunk, String otherwise) {
        return chunk.get("alarms_from_pillar") instanceof String key ? key : otherwise;
    }

    private static Optional<Teardown> of(String state, Map<String, @Nullable Object> chunk) {
        String fun = String.valueOf(chunk.get("fun"));
        boolean isAws =
                state.startsWith("boto_") || state.startsWith("boto3_") || state.startsWith("aws_");
        String undo =
                fun.endsWith("present") ? fun.replaceFirst("present$", "absent") : UNDOES.get(fun);
        if (!isAws || undo == null || STAYS.contains(fun)) {
            return Optional.empty();
        }
        String function = state + "." + undo;
        Map<String, @Nullable Object> args = connected(chunk, "name", chunk.get("name"));
        ARGUMENTS
                .getOrDefault(
                        function,
                        ARGUMENTS.getOrDefault(
                                function.replaceFirst("^boto3_", "boto_"), List.of()))
                .forEach(name -> {
                    if (chunk.get(name) != null) {
                        args.put(name, chunk.get(name));
                    }
                });
        if (function.endsWith(".internet_gateway_absent")) {
            args.put("detach", true);
        }
        if (function.matches(
                "boto3?_vpc\\.(vpc_peering_connection_absent|delete_vpc_peering_connection)")) {
            Object name = chunk.get("conn_name");
            args.put("conn_name", name == null ? chunk.get("name") : name);
        }
        if (function.endsWith("_asg.absent")) {
            args.put("force", true);
            // A configuration that another state or another program made is not this state's.
            args.put("remove_lc", chunk.get("launch_config") != null);
        }
        return Optional.of(new Teardown(function, args));
    }

    /** An argument, and where the chunk's resources are. */
    private static Map<String, @Nullable Object> connected(
            Map<String, @Nullable Object> chunk, String name, @Nullable Object value) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put(name, value);
        CONNECTION.forEach(key -> {
            if (chunk.get(key) != null) {
                args.put(key, chunk.get(key));
            }
        });
        return args;
    }

    /** The records that a load balancer's state made beside it. */
    private static List<Teardown> records(Map<String, @Nullable Object> chunk) {
        List<Teardown> records = new ArrayList<>();
        if (chunk.get("cnames") instanceof List<?> cnames) {
            for (Object cname : cnames.reversed()) {
                if (cname instanceof Map<?, ?> map) {
                    Map<String, @Nullable Object> args = connected(chunk, "name", map.get("name"));
                    args.put("record_type", "CNAME");
                    for (String key : List.of("zone", "identifier", "split_dns", "private_zone")) {
                        if (map.get(key) != null) {
                            args.put(key, map.get(key));
                        }
                    }
                    records.add(new Teardown("boto_route53.absent", args));
                }
            }
        }
        return records;
    }

    /**
     * The alarms that a load balancer's or group's state made beside it, which have its name before
     * theirs.
     */
    private static List<Teardown> alarms(
            Map<String, @Nullable Object> chunk, @Nullable Object fromPillar) {
        Map<Object, @Nullable Object> given = new LinkedHashMap<>();
        for (Object some : new Object[] {fromPillar, chunk.get("alarms")}) {
            if (some instanceof Map<?, ?> map) {
                given.putAll(map);
            }
        }
        List<Teardown> alarms = new ArrayList<>();
        given.values()
                .forEach(alarm -> {
                    if (alarm instanceof Map<?, ?> map) {
                        String name = chunk.get("name") + " " + map.get("name");
                        alarms.add(
                                new Teardown(
                                        "boto_cloudwatch_alarm.absent",
                                        connected(chunk, "name", name)));
                    }
                });
        return alarms.reversed();
    }
}
