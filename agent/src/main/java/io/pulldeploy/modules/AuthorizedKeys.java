package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;

/** The files that say which SSH keys may log in as a user. */
public final class AuthorizedKeys {
    private static final PythonRegex LINE =
            PythonRegex.compile("^(.*?)\\s?((?:sk-)?(?:ssh\\-|ecds)[\\w@.-]+\\s.+)$");
    private static final PythonRegex REPLACED =
            PythonRegex.compile(
                    "((.*)\\s)?((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+)\\s([a-zA-Z0-9+/]+={0,2})(\\s(.*))?");
    private static final Map<String, String> SHORT_NAMES =
            Map.of(
                    "r",
                    "ssh-rsa",
                    "rsa",
                    "ssh-rsa",
                    "d",
                    "ssh-dss",
                    "dsa",
                    "ssh-dss",
                    "dss",
                    "ssh-dss",
                    "e",
                    "ecdsa-sha2-nistp256",
                    "ecdsa",
                    "ecdsa-sha2-nistp256",
                    "ed25519",
                    "ssh-ed25519");
    private static final Set<String> TYPES =
            Set.of(
                    "ssh-rsa",
                    "ssh-dss",
                    "ssh-ed25519",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "rsa-sha2-512",
                    "rsa-sha2-256",
                    "rsa-sha2-512-cert-v01@openssh.com",
                    "rsa-sha2-256-cert-v01@openssh.com",
                    "ssh-rsa-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp384-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp521-cert-v01@openssh.com",
                    "sk-ecdsa-sha2-nistp256@openssh.com",
                    "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
                    "ssh-ed25519-cert-v01@openssh.com",
                    "sk-ssh-ed25519@openssh.com",
                    "sk-ssh-ed25519-cert-v01@openssh.com");
    private static final int PRIVATE_DIRECTORY = 0700;
    private static final int PRIVATE_FILE = 0600;

    private final FileTree files;
    private final Accounts accounts;

    /**
     * One key of a file.
     *
     * @param type such as {@code ssh-ed25519}
     */
    public record Key(String key, String type, String comment, List<String> options) {
        public Key {
            options = List.copyOf(options);
        }

        String line() {
            return (options.isEmpty() ? "" : String.join(",", options) + " ")
                    + type
                    + " "
                    + key
                    + " "
                    + comment
                    + "\n";
        }

        Map<String, @Nullable Object> described(String hashType) {
            Map<String, @Nullable Object> described = new LinkedHashMap<>();
            described.put("enc", type);
            described.put("comment", comment);
            described.put("options", options);
            described.put("fingerprint", fingerprint(key, hashType).orElseThrow());
            return described;
        }
    }

    public AuthorizedKeys(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
    }

    /**
     * A key's type by its full name.
     *
     * @throws CallError with Salt's text if there is no such type
     */
    public static String type(String name) {
        String type = SHORT_NAMES.getOrDefault(name, name);
        if (!TYPES.contains(type)) {
            throw new CallError("Incorrect encryption key type '" + name + "'.");
        }
        return type;
    }

    /** Bytes in hexadecimal with colons between; empty if the key is no base64. */
    public static Optional<String> fingerprint(String key, String hashType) {
        String type = hashType.toLowerCase(Locale.ROOT);
        if (!Digests.supported().containsKey(type)) {
            throw new CallError("The fingerprint_hash_type " + type + " is not supported.");
        }
        if (key.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            String digest = Digests.of(type, Base64.getDecoder().decode(key));
            return Optional.of(String.join(":", digest.split("(?<=\\G..)")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The file that a configuration names for a user, {@code %u} and {@code %h} filled in.
     *
     * @throws CallError if there is no such user
     */
    public Path file(String user, String configuration) {
        Accounts.User account =
                accounts.user(user)
                        .orElseThrow(() -> new CallError("User '" + user + "' does not exist"));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < configuration.length(); i++) {
            char c = configuration.charAt(i);
            if (c != '%') {
                path.append(c);
                continue;
            }
            if (++i == configuration.length()) {
                throw new CallError(
                        "AuthorizedKeysFile path: Last character can't be escape character");
            }
            switch (configuration.charAt(i)) {
                case '%' -> path.append('%');
                case 'u' -> path.append(user);
                case 'h' -> path.append(account.home());
                default ->
                        throw new CallError(
                                "AuthorizedKeysFile path: unknown token character \"%"
                                        + configuration.charAt(i)
                                        + "\"");
            }
        }
        return Path.of(account.home()).resolve(path.toString());
    }

    /** The valid keys of a file by key, in order; none if there is no such file. */
    public Map<String, Key> keys(Path file, String hashType) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (String text : files.isFile(file) ? files.lines(file) : List.<String>of()) {
            String line = text.strip();
            Matcher match = LINE.matcher(line);
            if (line.isEmpty() || line.startsWith("#") || !match.find()) {
                continue;
            }
            String[] words = match.group(2).strip().split("\\s+");
            if (words.length > 1 && fingerprint(words[1], hashType).isPresent()) {
                String options = match.group(1);
                keys.put(
                        words[1],
                        new Key(
                                words[1],
                                words[0],
                                String.join(" ", List.of(words).subList(2, words.length)),
                                options.isEmpty() ? List.of() : List.of(options.split(",", -1))));
            }
        }
        return keys;
    }

    /** Salt's word for what a user's file lacks: add, update, exists. */
    public String check(String user, Key wanted, String configuration, String hashType) {
        Map<String, Key> keys = keys(file(user, configuration), hashType);
        Key known = keys.get(wanted.key());
        if (known == null) {
            return "add";
        }
        return known.line().equals(wanted.line()) ? "exists" : "update";
    }

    /**
     * Puts a key into a user's file, in the place of the same key; Salt's word for what was done.
     */
    public String set(String user, Key wanted, String configuration, String hashType) {
        Optional<Accounts.User> account = accounts.user(user);
        if (account.isEmpty()) {
            return "fail";
        }
        if (fingerprint(wanted.key(), hashType).isEmpty()) {
            return "Invalid public key";
        }
        return switch (check(user, wanted, configuration, hashType)) {
            case "update" -> {
                replace(file(user, configuration), wanted);
                yield "replace";
            }
            case "exists" -> "no change";
            default -> append(account.get(), file(user, configuration), wanted);
        };
    }

    private void replace(Path file, Key wanted) {
        StringBuilder text = new StringBuilder();
        for (String whole : files.lines(file)) {
            String line = whole.strip();
            if (line.isEmpty()) {
                continue;
            }
            Matcher match = REPLACED.matcher(line + "\n");
            boolean same =
                    !line.startsWith("#") && match.find() && match.group(4).equals(wanted.key());
            text.append(same ? wanted.line() : line + "\n");
        }
        files.write(file, text.toString());
    }

    private String append(Accounts.User account, Path file, Key wanted) {
        Path home = Path.of(account.home());
        if (file.startsWith(home) && !files.isDirectory(home)) {
            return "fail";
        }
        Path directory = file.resolveSibling("");
        if (!files.isDirectory(directory)) {
            files.makeDirectories(directory);
            own(account, directory, PRIVATE_DIRECTORY);
        }
        boolean isNew = !files.isFile(file);
        String before = isNew ? "" : files.text(file);
        String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        files.write(file, before + end + wanted.line());
        if (isNew) {
            own(account, file, PRIVATE_FILE);
        }
        return "new";
    }

    private void own(Accounts.User account, Path path, int mode) {
        files.chmod(path, mode);
        files.chown(path, OptionalLong.of(account.uid()), OptionalLong.of(account.gid()));
    }

    /** Takes a key out of a user's file; Salt's words for what was done. */
    public String remove(String user, String key, String configuration, String hashType) {
        Path file = file(user, configuration);
        if (!keys(file, hashType).containsKey(key)) {
            return "Key not present";
        }
        List<String> kept = new ArrayList<>();
        for (String whole : files.lines(file)) {
            String line = whole.strip();
            Matcher match = LINE.matcher(line);
            if (line.startsWith("#")
                    || (!line.isEmpty()
                            && match.find()
                            && !match.group(2).strip().split("\\s+")[1].equals(key))) {
                kept.add(line + "\n");
            }
        }
        files.write(file, String.join("", kept));
        return "Key removed";
    }
}
