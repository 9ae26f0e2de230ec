package io.pulldeploy.engine;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Compares what state functions return with what Salt returned on the same trees. */
final class StateCases {
    private static final Set<String> KEYS =
            Set.of("name", "files", "opts", "pillar", "call", "return", "retcode", "error");
    private static final Set<String> VOLATILE = Set.of("start_time", "duration");

    private final Path directory;

    StateCases(Path directory) {
        this.directory = directory;
    }

    static List<Map<String, @Nullable Object>> read(String path) {
        return Conformance.cases(path, KEYS);
    }

    /** What differs; empty if nothing does. */
    String difference(Map<String, @Nullable Object> one) {
        String name = String.valueOf(one.get("name"));
        Path root = directory.resolve(name.replace('/', '-'));
        Map<String, @Nullable Object> call = Conformance.mapping(one.get("call"));
        LocalMinion minion = minion(one, root);
        Object actual;
        try {
            actual =
                    plain(
                            minion.call(
                                    String.valueOf(call.get("fun")),
                                    Conformance.list(call.get("args")),
                                    Conformance.mapping(call.get("kwargs"))),
                            root + "/");
        } catch (CallError | SlsException e) {
            actual = "error: " + e.getMessage();
        }
        if (one.containsKey("error")) {
            return actual instanceof String || actual instanceof List
                    ? ""
                    : name + ": Salt throws " + one.get("error") + "\n   ours: " + actual;
        }
        Object expected = one.get("return");
        if (String.valueOf(one.get("files")).contains("parallel: true")) {
            // When a parallel state ends is up to the machine, and with it who comes after it.
            expected = unordered(expected);
            actual = unordered(actual);
        }
        String difference = difference("", expected, actual);
        long retcode =
                minion.context().get("retcode") instanceof Number code ? code.longValue() : 0;
        if (difference.isEmpty()
                && !Objects.equals(one.get("retcode"), retcode)
                // Salt's show_lowstate leaves the exit code alone, even where nothing compiles.
                && !"state.show_lowstate".equals(call.get("fun"))) {
            difference = " retcode: " + one.get("retcode") + " but was " + retcode;
        }
        return difference.isEmpty()
                ? ""
                : "%s:%s\n   Salt: %s\n   ours: %s"
                        .formatted(name, difference, one.get("return"), actual);
    }

    private static LocalMinion minion(Map<String, @Nullable Object> one, Path root) {
        EngineFixture fixture = new EngineFixture(root);
        Conformance.mapping(one.get("files"))
                .forEach((path, text) -> fixture.file(path, String.valueOf(text)));
        if (one.containsKey("opts")) {
            Conformance.mapping(one.get("opts")).forEach(fixture::opt);
        }
        if (one.containsKey("pillar")) {
            fixture.pillar(Conformance.mapping(one.get("pillar")));
        }
        return fixture.minion();
    }

    /** Where two plain values differ first; empty if they do not. */
    static String difference(String path, @Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Map<?, ?> e && actual instanceof Map<?, ?> a) {
            if (!new ArrayList<>(e.keySet()).equals(new ArrayList<>(a.keySet()))
                    && !(path.contains("[") || path.contains("/"))) {
                return " keys at " + path + ": " + e.keySet() + " but was " + a.keySet();
            }
            if (!e.keySet().equals(a.keySet())) {
                return " keys at " + path + ": " + e.keySet() + " but was " + a.keySet();
            }
            for (Map.Entry<?, ?> entry : e.entrySet()) {
                String found =
                        difference(
                                path + "/" + entry.getKey(),
                                entry.getValue(),
                                a.get(entry.getKey()));
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        if (expected instanceof List<?> e && actual instanceof List<?> a && e.size() == a.size()) {
            for (int i = 0; i < e.size(); i++) {
                String found = difference(path + "[" + i + "]", e.get(i), a.get(i));
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        return Objects.equals(expected, actual)
                ? ""
                : " at " + path + ": " + expected + " but was " + actual;
    }

    /** The results by tag alone. */
    static @Nullable Object unordered(@Nullable Object results) {
        if (!(results instanceof Map<?, ?> map)) {
            return results;
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((tag, result) -> {
            Map<String, @Nullable Object> unnumbered = Conformance.mapping(result);
            unnumbered.remove("__run_num__");
            sorted.put(String.valueOf(tag), unnumbered);
        });
        return sorted;
    }

    /** The value as JSON would hold it, without what differs from run to run. */
    static @Nullable Object plain(@Nullable Object value, String root) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, entry) -> {
                    if (!VOLATILE.contains(String.valueOf(key))) {
                        plain.put(String.valueOf(key), plain(entry, root));
                    }
                });
                yield plain;
            }
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(entry -> plain.add(plain(entry, root)));
                yield plain;
            }
            case String text -> text(text.replace(root, ""));
            case null -> null;
            default -> value;
        };
    }

    private static String text(String text) {
        String failed = "One or more requisite failed: ";
        if (text.startsWith(failed)) {
            String[] names = text.substring(failed.length()).split(", ");
            Arrays.sort(names);
            return failed + String.join(", ", names);
        }
        // What we add to Salt's words.
        return text.replaceAll("\n?Did you mean [^?]*\\?", "").replaceAll("\\. $", "");
    }
}
