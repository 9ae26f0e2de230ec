package io.pulldeploy.config;

import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mapping of the configuration whose keys are known: reads typed values, refuses the rest. */
final class Section {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)?");

    private final ConfigFile file;
    private final List<String> path;
    private final Map<?, ?> values;

    private Section(ConfigFile file, List<String> path, Map<?, ?> values) {
        this.file = file;
        this.path = path;
        this.values = values;
    }

    /**
     * @throws Failure if the value is no mapping, or holds a key that is not in {@code known}
     */
    static Section of(ConfigFile file, String key, @Nullable Object value, List<String> known) {
        return of(file, List.of(key), value, known);
    }

    private static Section of(
            ConfigFile file, List<String> path, @Nullable Object value, List<String> known) {
        String name = String.join(":", path);
        if (value == null) {
            return new Section(file, path, Map.of());
        }
        if (!(value instanceof Map<?, ?> values)) {
            throw file.failure(
                    path,
                    "'" + name + "' must be a mapping, not " + kind(value),
                    "Write its keys indented below it: " + String.join(", ", known) + ".");
        }
        for (Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                List<String> close = CloseNames.of(String.valueOf(key), known);
                throw file.failure(
                        append(path, String.valueOf(key)),
                        "unknown key '" + key + "' in '" + name + "'",
                        close.isEmpty()
                                ? "Known keys: " + String.join(", ", new TreeSet<>(known)) + "."
                                : "Did you mean '" + close.getFirst() + "'?");
            }
        }
        return new Section(file, path, values);
    }

    Section section(String key, List<String> known) {
        return of(file, append(path, key), values.get(key), known);
    }

    Optional<String> text(String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case String s when s.isBlank() -> Optional.empty();
            case String s -> Optional.of(s);
            case Number n -> Optional.of(n.toString());
            case Object other -> throw wrong(key, "text", other);
        };
    }

    Path path(String key, Path otherwise) {
        return text(key)
                .map(text -> {
                    Path given = Path.of(text);
                    if (!given.isAbsolute()) {
                        throw wrong(key, "an absolute path", text);
                    }
                    return given;
                })
                .orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case Boolean b -> b;
            case Object other -> throw wrong(key, "true or false", other);
        };
    }

    int positive(String key, int otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case Long n when n >= 1 && n <= Integer.MAX_VALUE -> n.intValue();
            case Object other -> throw wrong(key, "a whole number of at least 1", other);
        };
    }

    /** Seconds as a number, or text with a unit: {@code 90}, {@code 10m}, {@code 1.5h}. */
    Duration duration(String key, Duration otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value.toString().strip());
        if (value instanceof Boolean || !matcher.matches()) {
            throw wrong(key, "a time such as 90, 10m or 1h", value);
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        long milliseconds =
                switch (unit) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 1_000;
                };
        return Duration.ofMillis(
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(milliseconds))
                        .longValue());
    }

    /** A list of texts; a single text is a list of one. */
    List<String> texts(String key) {
        return switch (values.get(key)) {
            case null -> List.of();
            case String s -> List.of(s);
            case List<?> list -> {
                List<String> texts = new ArrayList<>();
                for (Object entry : list) {
                    if (!(entry instanceof String text)) {
                        throw wrong(key, "a list of texts", list);
                    }
                    texts.add(text);
                }
                yield texts;
            }
            case Object other -> throw wrong(key, "a list of texts", other);
        };
    }

    /** A mapping of texts. */
    Map<String, String> textByName(String key) {
        return switch (values.get(key)) {
            case null -> Map.of();
            case Map<?, ?> map -> {
                Map<String, String> texts = new LinkedHashMap<>();
                map.forEach((name, entry) -> {
                    if (!(entry instanceof String text)) {
                        throw wrong(key, "a mapping of names to texts", map);
                    }
                    texts.put(String.valueOf(name), text);
                });
                yield texts;
            }
            case Object other -> throw wrong(key, "a mapping of names to texts", other);
        };
    }

    Failure failure(String key, String problem, String remedy) {
        return file.failure(append(path, key), problem, remedy);
    }

    private Failure wrong(String key, String wanted, Object got) {
        List<String> keys = append(path, key);
        return file.failure(
                keys,
                "'" + String.join(":", keys) + "' must be " + wanted + ", not " + kind(got),
                "Correct the value, or remove the key to get its default.");
    }

    /** What a value is, in words a reader of YAML knows. */
    static String kind(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "a mapping";
            case List<?> list -> "a list";
            case String text -> "'" + text + "'";
            case Object other -> other.toString();
        };
    }

    private static List<String> append(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
