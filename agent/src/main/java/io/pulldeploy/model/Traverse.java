package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a value deep inside plain values by a path such as {@code nginx:vhosts:0}. */
public final class Traverse {
    /** What stands between the keys of a path unless a caller says otherwise. */
    public static final String DELIMITER = ":";

    private static final Pattern INTEGER = Pattern.compile("\\s*[-+]?\\d+(?:_\\d+)*\\s*");
    private static final Pattern YAML_INTEGER = Pattern.compile("[-+]?(?:0|[1-9]\\d*)");
    private static final Pattern YAML_FLOAT =
            Pattern.compile("[-+]?\\d+\\.\\d*(?:[eE][-+]\\d+)?|[-+]?\\.\\d+");

    private Traverse() {}

    /** A value that was found; it may be null, which is Python's None. */
    public record Found(@Nullable Object value) {}

    /**
     * Salt's {@code traverse_dict_and_list}: a key may be an index of a list, a key of a mapping
     * inside a list, and {@code 80} also finds the number 80.
     */
    public static Optional<Found> find(@Nullable Object data, String path, String delimiter) {
        return find(data, split(path, delimiter));
    }

    /** {@link #find} for a path that is already taken apart. */
    public static Optional<Found> find(@Nullable Object data, List<String> keys) {
        Found at = new Found(data);
        for (String key : keys) {
            Optional<Found> next =
                    at.value() instanceof List<?> list
                            ? inList(list, key)
                            : at.value() instanceof Map<?, ?> map
                                    ? inMap(map, key)
                                    : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /** The value, or a default. */
    public static @Nullable Object get(
            @Nullable Object data, String path, @Nullable Object otherwise, String delimiter) {
        Optional<Found> found = find(data, path, delimiter);
        return found.isPresent() ? found.get().value() : otherwise;
    }

    /** The same for a path that is already taken apart. */
    public static @Nullable Object get(
            @Nullable Object data, List<String> keys, @Nullable Object otherwise) {
        Optional<Found> found = find(data, keys);
        return found.isPresent() ? found.get().value() : otherwise;
    }

    /** Salt's {@code traverse_dict}: mappings by their exact keys alone. */
    public static Optional<Found> findInMaps(@Nullable Object data, String path, String delimiter) {
        Found at = new Found(data);
        for (String key : split(path, delimiter)) {
            if (!(at.value() instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return Optional.empty();
            }
            at = new Found(map.get(key));
        }
        return Optional.of(at);
    }

    /** Python's {@code path.split(delimiter)}; an empty delimiter separates nothing. */
    public static List<String> split(String path, String delimiter) {
        if (delimiter.isEmpty()) {
            return List.of(path);
        }
        // Without a regular expression, as templates ask for values all the time.
        List<String> keys = new ArrayList<>();
        int start = 0;
        for (int end = path.indexOf(delimiter); end >= 0; end = path.indexOf(delimiter, start)) {
            keys.add(path.substring(start, end));
            start = end + delimiter.length();
        }
        keys.add(path.substring(start));
        return keys;
    }

    private static Optional<Found> inMap(Map<?, ?> map, String key) {
        if (map.containsKey(key)) {
            return Optional.of(new Found(map.get(key)));
        }
        Found loaded = scalar(key);
        return !key.equals(loaded.value()) && map.containsKey(loaded.value())
                ? Optional.of(new Found(map.get(loaded.value())))
                : Optional.empty();
    }

    private static Optional<Found> inList(List<?> list, String key) {
        boolean numeric = INTEGER.matcher(key).matches();
        Object wanted = numeric ? (Object) number(key) : key;
        for (Object entry : list) {
            if (entry instanceof Map<?, ?> map && map.containsKey(wanted)) {
                return Optional.of(new Found(map.get(wanted)));
            }
        }
        if (numeric) {
            long index = number(key);
            long at = index < 0 ? index + list.size() : index;
            if (at >= 0 && at < list.size()) {
                return Optional.of(new Found(list.get((int) at)));
            }
        }
        return Optional.empty();
    }

    private static Long number(String text) {
        try {
            return Long.valueOf(text.strip().replace("_", "").replaceFirst("^\\+", ""));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What YAML makes of a plain scalar, for the types that keys have. */
    private static Found scalar(String text) {
        if (YAML_INTEGER.matcher(text).matches()) {
            return new Found(number(text));
        }
        if (YAML_FLOAT.matcher(text).matches()) {
            return new Found(Double.valueOf(text));
        }
        return switch (text) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> new Found(true);
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" ->
                    new Found(false);
            case "null", "Null", "NULL", "~", "None" -> new Found(null);
            default -> new Found(text);
        };
    }
}
