package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The {@code pkg} functions about the keys that apt trusts: files in a directory, or apt-key's
 * where there is still such a program.
 */
public final class AptKeysModule {
    private static final Logger log = LoggerFactory.getLogger(AptKeysModule.class);
    private static final String KEYRINGS = "/etc/apt/keyrings";

    private final FileTree files;
    private final Programs programs;
    private final Processes processes;

    public AptKeysModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
        this.processes = host.processes();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("pkg")
                .add(
                        "get_repo_keys",
                        "The keys that apt trusts, by number.",
                        "aptkey=True, keydir=None",
                        (_, a) -> keys(a.flag("aptkey"), directory(a)))
                .add(
                        "add_repo_key",
                        "Makes apt trust a key: a file, a text, or one of a key server.",
                        "path=None, text=None, keyserver=None, keyid=None, saltenv='base', aptkey=True, keydir=None, keyfile=None",
                        this::add)
                .add(
                        "del_repo_key",
                        "Takes a key's trust away; gives its number.",
                        "name=None, aptkey=True, keydir=None, **kwargs",
                        (_, a) -> delete(a))
                .all();
    }

    private static Path directory(Arguments args) {
        return Path.of(args.flag("keydir") ? args.string("keydir") : KEYRINGS);
    }

    private boolean byProgram(boolean asked) {
        return asked && programs.has("apt-key");
    }

    /** Salt's answer: false where there is no such directory. */
    private Object keys(boolean aptkey, Path directory) {
        if (byProgram(aptkey)) {
            Completed listed =
                    programs.run(
                            "apt-key",
                            "adv",
                            "--batch",
                            "--list-public-keys",
                            "--with-fingerprint",
                            "--with-fingerprint",
                            "--with-colons",
                            "--fixed-list-mode");
            if (!listed.succeeded()) {
                throw new CallError(listed.errors().strip());
            }
            return parsed(listed.output());
        }
        if (!files.isDirectory(directory)) {
            log.error(
                    "The directory {} does not exist. Please create this directory only writable by root",
                    directory);
            return false;
        }
        StringBuilder all = new StringBuilder();
        files.list(directory).forEach(name -> all.append(listed(directory.resolve(name))));
        return parsed(all.toString());
    }

    private String listed(Path ring) {
        return programs.run(
                        "gpg",
                        "--no-default-keyring",
                        "--keyring",
                        files.locate(ring).toString(),
                        "--list-keys",
                        "--with-colons")
                .output();
    }

    /** What gpg prints between colons. */
    private static Map<String, @Nullable Object> parsed(String output) {
        List<Map<String, @Nullable Object>> keys = new ArrayList<>();
        for (String line : output.lines().filter(l -> !l.isBlank()).toList()) {
            List<@Nullable Object> items = new ArrayList<>();
            for (String item : line.split(":", -1)) {
                String text = item.strip();
                items.add(
                        text.isEmpty()
                                ? null
                                : text.matches("[+-]?[0-9]{1,18}")
                                        ? (Object) Long.valueOf(text)
                                        : text);
            }
            if (items.size() > 9) {
                record(String.valueOf(items.getFirst()), items, keys);
            }
        }
        Map<String, @Nullable Object> byNumber = new LinkedHashMap<>();
        keys.forEach(key -> byNumber.put(Texts.str(key.get("keyid")), key));
        return byNumber;
    }

    private static void record(
            String kind, List<@Nullable Object> items, List<Map<String, @Nullable Object>> keys) {
        if (Set.of("pub", "sub").contains(kind) && items.size() > 11) {
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            key.put("algorithm", items.get(3));
            key.put("bits", items.get(2));
            key.put("capability", items.get(11));
            key.put("date_creation", items.get(5));
            key.put("date_expiration", items.get(6));
            key.put("keyid", Texts.str(items.get(4)));
            key.put("validity", items.get(1));
            if (kind.equals("pub")) {
                keys.add(key);
            } else if (!keys.isEmpty()) {
                keys.getLast().put("subkey", key);
            }
        } else if (kind.equals("fpr") && !keys.isEmpty()) {
            if (keys.getLast().get("subkey") instanceof Map<?, ?> subkey) {
                Map<String, @Nullable Object> more = new LinkedHashMap<>();
                subkey.forEach((name, value) -> more.put(Texts.str(name), value));
                more.put("fingerprint", items.get(9));
                keys.getLast().put("subkey", more);
            } else {
                keys.getLast().put("fingerprint", items.get(9));
            }
        } else if (kind.equals("uid") && !keys.isEmpty()) {
            keys.getLast().put("uid", items.get(9));
            keys.getLast().put("uid_hash", items.get(7));
        }
    }

    private boolean add(Minion minion, Arguments args) {
        boolean byProgram = byProgram(args.flag("aptkey"));
        Path directory = directory(args);
        if (!args.flag("aptkey") && !files.isDirectory(directory)) {
            files.makeDirectories(directory);
        }
        if (args.flag("keyid")
                && keys(byProgram, directory) instanceof Map<?, ?> known
                && known.keySet().stream()
                        .anyMatch(key -> Texts.str(key).endsWith(args.string("keyid")))) {
            return true;
        }
        if (args.flag("path")) {
            Object copy =
                    minion.call(
                            "cp.cache_file",
                            List.of(args.string("path"), args.string("saltenv")),
                            Map.of());
            if (!(copy instanceof String source) || source.isEmpty()) {
                log.error("Unable to get cached copy of file: {}", args.string("path"));
                return false;
            }
            return byProgram
                    ? trusted(Command.of("apt-key", "add", source))
                    : keep(Path.of(source), directory, args.text("keyfile"));
        }
        if (args.flag("text")) {
            return trusted(Command.of("apt-key", "add", "-").reading(args.string("text")));
        }
        if (!args.flag("keyserver")) {
            throw args.flag("keyid")
                    ? new CallError(
                            "SaltInvocationError",
                            "No keyserver specified for keyid: " + args.string("keyid"))
                    : new CallError(
                            "TypeError", "add_repo_key() takes at least 1 argument (0 given)");
        }
        if (!args.flag("keyid")) {
            throw new CallError(
                    "SaltInvocationError",
                    "No keyid or keyid too short for keyserver: " + args.string("keyserver"));
        }
        return fetched(args, byProgram, directory);
    }

    private boolean fetched(Arguments args, boolean byProgram, Path directory) {
        String server = args.string("keyserver");
        String id = args.string("keyid");
        if (byProgram) {
            return trusted(
                    Command.of("apt-key", "adv", "--batch", "--keyserver", server, "--recv", id));
        }
        if (!args.flag("keyfile")) {
            log.error(
                    "You must define the name of the key file to save the key. See keyfile argument");
            return false;
        }
        Path ring = directory.resolve(args.string("keyfile"));
        boolean done =
                trusted(
                        Command.of(
                                "gpg",
                                "--no-default-keyring",
                                "--keyring",
                                files.locate(ring).toString(),
                                "--keyserver",
                                server,
                                "--recv-keys",
                                id));
        if (done && files.isFile(ring)) {
            files.chmod(ring, 0644);
        }
        return done;
    }

    private boolean trusted(Command command) {
        Completed done = processes.run(command);
        if (!done.succeeded()) {
            log.error("Unable to add repo key: {}", done.errors().strip());
        }
        return done.succeeded();
    }

    /** Puts a key's file where apt reads it; apt takes one in ASCII only if its name says so. */
    private boolean keep(Path source, Path directory, Optional<String> name) {
        Path target = directory.resolve(name.orElse(String.valueOf(source.getFileName())));
        byte[] key = files.bytes(source);
        String start = new String(key, 0, Math.min(key.length, 64), StandardCharsets.US_ASCII);
        boolean armoured = start.replaceFirst("^-+", "").startsWith("BEGIN PGP");
        if (armoured && !target.toString().endsWith(".asc")) {
            if (!programs.has("gpg")) {
                log.error(
                        "Detected an ASCII armored key {} and the gpg binary is not available. Not decrypting the key.",
                        source);
                return false;
            }
            Path plain = Path.of(source + ".decrypted");
            Completed done =
                    programs.run(
                            "gpg",
                            "--yes",
                            "--output",
                            files.locate(plain).toString(),
                            "--dearmor",
                            files.locate(source).toString());
            if (!done.succeeded() || !files.isFile(plain)) {
                log.error("Failed to decrypt the key {}", source);
                return false;
            }
            key = files.bytes(plain);
        }
        files.write(target, OptionalLong.of(0644), key);
        files.chmod(target, 0644);
        return true;
    }

    private Object delete(Arguments args) {
        if (Boolean.TRUE.equals(args.extra().get("keyid_ppa"))) {
            throw new CallError("keyid_ppa asks Launchpad, which is not supported: give the keyid");
        }
        Object id = args.extra().get("keyid");
        if (id == null) {
            throw new CallError(
                    "SaltInvocationError", "keyid or keyid_ppa and PPA name must be passed");
        }
        String keyid = Texts.str(id);
        Path directory = directory(args);
        if (!args.flag("aptkey") && !files.isDirectory(directory)) {
            log.error(
                    "The directory {} does not exist. Please create this directory only writable by root",
                    directory);
            return false;
        }
        if (byProgram(args.flag("aptkey"))) {
            Completed done = programs.run("apt-key", "del", keyid);
            if (!done.succeeded()) {
                throw new CallError(
                        "Failed to remove keyid " + keyid + ": " + done.errors().strip());
            }
            return id;
        }
        if (keyid.length() != 8 && keyid.length() != 16) {
            log.error("The keyid needs to be either 8 or 16 characters");
            return false;
        }
        for (String name : files.list(directory)) {
            Path ring = directory.resolve(name);
            if (parsed(listed(ring)).keySet().stream().anyMatch(key -> key.endsWith(keyid))) {
                files.delete(ring);
                return id;
            }
        }
        log.error("Could not find the key file for keyid: {}", keyid);
        return false;
    }
}
