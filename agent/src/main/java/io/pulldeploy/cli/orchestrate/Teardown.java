package io.pulldeploy.cli.orchestrate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call that removes what a state made.
 *
 * @param function such as {@code boto_sqs.absent}
 */
record Teardown(String function, Map<String, @Nullable Object> args) {
    private static final List<String> CONNECTION = List.of("region", "key", "keyid", "profile");

    /** What undoes a state function, where that is not {@code absent}. */
    private static final Map<String, String> UNDOES =
            Map.of(
                    "hosted_zone_present", "hosted_zone_absent",
                    "rr_present", "rr_absent",
                    "subnet_group_present", "subnet_group_absent",
                    "creategroup", "replication_group_absent",
                    "create_target_group", "delete_target_group",
                    "targets_registered", "targets_deregistered");

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
                    "boto_elbv2.targets_deregistered", List.of("targets"),
                    "boto_s3_bucket.absent", List.of("Bucket"));

    /**
     * What takes down the resources of ordered chunks, the last made first. Chunks of other states
     * than AWS's are passed over.
     */
    static List<Teardown> of(List<?> chunks) {
        List<Teardown> all = new ArrayList<>();
        for (Object chunk : chunks.reversed()) {
            if (chunk instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> named = new LinkedHashMap<>();
                map.forEach((k, v) -> named.put(String.valueOf(k), v));
                String state = String.valueOf(named.get("state"));
                if (state.equals("boto_elb") || state.equals("boto3_elb")) {
                    records(named).forEach(all::add);
                }
                of(state, named).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Teardown> of(String state, Map<String, @Nullable Object> chunk) {
        String fun = String.valueOf(chunk.get("fun"));
        boolean isAws =
                state.startsWith("boto_") || state.startsWith("boto3_") || state.startsWith("aws_");
        String undo = fun.equals("present") ? "absent" : UNDOES.get(fun);
        if (!isAws || undo == null) {
            return Optional.empty();
        }
        String function = state + "." + undo;
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("name", chunk.get("name"));
        List<String> taken =
                new ArrayList<>(
                        ARGUMENTS.getOrDefault(
                                function.replaceFirst("^boto3_", "boto_"), List.of()));
        taken.addAll(CONNECTION);
        taken.forEach(name -> {
            if (chunk.get(name) != null) {
                args.put(name, chunk.get(name));
            }
        });
        if (function.endsWith("_asg.absent")) {
            args.put("force", true);
            args.put("remove_lc", true);
        }
        return Optional.of(new Teardown(function, args));
    }

    /** The records that a load balancer's state made beside it. */
    private static List<Teardown> records(Map<String, @Nullable Object> chunk) {
        List<Teardown> records = new ArrayList<>();
        if (chunk.get("cnames") instanceof List<?> cnames) {
            for (Object cname : cnames) {
                if (cname instanceof Map<?, ?> map) {
                    Map<String, @Nullable Object> args = new LinkedHashMap<>();
                    args.put("name", map.get("name"));
                    args.put("zone", map.get("zone"));
                    args.put("record_type", "CNAME");
                    CONNECTION.forEach(name -> {
                        if (chunk.get(name) != null) {
                            args.put(name, chunk.get(name));
                        }
                    });
                    records.add(new Teardown("boto_route53.absent", args));
                }
            }
        }
        return records;
    }
}
