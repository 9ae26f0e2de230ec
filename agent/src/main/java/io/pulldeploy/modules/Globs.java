package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Fnmatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Salt's {@code include_pat} and {@code exclude_pat}. */
public final class Globs {
    private Globs() {}

    /**
     * Salt's choice of paths: those that match any of {@code include}, if given, and none of {@code
     * exclude}. Each is a pattern or a list of them; one that starts with {@code E@} is a regular
     * expression, searched for.
     */
    public static boolean chosen(String path, @Nullable Object include, @Nullable Object exclude) {
        List<String> wanted = patterns(include);
        return (wanted.isEmpty() || wanted.stream().anyMatch(p -> hit(path, p)))
                && patterns(exclude).stream().noneMatch(p -> hit(path, p));
    }

    private static boolean hit(String path, String pattern) {
        return pattern.startsWith("E@")
                ? Regexes.compile(pattern.substring(2), 0).isFound(path)
                : Fnmatch.matches(path, pattern);
    }

    private static List<String> patterns(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> l -> {
                List<String> texts = new ArrayList<>();
                l.forEach(p -> texts.add(Texts.str(p)));
                yield texts;
            }
            case String s when s.isEmpty() -> List.of();
            case String s -> List.of(s);
            default -> throw new CallError("not a pattern: " + Texts.str(value));
        };
    }
}
