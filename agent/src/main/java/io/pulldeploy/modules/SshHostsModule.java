package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.modules.KnownHosts.Entry;
import io.pulldeploy.modules.KnownHosts.Place;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code ssh.*} for the hosts that are known. */
public final class SshHostsModule {
    private static final String WHERE = "config=None, port=None, fingerprint_hash_type=None";

    private final KnownHosts known;

    public SshHostsModule(Host host) {
        this.known = new KnownHosts(host);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("ssh")
                .add(
                        "get_known_host_entries",
                        "What the file knows of a host.",
                        "user, hostname, " + WHERE,
                        (_, a) -> orError(() -> described(known.entries(place(a), hashType(a)))))
                .add(
                        "recv_known_host_entries",
                        "The keys that a host shows.",
                        "hostname, enc=None, port=None, hash_known_hosts=True, timeout=5, fingerprint_hash_type=None",
                        (_, a) ->
                                described(
                                        receive(
                                                new Place(
                                                        Optional.empty(),
                                                        a.string("hostname"),
                                                        Optional.empty(),
                                                        a.integer("port")),
                                                a)))
                .add(
                        "check_known_host",
                        "What the file lacks of a host: add, update, exists.",
                        "user=None, hostname=None, key=None, fingerprint=None, " + WHERE,
                        (_, a) -> named(a, () -> check(a)))
                .add(
                        "rm_known_host",
                        "Takes a host out of the file.",
                        "user=None, hostname=None, config=None, port=None",
                        (_, a) -> named(a, () -> status("removed", known.remove(place(a)))))
                .add(
                        "set_known_host",
                        "Puts a host's keys into the file.",
                        "user=None, hostname=None, fingerprint=None, key=None, port=None, enc=None, config=None, hash_known_hosts=True, timeout=5, fingerprint_hash_type=None",
                        (_, a) -> named(a, () -> set(a)))
                .add(
                        "hash_known_hosts",
                        "Hides the names of the hosts in the file.",
                        "user=None, config=None",
                        (_, a) ->
                                orError(() ->
                                        status(
                                                "updated",
                                                known.hash(
                                                        new Place(
                                                                text(a, "user"),
                                                                "",
                                                                text(a, "config"),
                                                                Optional.empty())))))
                .all();
    }

    private static Optional<String> text(Arguments args, String name) {
        return args.text(name).filter(t -> !t.isEmpty());
    }

    private static String hashType(Arguments args) {
        return text(args, "fingerprint_hash_type").orElse("sha256");
    }

    private static Place place(Arguments args) {
        return new Place(
                text(args, "user"),
                args.string("hostname"),
                text(args, "config"),
                args.integer("port"));
    }

    private static Map<String, @Nullable Object> error(String text) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("status", "error");
        error.put("error", text);
        return error;
    }

    /** Salt returns what cannot be done. */
    private static @Nullable Object orError(Supplier<@Nullable Object> body) {
        try {
            return body.get();
        } catch (CallError e) {
            return error(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object named(Arguments args, Supplier<@Nullable Object> body) {
        return args.flag("hostname") ? orError(body) : error("hostname argument required");
    }

    private static Map<String, @Nullable Object> status(String status, String comment) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("status", status);
        all.put("comment", comment);
        return all;
    }

    private static @Nullable List<Map<String, @Nullable Object>> described(List<Entry> entries) {
        return entries.isEmpty() ? null : entries.stream().map(Entry::described).toList();
    }

    private List<Entry> receive(Place place, Arguments args) {
        return known.receive(
                place,
                text(args, "enc"),
                args.flag("hash_known_hosts"),
                args.string("timeout"),
                hashType(args));
    }

    private String check(Arguments args) {
        List<Entry> entries = known.entries(place(args), hashType(args));
        if (entries.isEmpty()) {
            return "add";
        }
        boolean good =
                args.flag("key")
                        ? entries.stream().anyMatch(e -> e.key().equals(args.string("key")))
                        : !args.flag("fingerprint")
                                || entries.stream()
                                        .anyMatch(e ->
                                                e.fingerprint().equals(args.string("fingerprint")));
        return good ? "exists" : "update";
    }

    private Map<String, @Nullable Object> set(Arguments args) {
        Place place = place(args);
        boolean hash = args.flag("hash_known_hosts");
        if (hash && place.port().filter(p -> p != 22).isPresent()) {
            return error(
                    "argument port can not be used in conjunction with argument hash_known_hosts");
        }
        Optional<String> type = text(args, "enc");
        List<Entry> stored = known.entries(place, hashType(args));
        List<Entry> ofType =
                stored.stream().filter(e -> type.isEmpty() || type.get().equals(e.type())).toList();
        Optional<String> key = text(args, "key");
        Optional<String> fingerprint = text(args, "fingerprint");
        boolean update =
                stored.isEmpty()
                        || (fingerprint.isPresent() && !hasFingerprint(stored, fingerprint.get()))
                        || (key.isPresent()
                                && ofType.stream().noneMatch(e -> e.key().equals(key.get())));
        boolean check = !update && key.isEmpty() && fingerprint.isEmpty();
        if (!update && !check) {
            return exists(ofType);
        }
        List<Entry> wanted =
                key.isPresent()
                        ? List.of(new Entry(place.host(), key.get(), type.orElse("None"), ""))
                        : receive(place, args);
        if (wanted.isEmpty()) {
            return error("Unable to receive remote host keys");
        }
        if (key.isEmpty()
                && fingerprint.isPresent()
                && !hasFingerprint(wanted, fingerprint.get())) {
            return error(
                    "Remote host public keys found but none of their fingerprints match the one you have provided");
        }
        if (check && KnownHosts.haveSameKeys(wanted, ofType)) {
            return exists(ofType);
        }
        known.replace(place, wanted, type, hash);
        if (key.isPresent() && hash) {
            known.hash(place);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", "updated");
        result.put("old", described(stored));
        result.put(
                "new",
                key.isPresent()
                        ? List.of(given(wanted.getFirst(), type))
                        : received(wanted, place, hash));
        return result;
    }

    /** What a host showed, with the port where that is written with it. */
    private static List<Map<String, @Nullable Object>> received(
            List<Entry> entries, Place place, boolean hash) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, @Nullable Object> one = entry.described();
            if (!hash && !place.name().equals(place.host()) && !entry.host().contains(":")) {
                one.put("port", place.port().orElseThrow());
            }
            all.add(one);
        }
        return all;
    }

    private static Map<String, @Nullable Object> given(Entry entry, Optional<String> type) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("hostname", entry.host());
        given.put("enc", type.orElse(null));
        given.put("key", entry.key());
        return given;
    }

    private static boolean hasFingerprint(List<Entry> entries, String fingerprint) {
        return entries.stream().anyMatch(e -> e.fingerprint().equals(fingerprint));
    }

    private static Map<String, @Nullable Object> exists(List<Entry> entries) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", "exists");
        result.put("keys", entries.stream().map(Entry::key).toList());
        return result;
    }
}
