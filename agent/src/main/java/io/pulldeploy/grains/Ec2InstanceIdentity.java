package io.pulldeploy.grains;

import io.pulldeploy.aws.InstanceMetadata;
import io.pulldeploy.aws.InstanceTags;
import io.pulldeploy.aws.MetadataSettings;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What EC2 says of this instance. An answer is kept for this boot: an image that was made of a
 * running instance starts with another boot id, and so never takes its parent's name.
 */
public final class Ec2InstanceIdentity implements InstanceIdentity {
    /** The tag that Auto Scaling itself puts on its instances. */
    private static final String GROUP_TAG = "aws:autoscaling:groupName";

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path DMI = Path.of("/sys/class/dmi/id");

    private static final Logger log = LoggerFactory.getLogger(Ec2InstanceIdentity.class);

    private final InstanceMetadata metadata;
    private final InstanceTags tags;
    private final MetadataSettings settings;
    private final FileTree machine;
    private final FileTree files;
    private final Path cache;
    private final Map<String, String> known = new LinkedHashMap<>();
    private boolean loaded;

    /**
     * @param machine the real machine's files, which tell its boot and its maker
     * @param files where the cache is
     * @param cache the file that keeps the answers of this boot
     */
    public Ec2InstanceIdentity(
            InstanceMetadata metadata,
            InstanceTags tags,
            MetadataSettings settings,
            FileTree machine,
            FileTree files,
            Path cache) {
        this.metadata = metadata;
        this.tags = tags;
        this.settings = settings;
        this.machine = machine;
        this.files = files;
        this.cache = cache;
    }

    @Override
    public Optional<String> instanceId() {
        return answer("instance_id", () -> metadata.find("meta-data/instance-id"));
    }

    @Override
    public Optional<String> availabilityZone() {
        return answer(
                "availability_zone", () -> metadata.find("meta-data/placement/availability-zone"));
    }

    @Override
    public Optional<String> region() {
        return answer("region", () -> metadata.find("meta-data/placement/region"));
    }

    @Override
    public Optional<String> autoScalingGroup() {
        return answer(
                "autoscaling_group",
                () ->
                        metadata.find("meta-data/tags/instance/" + GROUP_TAG)
                                .or(() -> instanceId().map(id -> tags.of(id).get(GROUP_TAG))));
    }

    private synchronized Optional<String> answer(String key, Supplier<Optional<String>> ask) {
        if (!isInstance()) {
            return Optional.empty();
        }
        load();
        Optional<String> cached = Optional.ofNullable(known.get(key));
        if (cached.isPresent()) {
            return cached;
        }
        Optional<String> fresh = ask.get().map(String::strip).filter(t -> !t.isEmpty());
        fresh.ifPresent(value -> {
            known.put(key, value);
            store();
        });
        return fresh;
    }

    /** Nothing is asked on a machine that cannot answer: that would cost each run seconds. */
    private boolean isInstance() {
        return !settings.disabled()
                && (settings.endpoint().isPresent()
                        || machine.textIfPresent(DMI.resolve("sys_vendor"))
                                .filter(v -> v.contains("Amazon EC2"))
                                .isPresent()
                        || machine.textIfPresent(DMI.resolve("bios_version"))
                                .filter(v -> v.toLowerCase(Locale.ROOT).contains("amazon"))
                                .isPresent());
    }

    private String validFor() {
        return machine.textIfPresent(BOOT_ID).orElse("").strip() + " " + settings.address();
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        Optional<String> text = readable();
        Map<String, String> stored = new LinkedHashMap<>();
        text.ifPresent(t ->
                t.lines()
                        .map(line -> line.split(": ", 2))
                        .filter(pair -> pair.length == 2)
                        .forEach(pair -> stored.put(pair[0], pair[1])));
        if (validFor().equals(stored.remove("valid_for"))) {
            known.putAll(stored);
        }
    }

    private Optional<String> readable() {
        try {
            return files.textIfPresent(cache);
        } catch (Failure e) {
            log.debug("the instance's identity is not cached", e);
            return Optional.empty();
        }
    }

    /** Whoever may not write the cache, such as a user who looks at grains, goes without. */
    private void store() {
        StringBuilder text = new StringBuilder("valid_for: " + validFor() + "\n");
        known.forEach((k, v) -> text.append(k).append(": ").append(v).append('\n'));
        try {
            Path parent = cache.getParent();
            if (parent != null) {
                files.makeDirectories(parent);
            }
            files.write(cache, text.toString());
        } catch (Failure e) {
            log.debug("the instance's identity is not cached", e);
        }
    }
}
