package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ssh.*} for keys: the machine's, the users', and those that may log in. */
public final class SshModule {
    private static final String CONFIG =
            "config='.ssh/authorized_keys', fingerprint_hash_type=None";
    private static final String FROM_FILE =
            "user, source, config='.ssh/authorized_keys', saltenv='base', fingerprint_hash_type=None";
    private static final Pattern PRIVATE = Pattern.compile("BEGIN (?:\\w+\\s)*PRIVATE KEY");
    private static final Pattern HOST_KEY =
            Pattern.compile("ssh_host_(?<type>.+)_key(?<pub>(?<cert>-cert)?\\.pub)?");
    private static final List<String> USER_KEYS =
            List.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519");

    private final FileTree files;
    private final Accounts accounts;
    private final AuthorizedKeys authorized;

    public SshModule(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
        this.authorized = new AuthorizedKeys(host);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("ssh")
                .add(
                        "host_keys",
                        "The machine's keys by type.",
                        "keydir=None, private=True, certs=True",
                        (_, a) -> hostKeys(a))
                .add(
                        "user_keys",
                        "Users' own keys.",
                        "user=None, pubfile=None, prvfile=None",
                        (_, a) -> userKeys(a))
                .add(
                        "auth_keys",
                        "The keys that may log in as a user, or as each of several.",
                        "user=None, " + CONFIG,
                        (_, a) -> authKeys(a))
                .add(
                        "check_key",
                        "What a user's file lacks of a key: add, update, exists.",
                        "user, key, enc, comment, options, config='.ssh/authorized_keys', cache_keys=None, fingerprint_hash_type=None",
                        (_, a) -> authorized.check(user(a), key(a), config(a), hashType(a)))
                .add(
                        "check_key_file",
                        "The same for the keys of a file.",
                        FROM_FILE,
                        this::checkFile)
                .add(
                        "set_auth_key",
                        "Lets a key log in as a user.",
                        "user, key, enc='ssh-rsa', comment='', options=None, config='.ssh/authorized_keys', cache_keys=None, fingerprint_hash_type=None",
                        (_, a) ->
                                a.string("key").strip().contains(" ")
                                        ? "invalid"
                                        : authorized.set(user(a), key(a), config(a), hashType(a)))
                .add(
                        "set_auth_key_from_file",
                        "Lets the keys of a file log in as a user.",
                        FROM_FILE + ", **kwargs",
                        this::setFromFile)
                .add(
                        "rm_auth_key",
                        "Takes a key from those that may log in as a user.",
                        "user, key, " + CONFIG,
                        (_, a) ->
                                authorized.remove(user(a), a.string("key"), config(a), hashType(a)))
                .add(
                        "rm_auth_key_from_file",
                        "Takes the keys of a file from those that may log in as a user.",
                        FROM_FILE,
                        this::removeFromFile)
                .add(
                        "key_is_encrypted",
                        "Whether a private key wants a pass phrase.",
                        "key",
                        (_, a) -> isEncrypted(Path.of(a.string("key"))))
                .all();
    }

    private static String user(Arguments args) {
        return args.string("user");
    }

    private static String config(Arguments args) {
        return args.string("config");
    }

    private static String hashType(Arguments args) {
        return args.text("fingerprint_hash_type").filter(t -> !t.isEmpty()).orElse("sha256");
    }

    private static AuthorizedKeys.Key key(Arguments args) {
        return new AuthorizedKeys.Key(
                args.string("key"),
                AuthorizedKeys.type(args.string("enc")),
                args.text("comment").orElse(""),
                args.list("options").stream().map(Texts::str).toList());
    }

    private Map<String, @Nullable Object> hostKeys(Arguments args) {
        Path directory = Path.of(args.flag("keydir") ? args.string("keydir") : "/etc/ssh");
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        for (String name : files.list(directory)) {
            Matcher match = HOST_KEY.matcher(name);
            if (!match.lookingAt()
                    || (match.group("pub") == null && Boolean.FALSE.equals(args.value("private")))
                    || (match.group("cert") != null && Boolean.FALSE.equals(args.value("certs")))) {
                continue;
            }
            String kind = match.group("pub") == null ? "" : match.group("pub");
            Path file = directory.resolve(name);
            keys.put(
                    match.group("type") + kind,
                    files.isReadable(file) ? files.text(file).strip() : "");
        }
        return keys;
    }

    private List<String> users(Arguments args) {
        return args.flag("user")
                ? args.list("user").stream().map(Texts::str).toList()
                : accounts.users().stream().map(Accounts.User::name).sorted().toList();
    }

    private static List<String> names(Arguments args, String parameter, String suffix) {
        if (args.flag(parameter)) {
            return List.of(args.string(parameter));
        }
        return Boolean.FALSE.equals(args.value(parameter))
                ? List.of()
                : USER_KEYS.stream().map(name -> name + suffix).toList();
    }

    private Map<String, @Nullable Object> userKeys(Arguments args) {
        List<String> names = new ArrayList<>(names(args, "pubfile", ".pub"));
        names.addAll(names(args, "prvfile", ""));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String user : users(args)) {
            Map<String, @Nullable Object> keys = new LinkedHashMap<>();
            for (Accounts.User account : accounts.user(user).stream().toList()) {
                for (String name : names) {
                    Path file = Path.of(account.home(), ".ssh").resolve(name);
                    if (files.isReadable(file)) {
                        keys.put(PosixPaths.baseName(name), files.text(file).strip());
                    }
                }
            }
            if (!keys.isEmpty()) {
                all.put(user, keys);
            }
        }
        return all;
    }

    private Map<String, @Nullable Object> authKeys(Arguments args) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String user : users(args)) {
            Optional<Path> file =
                    accounts.user(user)
                            .map(_ -> authorized.file(user, config(args)))
                            .filter(files::isFile);
            file.ifPresent(f -> {
                Map<String, @Nullable Object> keys = new LinkedHashMap<>();
                authorized
                        .keys(f, hashType(args))
                        .forEach((key, k) -> keys.put(key, k.described(hashType(args))));
                all.put(user, keys);
            });
        }
        if (!args.flag("user") || args.value("user") instanceof List<?>) {
            return all;
        }
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        if (all.get(user(args)) instanceof Map<?, ?> keys) {
            keys.forEach((key, description) -> own.put(Texts.str(key), description));
        }
        return own;
    }

    /** The keys of a file of the state tree; empty if it cannot be had. */
    private Optional<Map<String, AuthorizedKeys.Key>> source(Minion minion, Arguments args) {
        Object cached =
                minion.call(
                        "cp.cache_file",
                        List.of(args.string("source"), args.string("saltenv")),
                        Map.of());
        return cached instanceof String path && !path.isEmpty()
                ? Optional.of(authorized.keys(Path.of(path), hashType(args)))
                : Optional.empty();
    }

    private Map<String, AuthorizedKeys.Key> pulled(Minion minion, Arguments args) {
        return source(minion, args)
                .orElseThrow(() -> new CallError("Failed to pull key file from salt file server"));
    }

    private Map<String, @Nullable Object> checkFile(Minion minion, Arguments args) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        source(minion, args)
                .orElse(Map.of())
                .forEach((key, k) ->
                        found.put(
                                key,
                                authorized.check(user(args), k, config(args), hashType(args))));
        return found;
    }

    private String setFromFile(Minion minion, Arguments args) {
        Map<String, AuthorizedKeys.Key> keys = pulled(minion, args);
        List<String> results = new ArrayList<>();
        List<String> options =
                args.extra().get("options") instanceof List<?> list
                        ? list.stream().map(Texts::str).toList()
                        : List.of();
        for (AuthorizedKeys.Key key : keys.values()) {
            AuthorizedKeys.Key wanted =
                    new AuthorizedKeys.Key(
                            key.key(),
                            key.type(),
                            key.comment(),
                            options.isEmpty() ? key.options() : options);
            results.add(authorized.set(user(args), wanted, config(args), hashType(args)));
        }
        return keys.isEmpty()
                ? "fail"
                : List.of("fail", "replace", "new").stream()
                        .filter(results::contains)
                        .findFirst()
                        .orElse("no change");
    }

    private String removeFromFile(Minion minion, Arguments args) {
        Map<String, AuthorizedKeys.Key> keys = pulled(minion, args);
        boolean removed = false;
        for (String key : keys.keySet()) {
            removed |=
                    authorized
                            .remove(user(args), key, config(args), hashType(args))
                            .equals("Key removed");
        }
        return keys.isEmpty() ? "fail" : removed ? "Key removed" : "Key not present";
    }

    private boolean isEncrypted(Path key) {
        String text = files.text(key);
        if (!PRIVATE.matcher(text).find()) {
            throw new CallError(key + " is not a private key");
        }
        if (text.contains("ENCRYPTED")) {
            return true;
        }
        // An OpenSSH key names its cipher behind the fifteen letters of its mark.
        String body = text.replaceAll("-----[^-]*-----|\\s", "");
        return text.contains("OPENSSH PRIVATE KEY")
                && !new String(
                                java.util.Base64.getMimeDecoder().decode(body),
                                java.nio.charset.StandardCharsets.ISO_8859_1)
                        .startsWith("openssh-key-v1\0\0\0\0\4none");
    }
}
