package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Buckets} in memory. */
final class FakeBuckets implements Buckets {
    private final Map<String, Map<Setting, Object>> buckets = new LinkedHashMap<>();
    private final Map<String, String> regions = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeBuckets(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public boolean exists(String name) {
        return buckets.containsKey(name);
    }

    @Override
    public String region(String name) {
        return Existing.in(regions, name);
    }

    @Override
    public void create(String name, Optional<String> region) {
        mutated.accept("s3:CreateBucket " + name);
        buckets.put(name, new EnumMap<>(Setting.class));
        regions.put(name, region.orElse("us-east-1"));
        Map<String, ?> owner =
                Map.of(
                        "Grantee",
                        Map.of("ID", "us", "Type", "CanonicalUser"),
                        "Permission",
                        "FULL_CONTROL");
        Existing.in(buckets, name)
                .put(Setting.ACL, Map.of("Owner", Map.of("ID", "us"), "Grants", List.of(owner)));
    }

    @Override
    public Optional<Object> setting(String name, Setting setting) {
        return Optional.ofNullable(Existing.in(buckets, name).get(setting));
    }

    @Override
    public void set(String name, Setting setting, @Nullable Object value) {
        mutated.accept("s3:PutBucket" + setting + " " + name);
        if (value == null) {
            Existing.in(buckets, name).remove(setting);
        } else {
            Existing.in(buckets, name).put(setting, value);
        }
    }

    @Override
    public void delete(String name, boolean force) {
        mutated.accept("s3:DeleteBucket " + name);
        buckets.remove(name);
    }
}
