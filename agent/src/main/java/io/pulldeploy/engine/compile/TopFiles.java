package io.pulldeploy.engine.compile;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the top files, merges them, and says which SLS files this machine is to have. */
public final class TopFiles {
    /** Whether this machine is meant by a target of a top file. */
    @FunctionalInterface
    public interface Matcher {
        /**
         * @param type Salt's name of the kind of match: {@code compound}, {@code glob}, {@code
         *     grain}, …
         */
        boolean matches(String expression, String type);
    }

    /**
     * How top files are found and merged.
     *
     * @param saltenv the only saltenv to look at; empty for all
     * @param topFile Salt's {@code state_top}, without {@code salt://}
     * @param topSaltenv Salt's {@code state_top_saltenv}; empty for all
     * @param mergingStrategy Salt's {@code top_file_merging_strategy}
     * @param defaultTop Salt's {@code default_top}
     * @param saltenvOrder Salt's {@code env_order}
     */
    public record Options(
            String saltenv,
            String topFile,
            String topSaltenv,
            String mergingStrategy,
            String defaultTop,
            List<String> saltenvOrder) {}

    private final StateTree tree;
    private final SlsRenderer renderer;
    private final Options options;
    private final List<SlsError> unreadable = new ArrayList<>();
    private final List<SlsFile> files = new ArrayList<>();

    public TopFiles(StateTree tree, SlsRenderer renderer, Options options) {
        this.tree = tree;
        this.renderer = renderer;
        this.options = options;
    }

    /**
     * The merged top files: saltenv to target to SLS names; empty if one of them does not render,
     * as in Salt. What went wrong is among {@link #unreadable}.
     *
     * @throws SlsException if they render to something that has no targets
     */
    public Map<Object, @Nullable Object> merged() {
        Map<String, List<Object>> tops;
        try {
            tops = read();
        } catch (SlsException e) {
            unreadable.addAll(e.errors());
            return new LinkedHashMap<>();
        }
        try {
            return new TopMerge(options.mergingStrategy(), options.defaultTop()).merge(tops);
        } catch (SlsException e) {
            throw files.isEmpty() ? e : new SlsException(noTargets(e.errors().getFirst()));
        }
    }

    private SlsError noTargets(SlsError error) {
        return new SlsError(
                error.saltText(),
                "a top file holds no saltenvs with targets",
                files.getFirst().path(),
                0,
                "",
                "Write a saltenv, below it targets, below each a list of SLS names:"
                        + " base: {'*': [nginx]}.");
    }

    /** The top files that were read. */
    public List<SlsFile> files() {
        return List.copyOf(files);
    }

    /** Why top files could not be read; Salt only logs it. */
    public List<SlsError> unreadable() {
        return List.copyOf(unreadable);
    }

    private Map<String, List<Object>> read() {
        Map<String, List<Object>> tops = new LinkedHashMap<>();
        if (options.mergingStrategy().equals("same")
                && options.saltenv().isEmpty()
                && options.defaultTop().isEmpty()) {
            throw new SlsException(
                    SlsError.of(
                            "top_file_merging_strategy set to 'same', but no default_top configuration"
                                    + " option was set"));
        }
        List<String> saltenvs =
                !options.saltenv().isEmpty()
                        ? List.of(options.saltenv())
                        : options.topSaltenv().isEmpty()
                                ? ordered()
                                : List.of(options.topSaltenv());
        for (String saltenv : saltenvs) {
            List<Object> ofSaltenv = new ArrayList<>();
            ofSaltenv.add(
                    tree.file(options.topFile(), saltenv)
                            .map(file -> render(file))
                            .orElseGet(LinkedHashMap::new));
            tops.put(saltenv, ofSaltenv);
        }
        tops.forEach(this::includes);
        return tops;
    }

    private Object render(SlsFile file) {
        files.add(file);
        Object value = Python.mutable(renderer.render(file, ""));
        return value == null ? new LinkedHashMap<Object, @Nullable Object>() : value;
    }

    /**
     * A top file may include others, which are SLS files, and are read but for their own includes.
     */
    private void includes(String saltenv, List<Object> tops) {
        List<String> included = new ArrayList<>();
        for (Object top : tops) {
            Map<Object, @Nullable Object> map = HighData.map(top);
            if (map != null && map.containsKey("include")) {
                List<@Nullable Object> names = HighData.list(map.remove("include"));
                if (names != null) {
                    names.forEach(name -> included.add(Python.str(name)));
                }
            }
        }
        Set<String> done = new HashSet<>();
        List<String> available = included.isEmpty() ? List.of() : tree.available(saltenv);
        for (String pattern : included) {
            for (String sls : available) {
                if (Fnmatch.matches(sls, pattern) && done.add(sls)) {
                    tree.sls(sls, saltenv).ifPresent(file -> tops.add(render(file)));
                }
            }
        }
    }

    private List<String> ordered() {
        List<String> wanted = options.saltenvOrder().stream().distinct().toList();
        List<String> saltenvs = tree.saltenvs();
        return wanted.isEmpty() ? saltenvs : wanted.stream().filter(saltenvs::contains).toList();
    }

    /** The mistakes in merged top files, with Salt's texts. */
    public static List<SlsError> check(Map<Object, @Nullable Object> top) {
        List<SlsError> errors = new ArrayList<>();
        top.forEach((saltenv, targets) -> {
            if ("include".equals(saltenv)) {
                return;
            }
            if (!(saltenv instanceof String)) {
                errors.add(
                        SlsError.at(
                                "Environment %s in top file is not formed as a string"
                                        .formatted(Python.str(saltenv)),
                                "",
                                0,
                                Python.str(saltenv),
                                "Write the saltenv in quotes."));
            }
            if ("".equals(saltenv)) {
                errors.add(SlsError.of("Empty saltenv statement in top file"));
            }
            Map<Object, @Nullable Object> map = HighData.map(targets);
            if (map == null) {
                errors.add(
                        SlsError.at(
                                ("The top file matches for saltenv %s are not formatted as a"
                                                + " dict")
                                        .formatted(Python.str(saltenv)),
                                "",
                                0,
                                Python.str(saltenv),
                                "Below a saltenv stand targets, such as '*':, each with a list of"
                                        + " SLS names."));
                return;
            }
            map.forEach((target, sls) -> target(saltenv, target, sls, errors));
        });
        return errors;
    }

    private static void target(
            Object saltenv, Object target, @Nullable Object sls, List<SlsError> errors) {
        if (!(sls instanceof List<?> list)) {
            errors.add(
                    SlsError.at(
                            ("Malformed topfile: state declarations for matcher %s in saltenv %s are not"
                                            + " formed as a list (got %s)")
                                    .formatted(
                                            Python.repr(target),
                                            Python.repr(saltenv),
                                            Python.typeName(sls)),
                            "",
                            0,
                            Python.str(target),
                            "Begin each SLS below the target with a dash."));
            return;
        }
        for (Object item : list) {
            if (item instanceof Map<?, ?> option) {
                option.values().stream()
                        .filter(value -> !Python.truth(value))
                        .forEach(value ->
                                errors.add(
                                        SlsError.of(
                                                ("Improperly formatted top file matcher in"
                                                                + " saltenv %s: %s file")
                                                        .formatted(
                                                                Python.str(option),
                                                                Python.str(value)))));
            } else if ("".equals(item)) {
                errors.add(
                        SlsError.of(
                                "Environment %s contains an empty sls index"
                                        .formatted(Python.str(saltenv))));
            }
        }
    }

    /** The SLS names or globs for this machine, by saltenv. */
    public Map<String, List<String>> matches(Map<Object, @Nullable Object> top, Matcher matcher) {
        Map<String, List<String>> matches = new LinkedHashMap<>();
        top.forEach((key, value) -> {
            String saltenv = Python.str(key);
            Map<Object, @Nullable Object> targets = HighData.map(value);
            if (targets != null
                    && (options.saltenv().isEmpty() || options.saltenv().equals(saltenv))) {
                targets.forEach((target, items) -> match(saltenv, target, items, matcher, matches));
            }
        });
        return matches;
    }

    private void match(
            String saltenv,
            Object target,
            @Nullable Object value,
            Matcher matcher,
            Map<String, List<String>> matches) {
        List<?> items =
                value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        String type = "compound";
        for (Object item : items) {
            if (item instanceof Map<?, ?> map && map.containsKey("match")) {
                type = Python.str(map.get("match"));
            }
        }
        if (!matcher.matches(Python.str(target), type)) {
            return;
        }
        List<String> found = matches.computeIfAbsent(saltenv, _ -> new ArrayList<>());
        for (Object item : items) {
            if (item instanceof String sls) {
                found.add(sls);
            } else if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                if (map.get("subfilter") instanceof Map<?, ?> narrower) {
                    narrower.forEach((t, i) -> match(saltenv, t, i, matcher, matches));
                }
                Map.Entry<?, ?> last = new ArrayList<>(map.entrySet()).getLast();
                String other = Python.str(last.getKey());
                if (other.equals("base") || tree.saltenvs().contains(other)) {
                    matches.computeIfAbsent(other, _ -> new ArrayList<>())
                            .add(Python.str(last.getValue()));
                }
            }
        }
    }
}
