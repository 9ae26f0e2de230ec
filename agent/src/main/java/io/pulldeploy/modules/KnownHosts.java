package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of known SSH hosts: a user's, or the machine's. */
final class KnownHosts {
    private static final long DEFAULT_PORT = 22;
    private static final int ATTEMPTS = 5;

    private final FileTree files;
    private final Accounts accounts;
    private final Programs programs;

    /**
     * One line that ssh-keygen or ssh-keyscan prints.
     *
     * @param host a name, or a hash of it
     */
    record Entry(String host, String key, String type, String fingerprint) {
        Map<String, @Nullable Object> described() {
            Map<String, @Nullable Object> described = new LinkedHashMap<>();
            described.put("hostname", host);
            described.put("key", key);
            described.put("enc", type);
            described.put("fingerprint", fingerprint);
            return described;
        }
    }

    /** Which file, and which host in it; the user is empty for the machine's file. */
    record Place(Optional<String> user, String host, Optional<String> config, Optional<Long> port) {
        String name() {
            return port.filter(p -> p != 0 && p != DEFAULT_PORT)
                    .map(p -> "[" + host + "]:" + p)
                    .orElse(host);
        }
    }

    KnownHosts(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
        this.programs = new Programs(host.processes());
    }

    /**
     * @throws CallError with what Salt returns as an error
     */
    Path file(Place place) {
        Path path =
                Path.of(
                        place.config()
                                .orElse(
                                        place.user().isPresent()
                                                ? ".ssh/known_hosts"
                                                : "/etc/ssh/ssh_known_hosts"));
        if (path.isAbsolute()) {
            return path;
        }
        String user =
                place.user()
                        .orElseThrow(
                                () -> new CallError("Cannot determine absolute path to file."));
        return accounts.user(user)
                .map(u -> Path.of(u.home()).resolve(path))
                .orElseThrow(() -> new CallError("User " + user + " does not exist"));
    }

    private static List<Entry> parse(List<String> lines, String hashType) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (!line.strip().startsWith("#") && words.length == 3) {
                AuthorizedKeys.fingerprint(words[2], hashType)
                        .ifPresent(f -> entries.add(new Entry(words[0], words[2], words[1], f)));
            }
        }
        return entries;
    }

    List<Entry> entries(Place place, String hashType) {
        programs.need("ssh-keygen");
        return parse(find(place), hashType);
    }

    private List<String> find(Place place) {
        return programs.lines("ssh-keygen", "-F", place.name(), "-f", onDisk(file(place)));
    }

    private String onDisk(Path file) {
        return files.locate(file).toString();
    }

    /** The keys that a host itself shows. */
    List<Entry> receive(
            Place place, Optional<String> type, boolean hash, String timeout, String hashType) {
        programs.need("ssh-keyscan");
        List<String> command = new ArrayList<>(List.of("ssh-keyscan"));
        place.port().ifPresent(p -> command.addAll(List.of("-p", "" + p)));
        type.ifPresent(t -> command.addAll(List.of("-t", t)));
        if (hash) {
            command.add("-H");
        }
        command.addAll(List.of("-T", timeout, place.host()));
        List<String> lines = List.of();
        for (int i = 0; i < ATTEMPTS && lines.isEmpty(); i++) {
            lines = programs.output(command).lines().toList();
        }
        return parse(lines, hashType);
    }

    /** Takes a host out of the file; what ssh-keygen says of it. */
    String remove(Place place) {
        Path file = existing(place);
        String said = programs.output("ssh-keygen", "-R", place.name(), "-f", onDisk(file));
        own(place, file);
        return said;
    }

    /** Hides the names of the hosts in the file; what ssh-keygen says of it. */
    String hash(Place place) {
        programs.need("ssh-keygen");
        Path file = existing(place);
        int mode = files.stat(file).map(s -> s.mode()).orElse(0600);
        String said = programs.output("ssh-keygen", "-H", "-f", onDisk(file));
        files.chmod(file, mode);
        own(place, file);
        return said;
    }

    private Path existing(Place place) {
        Path file = file(place);
        if (!files.isFile(file)) {
            throw new CallError("Known hosts file " + file + " does not exist");
        }
        return file;
    }

    private void own(Place place, Path file) {
        place.user()
                .flatMap(accounts::user)
                .ifPresent(
                        u -> files.chown(file, OptionalLong.of(u.uid()), OptionalLong.of(u.gid())));
    }

    /**
     * Puts entries in the place of those that the file has of the host.
     *
     * @param type only those of one type go; all if empty
     */
    void replace(Place place, List<Entry> entries, Optional<String> type, boolean hashed) {
        Path file = file(place);
        OptionalLong mode = OptionalLong.empty();
        String kept = "";
        if (files.isFile(file)) {
            mode = OptionalLong.of(files.stat(file).orElseThrow().mode());
            kept = without(files.text(file), find(place), type);
        } else if (!files.isDirectory(file.resolveSibling(""))) {
            files.makeDirectories(file.resolveSibling(""));
            own(place, file.resolveSibling(""));
            place.user().ifPresent(_ -> files.chmod(file.resolveSibling(""), 0700));
        }
        StringBuilder text = new StringBuilder(kept);
        for (Entry entry : entries) {
            boolean plain =
                    hashed
                            || place.port().filter(p -> p != DEFAULT_PORT).isEmpty()
                            || entry.host().contains(":");
            text.append(plain ? entry.host() : "[" + entry.host() + "]:" + place.port().get())
                    .append(' ')
                    .append(entry.type())
                    .append(' ')
                    .append(entry.key())
                    .append('\n');
        }
        files.write(file, text.toString());
        files.chmod(file, (int) mode.orElse(0600));
        own(place, file);
    }

    /** Without the lines whose numbers ssh-keygen prints above each entry that it finds. */
    private static String without(String text, List<String> found, Optional<String> type) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i + 1 < found.size(); i += 2) {
            String[] head = found.get(i).strip().split("\\s+");
            String[] entry = found.get(i + 1).strip().split("\\s+");
            if (type.isEmpty() || type.get().equals(entry[Math.max(0, entry.length - 2)])) {
                numbers.add(Integer.parseInt(head[head.length - 1]));
            }
        }
        List<String> lines = new ArrayList<>(Texts.linesWithEnds(text));
        numbers.stream().sorted(Comparator.reverseOrder()).forEach(n -> lines.remove(n - 1));
        return String.join("", lines);
    }

    static boolean haveSameKeys(List<Entry> one, List<Entry> other) {
        return new HashSet<>(one.stream().map(Entry::key).toList())
                .equals(new HashSet<>(other.stream().map(Entry::key).toList()));
    }
}
