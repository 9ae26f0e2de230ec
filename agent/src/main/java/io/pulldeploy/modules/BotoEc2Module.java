package io.pulldeploy.modules;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.Networks;
import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What templates ask of EC2 and Auto Scaling: networks, security groups, instances, groups. */
public final class BotoEc2Module {
    private final AwsConnections connections;

    public BotoEc2Module(AwsConnections connections) {
        this.connections = connections;
    }

    public List<ExecutionFunction> functions() {
        BotoFunctions all = new BotoFunctions(connections);
        securityGroups(all);
        groups(all);
        instances(all);
        all.add(
                "boto_vpc.get_id",
                "The id of the VPC of this name, as {id: …}.",
                "name",
                "vpc",
                (aws, args) -> id("VPC", aws.networks().vpcsNamed(args.string("name"))));
        all.add(
                "boto_vpc.exists",
                "Whether there is a VPC of this name, as {exists: …}.",
                "name",
                "vpc",
                (aws, args) ->
                        Map.of("exists", !aws.networks().vpcsNamed(args.string("name")).isEmpty()));
        all.add(
                "boto_vpc.get_resource_id",
                "The id of the VPC or subnet of this name, as {id: …}.",
                "resource, name=None",
                "vpc",
                (aws, args) -> {
                    String name = args.text("name").orElse("");
                    return switch (args.string("resource")) {
                        case "vpc" -> id("VPC", aws.networks().vpcsNamed(name));
                        case "subnet" -> id("subnet", aws.networks().subnetsNamed(name));
                        case String other ->
                                throw new CallError(
                                        "A resource is vpc or subnet, not '" + other + "'.");
                    };
                });
        return all.functions();
    }

    private static Map<String, @Nullable Object> id(String kind, List<String> ids) {
        if (ids.size() > 1) {
            throw new CallError(
                    "Found more than one %s of this name: %s."
                            .formatted(kind, String.join(", ", ids)));
        }
        Map<String, @Nullable Object> id = new LinkedHashMap<>();
        id.put("id", ids.isEmpty() ? null : ids.getFirst());
        return id;
    }

    private static void instances(BotoFunctions all) {
        String which = "name=None, tags=None, in_states=None";
        all.add(
                "boto_ec2.find_instances",
                "The ids of the instances of this name, or with these tags.",
                which,
                "ec2",
                (aws, args) -> found(aws, args));
        all.add(
                "boto_ec2.exists",
                "Whether there is such an instance.",
                which,
                "ec2",
                (aws, args) -> !found(aws, args).isEmpty());
    }

    private static List<String> found(AwsAccount aws, Arguments args) {
        Map<String, String> tags = new LinkedHashMap<>();
        args.text("name").ifPresent(n -> tags.put("Name", n));
        tags.putAll(Plain.textMapping(args.value("tags")));
        if (tags.isEmpty()) {
            throw new CallError("Give the instances' name or tags.");
        }
        List<String> states = Plain.texts(args.value("in_states"));
        Optional<Set<String>> all = Optional.empty();
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            Set<String> having =
                    aws.networks().instancesTagged(tag.getKey(), tag.getValue()).stream()
                            .filter(i -> states.isEmpty() || states.contains(i.state()))
                            .map(Networks.Instance::id)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
            all.ifPresent(having::retainAll);
            all = Optional.of(having);
        }
        return List.copyOf(all.orElseThrow());
    }

    private static void securityGroups(BotoFunctions all) {
        String where = "name, vpc_id=None, vpc_name=None";
        all.add(
                "boto_secgroup.get_group_id",
                "A security group's id, or None.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args).id(args.string("name")).orElse(null));
        all.add(
                "boto_secgroup.exists",
                "Whether a security group exists.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args).find(args.string("name")).isPresent());
        all.add(
                "boto_secgroup.get_config",
                "A security group's configuration, or None.",
                where,
                "secgroup",
                (aws, args) ->
                        SecurityGroupLookup.of(aws, args)
                                .find(args.string("name"))
                                .<Object>map(SecurityGroupLookup::config)
                                .orElse(null));
        all.add(
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
        all.add(
                "boto_secgroup.get_all_security_groups",
                "Every security group's configuration.",
                "",
                "secgroup",
                (aws, _) ->
                        aws.securityGroups().all().stream()
                                .<Map<String, @Nullable Object>>map(BotoEc2Module::config)
                                .toList());
    }

    private static Map<String, @Nullable Object> config(SecurityGroup group) {
        return SecurityGroupLookup.config(group);
    }

    private static void groups(BotoFunctions all) {
        all.add(
                "boto_asg.exists",
                "Whether an Auto Scaling group exists.",
                "name",
                "asg",
                (aws, args) -> aws.autoScalingGroups().find(args.string("name")).isPresent());
        all.add(
                "boto_asg.get_config",
                "An Auto Scaling group's configuration; empty if there is none.",
                "name",
                "asg",
                (aws, args) ->
                        aws.autoScalingGroups()
                                .find(args.string("name"))
                                .<Object>map(g -> g)
                                .orElse(Map.of()));
        all.add(
                "boto_asg.list_groups",
                "The names of the Auto Scaling groups.",
                "",
                "asg",
                (aws, _) -> aws.autoScalingGroups().names());
        all.add(
                "boto_asg.get_instances",
                "An attribute, or several, of a group's instances that are in service and healthy;"
                        + " False if there is no such group.",
                "name, lifecycle_state='InService', health_status='Healthy',"
                        + " attribute='private_ip_address', attributes=None",
                "asg",
                BotoEc2Module::instances);
        all.add(
                "boto_asg.get_scaling_policy_arn",
                "The ARN of a group's scaling policy, or None.",
                "as_group, scaling_policy_name",
                "asg",
                (aws, args) ->
                        policyArn(
                                aws.autoScalingGroups(),
                                args.string("as_group"),
                                args.string("scaling_policy_name")));
        all.add(
                "boto_asg.launch_configuration_exists",
                "Whether a launch configuration exists.",
                "name",
                "asg",
                (aws, args) -> aws.launchConfigurations().find(args.string("name")).isPresent());
        all.add(
                "boto_asg.list_launch_configurations",
                "The names of the launch configurations.",
                "",
                "asg",
                (aws, _) -> aws.launchConfigurations().names());
        all.add(
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

    private static Object instances(AwsAccount aws, Arguments args) {
        Optional<Map<String, @Nullable Object>> group =
                aws.autoScalingGroups().find(args.string("name"));
        if (group.isEmpty()) {
            return false;
        }
        List<String> ids = new ArrayList<>();
        for (Object entry : Plain.list(group.get().get("Instances"))) {
            Map<String, @Nullable Object> instance = Plain.mapping(entry);
            if (fits(args, "lifecycle_state", instance.get("LifecycleState"))
                    && fits(args, "health_status", instance.get("HealthStatus"))) {
                ids.add(String.valueOf(instance.get("InstanceId")));
            }
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Map<String, @Nullable Object>> instances = aws.networks().described(ids);
        List<String> several = Plain.texts(args.value("attributes"));
        if (several.isEmpty()) {
            String name = args.string("attribute");
            return instances.stream().map(i -> attribute(i, name)).filter(v -> v != null).toList();
        }
        List<Object> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> instance : instances) {
            List<@Nullable Object> row = new ArrayList<>();
            several.forEach(name -> row.add(attribute(instance, name)));
            rows.add(row);
        }
        return rows;
    }

    /** An attribute under boto's name of it. */
    private static @Nullable Object attribute(Map<String, @Nullable Object> instance, String name) {
        return switch (name) {
            case "id" -> instance.get("InstanceId");
            case "ip_address" -> instance.get("PublicIpAddress");
            case "dns_name" -> instance.get("PublicDnsName");
            case "tags" -> {
                Map<String, @Nullable Object> tags = new LinkedHashMap<>();
                Plain.list(instance.get("Tags"))
                        .forEach(t ->
                                tags.put(
                                        String.valueOf(Plain.mapping(t).get("Key")),
                                        Plain.mapping(t).get("Value")));
                yield tags;
            }
            default -> instance.get(awsName(name));
        };
    }

    /** {@code instance_type} as EC2 writes it. */
    private static String awsName(String name) {
        return Stream.of(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static boolean fits(Arguments args, String parameter, @Nullable Object value) {
        return args.text(parameter).filter(wanted -> !wanted.equals(value)).isEmpty();
    }
}
