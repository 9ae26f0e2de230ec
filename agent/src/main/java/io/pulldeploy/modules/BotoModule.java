package io.pulldeploy.modules;

import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.Roles;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What templates and people ask of AWS: the reading functions of Salt's boto modules. */
public final class BotoModule {
    private final AwsConnections connections;

    public BotoModule(AwsConnections connections) {
        this.connections = connections;
    }

    public List<ExecutionFunction> functions() {
        BotoFunctions all = new BotoFunctions(connections);
        roles(all);
        all.add(
                "boto_sqs.exists",
                "Whether a queue exists, as {result: …}.",
                "name",
                "sqs",
                (aws, args) -> Map.of("result", aws.queues().url(args.string("name")).isPresent()));
        all.add(
                "boto_sqs.list",
                "The names of the queues that start so, as {result: …}.",
                "prefix=''",
                "sqs",
                (aws, args) ->
                        Map.of(
                                "result",
                                aws.queues().urls(args.text("prefix").orElse("")).stream()
                                        .map(url -> url.substring(url.lastIndexOf('/') + 1))
                                        .toList()));
        all.add(
                "boto_sqs.get_attributes",
                "A queue's attributes, as {result: …}, or {error: …}.",
                "name",
                "sqs",
                (aws, args) ->
                        aws.queues()
                                .url(args.string("name"))
                                .<Map<String, ?>>map(
                                        url -> Map.of("result", aws.queues().attributes(url)))
                                .orElse(Map.of("error", "The specified queue does not exist.")));
        all.add(
                "boto_cloudwatch.get_alarm",
                "An alarm's attributes, or None.",
                "name",
                "cloudwatch",
                (aws, args) -> aws.alarms().find(args.string("name")).orElse(null));
        all.add(
                "boto_cloudwatch.get_all_alarms",
                "The names of the alarms that start so.",
                "prefix=''",
                "cloudwatch",
                (aws, args) -> aws.alarms().names(args.text("prefix").orElse("")));
        all.add(
                "boto_route53.get_record",
                "A record's name, value, type and ttl; empty if there is none.",
                "name, zone, record_type, identifier=None",
                "route53",
                BotoModule::record);
        all.add(
                "boto_elasticache.get_config",
                "A cache cluster's configuration, or None.",
                "name",
                "elasticache",
                (aws, args) -> aws.cacheClusters().cluster(args.string("name")).orElse(null));
        all.add(
                "boto_s3_bucket.exists",
                "Whether a bucket exists, as {exists: …}.",
                "Bucket",
                "s3",
                (aws, args) -> Map.of("exists", aws.buckets().exists(args.string("Bucket"))));
        all.add(
                "boto_elbv2.target_group_exists",
                "Whether a target group exists.",
                "name",
                "elbv2",
                (aws, args) -> aws.targetGroups().find(args.string("name")).isPresent());
        return all.functions();
    }

    private static void roles(BotoFunctions all) {
        all.add(
                "boto_iam.role_exists",
                "Whether a role exists.",
                "name",
                "iam",
                (aws, args) -> aws.roles().find(args.string("name")).isPresent());
        all.add(
                "boto_iam.describe_role",
                "A role's name, ARN, path and trust, or False.",
                "name",
                "iam",
                (aws, args) ->
                        aws.roles()
                                .find(args.string("name"))
                                .<Object>map(BotoModule::role)
                                .orElse(false));
        all.add(
                "boto_iam.list_role_policies",
                "The names of a role's own policies.",
                "role_name",
                "iam",
                (aws, args) -> aws.roles().policies(args.string("role_name")));
        all.add(
                "boto_iam.get_role_policy",
                "A policy of a role, or empty.",
                "role_name, policy_name",
                "iam",
                (aws, args) ->
                        aws.roles()
                                .policy(args.string("role_name"), args.string("policy_name"))
                                .orElse(Map.of()));
        all.add(
                "boto_iam.instance_profile_exists",
                "Whether an instance profile exists.",
                "name",
                "iam",
                (aws, args) -> aws.roles().profile(args.string("name")).isPresent());
    }

    private static Map<String, @Nullable Object> role(Roles.Role role) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("role_name", role.name());
        shown.put("arn", role.arn());
        shown.put("path", role.path());
        shown.put("assume_role_policy_document", role.trust());
        return shown;
    }

    private static Object record(AwsAccount aws, Arguments args) {
        String name = dotted(args.string("name"));
        Optional<String> identifier =
                Plain.list(args.value("identifier")).stream().findFirst().map(Object::toString);
        for (HostedZones.Zone zone : aws.hostedZones().named(dotted(args.string("zone")))) {
            for (HostedZones.Records records :
                    aws.hostedZones().records(zone.id(), name, args.string("record_type"))) {
                if (identifier.isEmpty() || identifier.equals(records.identifier())) {
                    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                    shown.put("name", records.name());
                    shown.put(
                            "value",
                            String.join(
                                    ",",
                                    Plain.list(records.properties().get("ResourceRecords")).stream()
                                            .map(r -> String.valueOf(Plain.mapping(r).get("Value")))
                                            .toList()));
                    shown.put("record_type", records.type());
                    shown.put("ttl", records.properties().get("TTL"));
                    return shown;
                }
            }
        }
        return Map.of();
    }

    private static String dotted(String name) {
        return name.endsWith(".") ? name : name + ".";
    }
}
