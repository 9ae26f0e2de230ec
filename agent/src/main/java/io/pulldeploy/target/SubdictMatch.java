package io.pulldeploy.target;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Salt's {@code subdict_match}: {@code a:b:c} matches the value b:c at a, the value c at a:b, and a
 * key c below a:b; the deepest path is tried first. Case never counts.
 */
final class SubdictMatch {
    private static final Logger LOG = LoggerFactory.getLogger(SubdictMatch.class);

    /** How a value is compared with the pattern. */
    enum Kind {
        GLOB,
        REGEX,
        EXACT
    }

    private final Kind kind;

    private SubdictMatch(Kind kind) {
        this.kind = kind;
    }

    static boolean matches(Map<?, ?> data, String expression, String delimiter, Kind kind) {
        return new SubdictMatch(kind).matches(data, expression, delimiter);
    }

    private boolean matches(Map<?, ?> data, String expression, String delimiter) {
        List<String> splits = Traverse.split(expression, delimiter);
        for (int i = splits.size() - 1; i > 0; i--) {
            String key = String.join(delimiter, splits.subList(0, i));
            boolean everything = key.equals("*");
            String pattern =
                    everything
                            ? expression
                            : String.join(delimiter, splits.subList(i, splits.size()));
            Object found = everything ? data : Traverse.get(data, key, Map.of(), delimiter);
            if (!Map.of().equals(found) && matchesFound(found, pattern)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesFound(@Nullable Object found, String pattern) {
        return switch (found) {
            case Map<?, ?> map -> matchesMap(map, pattern);
            case List<?> list -> list.stream().anyMatch(member -> matchesMember(member, pattern));
            case null, default -> matchesValue(found, pattern);
        };
    }

    private boolean matchesMember(@Nullable Object member, String pattern) {
        return (member instanceof Map<?, ?> map && matchesMap(map, pattern))
                || matchesValue(member, pattern);
    }

    private boolean matchesMap(Map<?, ?> map, String given) {
        boolean wildcard = given.startsWith("*:");
        String pattern = wildcard ? given.substring(2) : given;
        if (pattern.equals("*")
                || map.containsKey(pattern)
                || map.keySet().stream().anyMatch(key -> matchesValue(key, pattern))
                || matches(map, pattern, Traverse.DELIMITER)) {
            return true;
        }
        if (!wildcard) {
            return false;
        }
        return map.values().stream()
                .anyMatch(value ->
                        switch (value) {
                            case Map<?, ?> inner -> matchesMap(inner, pattern);
                            case List<?> list ->
                                    list.stream().anyMatch(item -> matchesValue(item, pattern));
                            case null, default -> matchesValue(value, pattern);
                        });
    }

    private boolean matchesValue(@Nullable Object value, String given) {
        String text = PythonText.str(value).toLowerCase(Locale.ROOT);
        String pattern = given.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case GLOB -> Fnmatch.matches(text, pattern);
            case EXACT -> text.equals(pattern);
            case REGEX -> {
                try {
                    yield PythonRegex.compile(pattern).matchesStart(text);
                } catch (PythonRegex.SyntaxError e) {
                    LOG.error("Invalid regex '{}' in match", pattern);
                    yield false;
                }
            }
        };
    }
}
