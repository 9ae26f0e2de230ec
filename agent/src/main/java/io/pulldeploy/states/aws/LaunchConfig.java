package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.modules.UserData;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How instances are launched, as an SLS file has it: of {@code boto_lc.present} itself, or as the
 * {@code launch_config} of a group.
 *
 * @param given under Salt's names
 * @param groups security groups that may exist only later
 */
record LaunchConfig(Map<String, @Nullable Object> given, GroupIds groups, Optional<String> image) {
    /** What {@code launch_config} may hold; {@code boto_lc.present} has the same parameters. */
    static final String PARAMETERS =
            "key_name: text=None, vpc_id: text=None, vpc_name: text=None, security_groups:"
                    + " texts=None, user_data: text=None, cloud_init: cloud_init=None,"
                    + " instance_type: text='m1.small', kernel_id: text=None, ramdisk_id:"
                    + " text=None, block_device_mappings: list=None, delete_on_termination:"
                    + " flag=None, instance_monitoring: flag=False, spot_price: number=None,"
                    + " instance_profile_name: text=None, ebs_optimized: flag=False,"
                    + " associate_public_ip_address: flag=None, placement_tenancy: text=None";

    static final Shape CLOUD_INIT =
            Shapes.fields("boothooks: tags, scripts: tags, cloud-config: any");

    static final Shape SHAPE = shape();

    private static final Set<String> DEVICE_MEMBERS =
            Set.of("ephemeral_name", "virtual_name", "no_device");

    /** The properties that make two launch configurations differ. */
    private static final List<String> COMPARED =
            List.of(
                    "ImageId",
                    "KeyName",
                    "SecurityGroups",
                    "UserData",
                    "InstanceType",
                    "KernelId",
                    "RamdiskId",
                    "BlockDeviceMappings",
                    "InstanceMonitoring",
                    "SpotPrice",
                    "IamInstanceProfile",
                    "EbsOptimized",
                    "AssociatePublicIpAddress",
                    "PlacementTenancy");

    private static Shape shape() {
        StringBuilder fields = new StringBuilder("image_id: text, image_name: text");
        for (String part : PARAMETERS.split(",")) {
            String[] halves = part.split(":", 2);
            String type = halves[1].split("=", 2)[0].strip();
            if (!type.equals("cloud_init")) {
                fields.append(", ").append(halves[0].strip()).append(": ").append(type);
            }
        }
        return Shapes.fields(fields.toString()).with("cloud_init", CLOUD_INIT);
    }

    /**
     * @param given a launch configuration under Salt's names
     * @param vpc of the group's subnets, if it has some
     * @throws CallError if it has no image, or something that it names does not exist
     */
    static LaunchConfig of(
            AwsState.Call call, Map<String, @Nullable Object> given, Optional<String> vpc) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(given);
        if (Plain.text(given.get("instance_type")).orElse("").isEmpty()) {
            whole.put("instance_type", "m1.small");
        }
        LaunchConfig config = part(call, whole, vpc);
        if (config.image().isEmpty()) {
            throw new CallError("A launch configuration needs image_id or image_name.");
        }
        return config;
    }

    /** As much of a launch configuration as is given: a launch template needs no image or type. */
    static LaunchConfig part(
            AwsState.Call call, Map<String, @Nullable Object> given, Optional<String> vpc) {
        Optional<String> vpcId = Plain.text(given.get("vpc_id"));
        Optional<String> vpcName = Plain.text(given.get("vpc_name"));
        Optional<String> network =
                vpcId.or(() -> vpcName.flatMap(n -> Subnets.vpcNamed(call, n))).or(() -> vpc);
        GroupIds groups = GroupIds.of(call, Plain.texts(given.get("security_groups")), network);
        Optional<String> image = Plain.text(given.get("image_id"));
        Optional<String> imageName = Plain.text(given.get("image_name"));
        return new LaunchConfig(
                given, groups, image.or(() -> imageName.map(n -> imageNamed(call, n))));
    }

    private static String imageNamed(AwsState.Call call, String name) {
        List<String> images = call.account("ec2").networks().imagesNamed(name);
        if (images.size() != 1) {
            throw new CallError(
                    images.isEmpty()
                            ? "Image " + name + " does not exist."
                            : "More than one image is named " + name + ": " + images + ".");
        }
        return images.getFirst();
    }

    /** The properties under AWS's names, with ids that may be known only later. */
    Map<String, @Nullable Object> properties() {
        return properties(groups.shown());
    }

    /**
     * The properties under AWS's names, as they can be sent.
     *
     * @throws CallError if a security group still does not exist
     */
    Map<String, @Nullable Object> known() {
        return properties(groups.require());
    }

    private Map<String, @Nullable Object> properties(List<String> groupIds) {
        Map<String, @Nullable Object> p = new LinkedHashMap<>();
        image.ifPresent(v -> p.put("ImageId", v));
        text("key_name").ifPresent(v -> p.put("KeyName", v));
        if (!groupIds.isEmpty()) {
            p.put("SecurityGroups", groupIds);
        }
        userData().ifPresent(v -> p.put("UserData", UserData.encoded(v)));
        text("instance_type").ifPresent(v -> p.put("InstanceType", v));
        text("kernel_id").ifPresent(v -> p.put("KernelId", v));
        text("ramdisk_id").ifPresent(v -> p.put("RamdiskId", v));
        List<Object> devices = devices();
        if (!devices.isEmpty()) {
            p.put("BlockDeviceMappings", devices);
        }
        p.put(
                "InstanceMonitoring",
                Steps.entry("Enabled", Plain.flag(given.get("instance_monitoring"))));
        text("spot_price").ifPresent(v -> p.put("SpotPrice", v));
        text("instance_profile_name").ifPresent(v -> p.put("IamInstanceProfile", v));
        p.put("EbsOptimized", Plain.flag(given.get("ebs_optimized")));
        if (given.get("associate_public_ip_address") != null) {
            p.put("AssociatePublicIpAddress", Plain.flag(given.get("associate_public_ip_address")));
        }
        text("placement_tenancy").ifPresent(v -> p.put("PlacementTenancy", v));
        return p;
    }

    private Optional<String> text(String name) {
        return Plain.text(given.get(name)).filter(t -> !t.isEmpty());
    }

    Optional<String> userData() {
        Map<String, @Nullable Object> cloudInit = Plain.mapping(given.get("cloud_init"));
        return text("user_data")
                .or(() ->
                        cloudInit.isEmpty()
                                ? Optional.empty()
                                : Optional.of(UserData.mime(cloudInit)));
    }

    /** Salt has a mapping of devices; AWS a list that names them. */
    private List<Object> devices() {
        List<Object> devices = new ArrayList<>();
        for (Object entry : Plain.list(given.get("block_device_mappings"))) {
            Plain.mapping(entry)
                    .forEach((name, attributes) ->
                            devices.add(device(name, Plain.mapping(attributes))));
        }
        return devices;
    }

    private Map<String, @Nullable Object> device(
            String name, Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> device = new LinkedHashMap<>();
        Map<String, @Nullable Object> ebs = new LinkedHashMap<>();
        device.put("DeviceName", name);
        attributes.forEach((attribute, value) -> {
            if (DEVICE_MEMBERS.contains(attribute)) {
                device.put(attribute.equals("no_device") ? "NoDevice" : "VirtualName", value);
            } else if (value != null) {
                ebs.put(
                        attribute.equals("size") ? "VolumeSize" : Properties.awsName(attribute),
                        value);
            }
        });
        if (!ebs.isEmpty() && given.get("delete_on_termination") != null) {
            ebs.putIfAbsent("DeleteOnTermination", Plain.flag(given.get("delete_on_termination")));
        }
        if (!ebs.isEmpty()) {
            device.put("Ebs", ebs);
        }
        return device;
    }

    /** How this differs from what AWS has. */
    Properties.Diff diff(Map<String, @Nullable Object> current) {
        Map<String, @Nullable Object> wanted = properties();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        COMPARED.forEach(name -> all.put(name, wanted.get(name)));
        Properties.Diff diff = Properties.diff(all, current);
        if (sameDevices(wanted.get("BlockDeviceMappings"), current.get("BlockDeviceMappings"))) {
            diff.now().remove("BlockDeviceMappings");
            diff.old().remove("BlockDeviceMappings");
        }
        if (diff.now().containsKey("UserData")
                && UserData.same(
                        UserData.decoded(wanted.get("UserData")).orElse(""),
                        UserData.decoded(current.get("UserData")).orElse(""))) {
            diff.now().remove("UserData");
            diff.old().remove("UserData");
        }
        if (sameProfile(wanted.get("IamInstanceProfile"), current.get("IamInstanceProfile"))) {
            diff.now().remove("IamInstanceProfile");
            diff.old().remove("IamInstanceProfile");
        }
        return diff;
    }

    /** The same devices, each with what is asked of it; what AWS says besides are its defaults. */
    private static boolean sameDevices(@Nullable Object wanted, @Nullable Object current) {
        Map<String, Map<String, @Nullable Object>> is = new LinkedHashMap<>();
        for (Object entry : Plain.list(current)) {
            Map<String, @Nullable Object> device = Plain.mapping(entry);
            is.put(String.valueOf(device.get("DeviceName")), device);
        }
        List<Object> should = Plain.list(wanted);
        return is.size() == should.size()
                && should.stream()
                        .map(Plain::mapping)
                        .allMatch(d -> holds(is.get(String.valueOf(d.get("DeviceName"))), d));
    }

    private static boolean holds(@Nullable Object current, @Nullable Object wanted) {
        return (wanted instanceof Map<?, ?> members && current instanceof Map<?, ?> is)
                ? members.entrySet().stream().allMatch(m -> holds(is.get(m.getKey()), m.getValue()))
                : Properties.same(wanted, current);
    }

    /** A profile is given by name or ARN. */
    private static boolean sameProfile(@Nullable Object wanted, @Nullable Object current) {
        return wanted != null
                && current != null
                && lastPart(wanted.toString()).equals(lastPart(current.toString()));
    }

    private static String lastPart(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** Properties for people: user data as text. */
    static Map<String, @Nullable Object> readable(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> readable = new LinkedHashMap<>(properties);
        readable.computeIfPresent(
                "UserData", (_, data) -> UserData.decoded(data).<Object>map(t -> t).orElse(data));
        return readable;
    }
}
