package io.pulldeploy.modules;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.Networks;
import io.pulldeploy.aws.Roles;
import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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

    /** What a function answers, from the account that its arguments mean. */
    @FunctionalInterface
    private interface Answer {
        @Nullable Object of(AwsAccount account, Arguments args);
    }

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> all = new ArrayList<>();
        securityGroups(all);
        groups(all);
        roles(all);
        add(
                all,
                "boto_sqs.exists",
                "Whether a queue exists.",
                "name",
                "sqs",
                (aws, args) -> aws.queues().url(args.string("name")).isPresent());
        add(
                all,
                "boto_sqs.list",
                "The URLs of the queues whose names start so.",
                "prefix=''",
                "sqs",
                (aws, args) -> aws.queues().urls(args.text("prefix").orElse("")));
        add(
                all,
                "boto_sqs.get_attributes",
                "A queue's attributes.",
                "name",
                "sqs",
                (aws, args) ->
                        aws.queues()
                                .url(args.string("name"))
                                .<Object>map(url -> aws.queues().attributes(url))
                                .orElse(null));
        add(
                all,
                "boto_cloudwatch.get_alarm",
                "An alarm's attributes, or None.",
                "name",
                "cloudwatch",
                (aws, args) -> aws.alarms().find(args.string("name")).orElse(null));
        add(
                all,
                "boto_cloudwatch.get_all_alarms",
                "The names of the alarms that start so.",
                "prefix=''",
                "cloudwatch",
                (aws, args) -> aws.alarms().names(args.text("prefix").orElse("")));
        add(
                all,
                "boto_route53.get_record",
                "A record's name, value, type and ttl; empty if there is none.",
                "name, zone, record_type, identifier=None",
                "route53",
                BotoModule::record);
        add(
                all,
                "boto_elasticache.get_config",
                "A cache cluster's configuration, or None.",
                "name",
                "elasticache",
                (aws, args) -> aws.cacheClusters().cluster(args.string("name")).orElse(null));
        add(
                all,
                "boto_vpc.get_id",
                "The id of the VPC of this name.",
                "name",
                "vpc",
                (aws, args) -> only(aws.networks().vpcsNamed(args.string("name"))));
        add(
                all,
                "boto_vpc.get_subnet_id",
                "The id of the subnet of this name.",
                "name",
                "vpc",
                (aws, args) -> only(aws.networks().subnetsNamed(args.string("name"))));
        add(
                all,
                "boto_ec2.find_instances",
                "The ids of the instances of this name.",
                "name",
                "ec2",
                (aws, args) ->
                        aws.networks().instancesTagged("Name", args.string("name")).stream()
                                .map(Networks.Instance::id)
                                .toList());
        return all;
    }

    private void securityGroups(List<ExecutionFunction> all) {
        String where = "name, vpc_id=None, vpc_name=None";
        add(
                all,
                "boto_secgroup.get_group_id",
                "A security group's id, or None.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args).id(args.string("name")).orElse(null));
        add(
                all,
                "boto_secgroup.exists",
                "Whether a security group exists.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args).find(args.string("name")).isPresent());
        add(
                all,
                "boto_secgroup.get_config",
                "A security group's configuration, or None.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args)
                                .find(args.string("name"))
                                .<Object>map(SecurityGroupLookup::config)
                                .orElse(null));
        add(
                all,
                "boto_secgroup.convert_to_group_ids",
                "The ids of security groups that are given by name or id.",
                "groups, vpc_id=None, vpc_name=None",
                "secgroup",
                (aws, args) -> {
                    SecurityGroupLookup lookup = SecurityGroupLookup.of(aws, args);
                    return Plain.texts(args.value("groups")).stream()
                            .map(g -> lookup.id(g).orElseGet(() -> lookup.require(g).id()))
                            .toList();
                });
        add(
                all,
                "boto_secgroup.get_all_security_groups",
                "Every security group's configuration.",
                "",
                "secgroup",
                (aws, _) ->
                        aws.securityGroups().all().stream()
                                .<Map<String, @Nullable Object>>map(BotoModule::config)
                                .toList());
    }

    private static Map<String, @Nullable Object> config(SecurityGroup group) {
        return SecurityGroupLookup.config(group);
    }

    private void groups(List<ExecutionFunction> all) {
        add(
                all,
                "boto_asg.exists",
                "Whether an Auto Scaling group exists.",
                "name",
                "asg",
                (aws, args) -> aws.autoScalingGroups().find(args.string("name")).isPresent());
        add(
                all,
                "boto_asg.get_config",
                "An Auto Scaling group's configuration; empty if there is none.",
                "name",
                "asg",
                (aws, args) ->
                        aws.autoScalingGroups()
                                .find(args.string("name"))
                                .<Object>map(g -> g)
                                .orElse(Map.of()));
        add(
                all,
                "boto_asg.list_groups",
                "The names of the Auto Scaling groups.",
                "",
                "asg",
                (aws, _) -> aws.autoScalingGroups().names());
        add(
                all,
                "boto_asg.get_instances",
                "The ids of a group's instances that are in service and healthy.",
                "name, lifecycle_state='InService', health_status='Healthy'",
                "asg",
                BotoModule::instances);
        add(
                all,
                "boto_asg.get_scaling_policy_arn",
                "The ARN of a group's scaling policy, or None.",
                "as_group, scaling_policy_name",
                "asg",
                (aws, args) ->
                        policyArn(
                                aws.autoScalingGroups(),
                                args.string("as_group"),
                                args.string("scaling_policy_name")));
        add(
                all,
                "boto_asg.launch_configuration_exists",
                "Whether a launch configuration exists.",
                "name",
                "asg",
                (aws, args) -> aws.launchConfigurations().find(args.string("name")).isPresent());
        add(
                all,
                "boto_asg.list_launch_configurations",
                "The names of the launch configurations.",
                "",
                "asg",
                (aws, _) -> aws.launchConfigurations().names());
        add(
                all,
                "boto_asg.get_cloud_init_mime",
                "User data of boothooks, scripts and cloud-config.",
                "cloud_init",
                "asg",
                (_, args) -> UserData.mime(Plain.mapping(args.value("cloud_init"))));
    }

    private static @Nullable Object policyArn(
            AutoScalingGroups groups, String group, String policy) {
        return groups.policies(group).stream()
                .filter(p -> policy.equals(p.get("PolicyName")))
                .map(p -> p.get("PolicyARN"))
                .findFirst()
                .orElse(null);
    }

    private static List<String> instances(AwsAccount aws, Arguments args) {
        Optional<Map<String, @Nullable Object>> group =
                aws.autoScalingGroups().find(args.string("name"));
        List<String> ids = new ArrayList<>();
        for (Object entry : Plain.list(group.map(g -> g.get("Instances")).orElse(null))) {
            Map<String, @Nullable Object> instance = Plain.mapping(entry);
            if (fits(args, "lifecycle_state", instance.get("LifecycleState"))
                    && fits(args, "health_status", instance.get("HealthStatus"))) {
                ids.add(String.valueOf(instance.get("InstanceId")));
            }
        }
        return ids;
    }

    private static boolean fits(Arguments args, String parameter, @Nullable Object value) {
        return args.text(parameter).filter(wanted -> !wanted.equals(value)).isEmpty();
    }

    private void roles(List<ExecutionFunction> all) {
        add(
                all,
                "boto_iam.role_exists",
                "Whether a role exists.",
                "name",
                "iam",
                (aws, args) -> aws.roles().find(args.string("name")).isPresent());
        add(
                all,
                "boto_iam.describe_role",
                "A role's name, ARN, path and trust, or False.",
                "name",
                "iam",
                (aws, args) ->
                        aws.roles()
                                .find(args.string("name"))
                                .<Object>map(BotoModule::role)
                                .orElse(false));
        add(
                all,
                "boto_iam.list_role_policies",
                "The names of a role's own policies.",
                "role_name",
                "iam",
                (aws, args) -> aws.roles().policies(args.string("role_name")));
        add(
                all,
                "boto_iam.get_role_policy",
                "A policy of a role, or empty.",
                "role_name, policy_name",
                "iam",
                (aws, args) ->
                        aws.roles()
                                .policy(args.string("role_name"), args.string("policy_name"))
                                .orElse(Map.of()));
        add(
                all,
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

    private static @Nullable Object only(List<String> ids) {
        return ids.size() == 1 ? ids.getFirst() : null;
    }

    /** Under Salt's old and new names. */
    private void add(
            List<ExecutionFunction> all,
            String name,
            String doc,
            String parameters,
            String service,
            Answer answer) {
        String signature =
                parameters.isEmpty()
                        ? AwsConnections.PARAMETERS
                        : parameters + ", " + AwsConnections.PARAMETERS;
        for (String each : List.of(name, name.replaceFirst("^boto_", "boto3_"))) {
            all.add(
                    new ExecutionFunction(
                            each,
                            doc,
                            signature,
                            (minion, args) ->
                                    answer.of(connections.account(service, minion, args), args)));
        }
    }
}
