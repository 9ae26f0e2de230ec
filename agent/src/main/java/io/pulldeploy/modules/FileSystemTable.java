package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /etc/fstab} and files like it. */
final class FileSystemTable {
    private static final List<String> KEYS =
            List.of("device", "name", "fstype", "opts", "dump", "pass_num");

    /** Types whose device says nothing about which line is meant. */
    private static final Set<String> WITHOUT_DEVICE =
            Set.of(
                    "none",
                    "tmpfs",
                    "sysfs",
                    "proc",
                    "fusectl",
                    "debugfs",
                    "securityfs",
                    "devtmpfs",
                    "cgroup",
                    "nfs",
                    "nfs4",
                    "glusterfs",
                    "btrfs",
                    "ceph");

    private final FileTree files;
    private final Path file;

    FileSystemTable(FileTree files, String file) {
        this.files = files;
        this.file = Path.of(file);
    }

    private static Optional<Map<String, String>> parse(String line) {
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        String[] words = line.strip().split("\\s+");
        if (words.length < 4 || words.length > 6) {
            return Optional.empty();
        }
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < KEYS.size(); i++) {
            entry.put(KEYS.get(i), i < words.length ? words[i] : "0");
        }
        return Optional.of(entry);
    }

    /** By mount point; a second entry of one gets an underscore behind its name. */
    Map<String, @Nullable Object> entries() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : files.isFile(file) ? files.lines(file) : List.<String>of()) {
            parse(line)
                    .ifPresent(entry -> {
                        String name = entry.get("name");
                        while (all.containsKey(name)) {
                            name += "_";
                        }
                        Map<String, @Nullable Object> one = new LinkedHashMap<>();
                        one.put("device", entry.get("device"));
                        one.put("fstype", entry.get("fstype"));
                        one.put("opts", List.of(entry.getOrDefault("opts", "").split(",", -1)));
                        one.put("dump", entry.get("dump"));
                        one.put("pass", entry.get("pass_num"));
                        all.put(String.valueOf(name), one);
                    });
        }
        return all;
    }

    private static boolean matches(Map<String, String> entry, Map<String, String> criteria) {
        return criteria.entrySet().stream()
                .allMatch(c -> {
                    String value = entry.getOrDefault(c.getKey(), "");
                    return c.getKey().equals("opts")
                            ? sorted(value).equals(sorted(c.getValue()))
                            : value.equals(c.getValue());
                });
    }

    private static List<String> sorted(String options) {
        return Arrays.stream(options.split(",", -1)).sorted().toList();
    }

    /** Takes the lines of a mount point away, or only those with a device. */
    void remove(String name, Optional<String> device) {
        Map<String, String> criteria = new LinkedHashMap<>();
        criteria.put("name", name);
        device.ifPresent(d -> criteria.put("device", d));
        if (!files.isFile(file)) {
            throw new CallError(
                    "Couldn't read from %s: [Errno 2] No such file or directory: '%s'"
                            .formatted(file, file));
        }
        List<String> before = Texts.linesWithEnds(files.text(file));
        List<String> after =
                before.stream()
                        .filter(l -> parse(l).filter(e -> matches(e, criteria)).isEmpty())
                        .toList();
        if (after.size() < before.size()) {
            files.write(file, String.join("", after));
        }
    }

    /**
     * Puts an entry into the table.
     *
     * @param entry all six columns by name
     * @param matchOn columns that say which line is meant, or {@code auto}
     * @param keep whether a line that is there stays as it is
     * @return Salt's word: new, present, change
     */
    String put(Map<String, String> entry, Object matchOn, boolean keep, boolean test) {
        Map<String, String> criteria = new LinkedHashMap<>();
        for (String column : columns(entry, matchOn)) {
            String value = entry.get(column);
            if (value == null) {
                throw new CallError("Unrecognized keys in match_on: \"" + column + "\"");
            }
            criteria.put(column, value);
        }
        if (!files.isFile(file)) {
            throw new CallError("Bad config file \"" + file + "\"");
        }
        String line =
                "%s\t\t%s\t%s\t%s\t%s %s\n".formatted(KEYS.stream().map(entry::get).toArray());
        List<String> lines = new ArrayList<>();
        String result = "new";
        for (String old : Texts.linesWithEnds(files.text(file))) {
            Optional<Map<String, String>> parsed = parse(old);
            if (parsed.isEmpty() || !matches(parsed.get(), criteria)) {
                lines.add(old);
            } else if (keep || matches(parsed.get(), entry)) {
                lines.add(old);
                result = "present";
            } else {
                lines.add(line);
                result = "change";
            }
        }
        if (result.equals("new")) {
            lines.add(line);
        }
        if (!result.equals("present") && !test) {
            files.write(file, String.join("", lines));
        }
        return result;
    }

    private static List<String> columns(Map<String, String> entry, Object matchOn) {
        return switch (matchOn) {
            case List<?> list -> list.stream().map(Texts::str).toList();
            case String s when s.equals("auto") ->
                    List.of(
                            WITHOUT_DEVICE.contains(entry.getOrDefault("fstype", ""))
                                    ? "name"
                                    : "device");
            case String s -> List.of(s);
            default -> throw new CallError("match_on must be a string or list of strings");
        };
    }
}
