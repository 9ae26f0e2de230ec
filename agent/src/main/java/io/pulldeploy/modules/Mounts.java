package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is mounted where, out of {@code /proc}. */
final class Mounts {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    private final FileTree files;
    private final Accounts accounts;
    private final Programs programs;

    Mounts(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
        this.programs = new Programs(host.processes());
    }

    /** By mount point: {@code device}, {@code alt_device}, {@code fstype}, {@code opts}. */
    Map<String, @Nullable Object> active() {
        Map<String, String> listed = listed();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (List<String> words : words(MOUNTS)) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("device", words.get(0));
            one.put("alt_device", listed.get(words.get(1)));
            one.put("fstype", words.get(2));
            one.put("opts", options(words.get(3)));
            all.put(words.get(1), one);
        }
        return all;
    }

    /**
     * The same with numbers, roots and what blkid knows of the devices.
     *
     * @param devices by name: {@code UUID}, {@code LABEL}, …
     */
    Map<String, @Nullable Object> extended(Map<?, ?> devices) {
        Map<String, String> listed = listed();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (List<String> words : words(MOUNT_INFO)) {
            int dash = words.indexOf("-");
            String[] numbers = words.get(2).split(":");
            String device = words.get(dash + 2);
            Map<?, ?> known = devices.get(device) instanceof Map<?, ?> m ? m : Map.of();
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("mountid", words.get(0));
            one.put("parentid", words.get(1));
            one.put("major", numbers[0]);
            one.put("minor", numbers[1]);
            one.put("root", words.get(3));
            one.put("opts", options(words.get(5)));
            one.put("fstype", words.get(dash + 1));
            one.put("device", device.replace("\\040", "\\ "));
            one.put("alt_device", listed.get(words.get(4)));
            one.put("superopts", options(words.get(dash + 3)));
            one.put(
                    "device_uuid",
                    known.get("UUID") instanceof String s
                            ? s.toLowerCase(java.util.Locale.ROOT)
                            : null);
            one.put("device_label", known.get("LABEL"));
            all.put(words.get(4), one);
        }
        return all;
    }

    /** Devices by mount point, as mount itself names them. */
    private Map<String, String> listed() {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String line : programs.run("mount", "-l").output().lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 2) {
                listed.put(words[2], words[0]);
            }
        }
        return listed;
    }

    private List<List<String>> words(Path file) {
        String text =
                files.textIfPresent(file)
                        .orElseThrow(() -> new CallError("File not readable " + file));
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> List.of(line.strip().split("\\s+")))
                .toList();
    }

    /** Options one by one, with users and groups as numbers. */
    private List<String> options(String text) {
        List<String> options = new ArrayList<>();
        for (String option : text.split(",", -1)) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            Optional<Long> number =
                    switch (key) {
                        case "uid" -> accounts.user(value).map(Accounts.User::uid);
                        case "gid" -> accounts.group(value).map(Accounts.Group::gid);
                        default -> Optional.empty();
                    };
            options.add(number.map(n -> key + "=" + n).orElse(option).replace("\\040", "\\ "));
        }
        return options;
    }

    /** The mount point that holds a path. */
    String pointOf(Path path) {
        Map<String, @Nullable Object> all = active();
        Path real = files.exists(path) ? files.realPath(path) : path.normalize();
        for (Path at = real; at != null; at = at.getParent()) {
            if (all.containsKey(at.toString())) {
                return at.toString();
            }
        }
        return "/";
    }

    Optional<String> deviceOf(Path path) {
        return active().get(pointOf(path)) instanceof Map<?, ?> mount
                ? Optional.of(Texts.str(mount.get("device")))
                : Optional.empty();
    }
}
