package io.pulldeploy.modules;

import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /etc/hosts}: which names an address has. */
public final class HostsFile {
    private static final Path HOSTS = Path.of("/etc/hosts");

    /**
     * @param comment what stands after the mark on the address's line
     */
    public record Entry(List<String> aliases, Optional<String> comment) {
        public Entry {
            aliases = List.copyOf(aliases);
        }
    }

    private final FileTree files;

    public HostsFile(FileTree files) {
        this.files = files;
    }

    private List<String> lines() {
        return new ArrayList<>(files.textIfPresent(HOSTS).orElse("").lines().toList());
    }

    private void write(List<String> lines) {
        files.write(HOSTS, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static List<String> words(String line) {
        String body = line.split("#", 2)[0].strip();
        return body.isEmpty() ? List.of() : List.of(body.split("\\s+"));
    }

    /** Address to its names, in the file's order; an address on several lines has all of them. */
    public Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : lines()) {
            List<String> words = words(line);
            if (words.size() < 2) {
                continue;
            }
            int mark = line.indexOf('#');
            Optional<String> comment =
                    mark < 0 ? Optional.empty() : Optional.of(line.substring(mark + 1).strip());
            entries.merge(
                    words.getFirst(),
                    new Entry(words.subList(1, words.size()), comment),
                    (a, b) -> {
                        List<String> all = new ArrayList<>(a.aliases());
                        all.addAll(b.aliases());
                        return new Entry(all, a.comment().or(b::comment));
                    });
        }
        return entries;
    }

    public boolean has(String address, String name) {
        Entry entry = entries().get(address);
        return entry != null && entry.aliases().contains(name);
    }

    /** Gives an address one more name, on its line if it has one. */
    public void add(String address, String name) {
        if (has(address, name)) {
            return;
        }
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            if (!words.isEmpty() && words.getFirst().equals(address)) {
                List<String> more = new ArrayList<>(words);
                more.add(name);
                lines.set(i, line(more, lines.get(i)));
                write(lines);
                return;
            }
        }
        lines.add(address + "\t\t" + name);
        write(lines);
    }

    private static String line(List<String> words, String before) {
        int mark = before.indexOf('#');
        String line = words.getFirst() + "\t\t" + String.join(" ", words.subList(1, words.size()));
        return mark < 0 ? line : line + "\t\t# " + before.substring(mark + 1).strip();
    }

    /** Takes a name from an address; a line that is left without names goes. */
    public void remove(String address, String name) {
        List<String> kept = new ArrayList<>();
        for (String line : lines()) {
            List<String> words = words(line);
            if (words.isEmpty()
                    || !words.getFirst().equals(address)
                    || !words.subList(1, words.size()).contains(name)) {
                kept.add(line);
                continue;
            }
            List<String> left = new ArrayList<>(words);
            left.subList(1, left.size()).removeIf(name::equals);
            if (left.size() > 1) {
                kept.add(line(left, line));
            }
        }
        write(kept);
    }

    /** Gives an address these names and no others; none removes it. */
    public void set(String address, List<String> names) {
        List<String> kept = new ArrayList<>();
        boolean placed = names.isEmpty();
        for (String line : lines()) {
            List<String> words = words(line);
            if (words.isEmpty() || !words.getFirst().equals(address)) {
                kept.add(line);
            } else if (!placed) {
                kept.add(address + "\t\t" + String.join(" ", names));
                placed = true;
            }
        }
        if (!placed) {
            kept.add(address + "\t\t" + String.join(" ", names));
        }
        write(kept);
    }

    /** Sets the comment on an address's first line; false if the address has none. */
    public boolean comment(String address, String comment) {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            if (!words.isEmpty() && words.getFirst().equals(address)) {
                lines.set(i, line(words, "#" + comment));
                write(lines);
                return true;
            }
        }
        return false;
    }
}
