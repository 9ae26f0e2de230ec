package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link Networks} in memory. */
public final class FakeNetworks implements Networks {
    static final String DEFAULT_VPC = "vpc-default";

    private final Map<String, String> vpcNames = new LinkedHashMap<>();
    private final Map<String, String> subnetNames = new LinkedHashMap<>();
    private final Map<String, String> subnetVpcs = new LinkedHashMap<>();
    private final Map<String, String> images = new LinkedHashMap<>();
    private final Map<String, Instance> instances = new LinkedHashMap<>();

    public void addVpc(String id, String name) {
        vpcNames.put(id, name);
    }

    public void addSubnet(String id, String name, String vpc) {
        subnetNames.put(id, name);
        subnetVpcs.put(id, vpc);
    }

    public void addImage(String id, String name) {
        images.put(id, name);
    }

    public void addInstance(String name, Instance instance) {
        instances.put(name, instance);
    }

    @Override
    public List<String> vpcsNamed(String name) {
        return named(vpcNames, name);
    }

    @Override
    public Optional<String> defaultVpc() {
        return Optional.of(DEFAULT_VPC);
    }

    @Override
    public List<String> subnetsNamed(String name) {
        return named(subnetNames, name);
    }

    @Override
    public Optional<String> vpcOfSubnets(List<String> ids) {
        Set<String> vpcs = new HashSet<>();
        for (String id : ids) {
            vpcs.add(subnetVpcs.getOrDefault(id, "none"));
        }
        return vpcs.size() == 1
                ? vpcs.stream().filter(v -> !v.equals("none")).findFirst()
                : Optional.empty();
    }

    @Override
    public List<String> imagesNamed(String name) {
        return named(images, name);
    }

    @Override
    public List<Instance> instancesTagged(String key, String value) {
        return Optional.ofNullable(instances.get(value)).stream().toList();
    }

    @Override
    public List<Map<String, @Nullable Object>> described(Collection<String> ids) {
        List<Map<String, @Nullable Object>> described = new ArrayList<>();
        instances.forEach((name, i) -> {
            if (ids.contains(i.id())) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("InstanceId", i.id());
                i.privateAddress().ifPresent(a -> one.put("PrivateIpAddress", a));
                i.publicAddress().ifPresent(a -> one.put("PublicIpAddress", a));
                one.put("Tags", List.of(Map.of("Key", "Name", "Value", name)));
                described.add(one);
            }
        });
        return described;
    }

    private static List<String> named(Map<String, String> names, String name) {
        List<String> ids = new ArrayList<>();
        names.forEach((id, n) -> {
            if (n.equals(name)) {
                ids.add(id);
            }
        });
        return ids;
    }
}
