package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SourceLines;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** What one item of an {@code include:} comes to. */
sealed interface Include {
    /**
     * The SLS files meant; one that no root has is among them, so that it is reported as missing.
     */
    record Found(String saltenv, List<String> targets) implements Include {}

    record Wrong(SlsError error) implements Include {}

    /** Resolves items against the SLS files that there are. */
    record Resolver(Predicate<String> saltenvs, BiFunction<String, String, List<String>> matching) {
        private static final String ANY_MATCHED = "_xenv";

        /**
         * @param item {@code name}, {@code .relative}, {@code {saltenv: name}} or {@code {_xenv:
         *     name}}
         */
        Include resolve(
                @Nullable Object item,
                SlsFile file,
                String sls,
                Map<String, List<String>> matches) {
            String env = file.saltenv();
            Object target = item;
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                Map.Entry<?, ?> last = List.copyOf(new ArrayList<>(map.entrySet())).getLast();
                env = Python.str(last.getKey());
                target = last.getValue();
            }
            if (!saltenvs.test(env)) {
                return wrong(
                        file,
                        "Nonexistent saltenv '%s' found in include of '%s' within SLS '%s:%s'"
                                .formatted(env, Python.str(target), file.saltenv(), sls),
                        Python.str(target),
                        "Name it under file_roots, or include from a saltenv that is there.");
            }
            if (!(target instanceof String name)) {
                return wrong(
                        file,
                        "Rendering SLS %s failed, render error: '%s' object has no attribute 'startswith'"
                                .formatted(sls, Python.typeName(target)),
                        Python.str(target),
                        "An include is the name of an SLS; quote it if it looks like a number.");
            }
            if (name.startsWith(".")) {
                List<String> levels = levels(sls, file);
                int up = dots(name);
                if (up > levels.size()) {
                    return wrong(
                            file,
                            ("Attempted relative include of '%s' within SLS '%s:%s' goes beyond top"
                                            + " level package ")
                                    .formatted(name, file.saltenv(), sls),
                            name,
                            "Each leading dot goes up one directory.");
                }
                List<String> parts = new ArrayList<>(levels.subList(0, levels.size() - up));
                parts.add(name.substring(up));
                name = String.join(".", parts);
            }
            return inSaltenv(name, env, file, matches);
        }

        private Include inSaltenv(
                String name, String env, SlsFile file, Map<String, List<String>> matches) {
            boolean anyMatched = env.equals(ANY_MATCHED);
            List<String> resolved;
            if (anyMatched) {
                resolved =
                        matches.keySet().stream()
                                .filter(e -> !matching.apply(e, name).isEmpty())
                                .toList();
            } else {
                resolved =
                        matches.containsKey(env) || !matching.apply(env, name).isEmpty()
                                ? List.of(env)
                                : List.of();
            }
            if (resolved.size() == 1 || resolved.contains(file.saltenv())) {
                List<String> targets = matching.apply(file.saltenv(), name);
                return new Found(
                        resolved.size() == 1 ? resolved.getFirst() : file.saltenv(),
                        targets.isEmpty() ? List.of(name) : targets);
            }
            if (resolved.isEmpty()) {
                return wrong(
                        file,
                        ("Unknown include: Specified SLS %s: %s is not available on the salt master in"
                                        + " saltenv(s): %s ")
                                .formatted(
                                        env,
                                        name,
                                        anyMatched ? String.join(", ", matches.keySet()) : env),
                        name,
                        "");
            }
            return wrong(
                    file,
                    ("Ambiguous include: Specified SLS %s: %s is available on the salt master in"
                                    + " multiple available saltenvs: %s")
                            .formatted(env, name, String.join(", ", resolved)),
                    name,
                    "Say which: - saltenv: name.");
        }

        /** The SLS's own name as levels; an init.sls stands one level below its name. */
        private static List<String> levels(String sls, SlsFile file) {
            List<String> levels = new ArrayList<>(List.of(sls.split("\\.", -1)));
            if (file.relativePath().endsWith("/init.sls")) {
                levels.add("init");
            }
            return levels;
        }

        private static int dots(String name) {
            int dots = 0;
            while (dots < name.length() && name.charAt(dots) == '.') {
                dots++;
            }
            return dots;
        }

        private static Wrong wrong(SlsFile file, String saltText, String offending, String hint) {
            return new Wrong(
                    SlsError.at(
                            saltText,
                            file.path(),
                            SourceLines.declaring(file.text(), offending),
                            offending,
                            hint));
        }
    }
}
