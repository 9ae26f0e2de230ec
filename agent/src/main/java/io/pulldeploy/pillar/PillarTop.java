package io.pulldeploy.pillar;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.model.SourceLines;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.Targets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pillar's top files: which files this minion's pillar is made of, in which order. */
final class PillarTop {
    private static final String INCLUDE = "include";

    private final PillarRoots roots;
    private final PillarRenderer renderer;
    private final Map<String, ? extends @Nullable Object> opts;
    private final List<SlsError> errors;
    private final Map<String, Set<String>> ignoredIfMissing = new LinkedHashMap<>();
    private final List<PillarSls> files = new ArrayList<>();

    /**
     * @param errors what is found wrong is added here
     */
    PillarTop(
            PillarRoots roots,
            PillarRenderer renderer,
            Map<String, ? extends @Nullable Object> opts,
            List<SlsError> errors) {
        this.roots = roots;
        this.renderer = renderer;
        this.opts = opts;
        this.errors = errors;
    }

    /** A target of a top file: its matcher, its files, its place. */
    private record Target(
            @Nullable Object expression, String type, List<String> files, long order) {}

    /** A mistake without a place is that of the top file which names its cause. */
    SlsError located(SlsError error) {
        for (PillarSls file : files) {
            int line = SourceLines.declaring(file.text(), error.offending());
            if (error.file().isEmpty() && line > 0) {
                return error.foundAt(file.path(), line, error.offending());
            }
        }
        return error;
    }

    private SlsError malformed(String saltText) {
        return new SlsError(
                saltText,
                "a pillar top file holds something else than saltenvs, targets and lists",
                files.isEmpty() ? "" : files.getLast().path(),
                0,
                "",
                "Write a saltenv, below it targets, below each a list of names: base: {'*': [app]}.");
    }

    /** Whether a file that is missing is none of the author's mistakes. */
    boolean isIgnored(String sls, String saltenv) {
        return ignoredIfMissing.getOrDefault(saltenv, Set.of()).contains(sls);
    }

    /** The files for the minion, by saltenv. */
    Map<String, List<String>> matches(Subject subject) {
        Map<String, Map<Object, Target>> merged = new LinkedHashMap<>();
        try {
            tops().values().forEach(tops -> tops.forEach(top -> merge(top, merged)));
        } catch (MalformedTop e) {
            merged.clear();
            errors.add(malformed("Error encountered while rendering pillar top file."));
        }
        Object pillarenv = opts.get("pillarenv");
        Map<String, List<String>> matches = new LinkedHashMap<>();
        merged.forEach((saltenv, targets) -> {
            if (pillarenv == null || pillarenv.equals("") || saltenv.equals(pillarenv)) {
                match(saltenv, targets, subject, matches);
            }
        });
        return matches;
    }

    private static void match(
            String saltenv,
            Map<Object, Target> targets,
            Subject subject,
            Map<String, List<String>> matches) {
        targets.values().stream()
                .sorted(Comparator.comparingLong(Target::order))
                .filter(target -> Targets.matches(target.expression(), target.type(), subject))
                .forEach(target -> {
                    List<String> files = matches.computeIfAbsent(saltenv, env -> new ArrayList<>());
                    target.files().stream()
                            .filter(file -> !files.contains(file))
                            .forEach(files::add);
                });
    }

    /** The rendered top files by saltenv, with those they include. */
    private Map<String, List<Map<?, ?>>> tops() {
        Map<String, List<Map<?, ?>>> tops = new LinkedHashMap<>();
        Map<String, List<String>> includes = new LinkedHashMap<>();
        String path = String.valueOf(opts.get("state_top")).replaceFirst("^(?:salt:/)?/", "");
        try {
            for (String saltenv : saltenvs()) {
                roots.top(path, saltenv)
                        .ifPresent(file -> add(rendered(file), saltenv, tops, includes));
            }
        } catch (SlsException e) {
            fail("Rendering Primary Top file failed, render error:\n%s", e);
        }
        includes.forEach((saltenv, names) -> {
            Set<String> done = new HashSet<>();
            for (String sls : names) {
                if (done.add(sls)) {
                    include(sls, saltenv, tops);
                }
            }
        });
        return tops;
    }

    private void include(String sls, String saltenv, Map<String, List<Map<?, ?>>> tops) {
        try {
            roots.sls(sls, saltenv)
                    .ifPresent(file -> add(rendered(file), saltenv, tops, new LinkedHashMap<>()));
        } catch (SlsException e) {
            fail("Rendering Top file " + sls + " failed, render error:\n%s", e);
        }
    }

    private void fail(String text, SlsException e) {
        SlsError first = e.errors().getFirst();
        errors.add(
                SlsError.at(
                        text.formatted(first.saltText()),
                        first.file(),
                        first.line(),
                        first.offending(),
                        first.hint()));
    }

    private List<String> saltenvs() {
        if (opts.get("pillarenv") instanceof String pillarenv && !pillarenv.isEmpty()) {
            return roots.has(pillarenv) ? List.of(pillarenv) : List.of();
        }
        if ("none".equals(opts.get("pillar_source_merging_strategy"))) {
            String only =
                    opts.get("saltenv") instanceof String env && !env.isEmpty() ? env : "base";
            return roots.saltenvs().contains(only) ? List.of(only) : List.of();
        }
        return roots.saltenvs();
    }

    private @Nullable Object rendered(PillarSls file) {
        files.add(file);
        return renderer.render(file, Map.of());
    }

    private static void add(
            @Nullable Object rendered,
            String saltenv,
            Map<String, List<Map<?, ?>>> tops,
            Map<String, List<String>> includes) {
        Map<Object, @Nullable Object> top =
                switch (rendered) {
                    case null -> new LinkedHashMap<>();
                    case Map<?, ?> map -> new LinkedHashMap<Object, @Nullable Object>(map);
                    case Object other -> throw new MalformedTop();
                };
        if (top.remove(INCLUDE) instanceof List<?> names) {
            names.forEach(name ->
                    includes.computeIfAbsent(saltenv, env -> new ArrayList<>())
                            .add(String.valueOf(name)));
        }
        tops.computeIfAbsent(saltenv, env -> new ArrayList<>()).add(top);
    }

    private void merge(Map<?, ?> top, Map<String, Map<Object, Target>> merged) {
        top.forEach((saltenv, body) -> {
            // What is empty holds no target, whatever it is.
            boolean none = "".equals(body) || (body instanceof List<?> list && list.isEmpty());
            if (!(body instanceof Map<?, ?>) && !none) {
                throw new MalformedTop();
            }
            Map<?, ?> targets = body instanceof Map<?, ?> map ? map : Map.of();
            if (targets.isEmpty()) {
                return;
            }
            Map<Object, Target> known =
                    merged.computeIfAbsent(String.valueOf(saltenv), env -> new LinkedHashMap<>());
            targets.forEach((expression, content) ->
                    known.put(
                            String.valueOf(expression),
                            target(String.valueOf(saltenv), expression, content)));
        });
    }

    private Target target(String saltenv, @Nullable Object expression, @Nullable Object content) {
        // As Python goes through them: a mapping's keys, and a text's characters.
        Collection<?> entries =
                switch (content) {
                    case List<?> list -> list;
                    case Map<?, ?> map -> map.keySet();
                    case String text -> text.codePoints().mapToObj(Character::toString).toList();
                    case null, default -> throw new MalformedTop();
                };
        LinkedHashSet<String> files = new LinkedHashSet<>();
        String type = "compound";
        long order = 0;
        boolean ignoreMissing = false;
        for (Object entry : entries) {
            if (entry instanceof String file) {
                files.add(file);
            } else if (entry instanceof Map<?, ?> settings) {
                if (settings.containsKey("match")) {
                    type = String.valueOf(settings.get("match"));
                }
                if (settings.containsKey("order")) {
                    order = order(settings.get("order"));
                }
                ignoreMissing |= isTrue(settings.get("ignore_missing"));
            }
        }
        if (ignoreMissing) {
            ignoredIfMissing.computeIfAbsent(saltenv, env -> new HashSet<>()).addAll(files);
        }
        return new Target(expression, type, List.copyOf(files), order);
    }

    private static long order(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number.longValue();
            case String text when text.strip().matches("[-+]?\\d+") -> Long.parseLong(text.strip());
            case null, default -> 0;
        };
    }

    /** Python's truth of a plain value. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** A top file that holds something else than saltenvs, targets and lists. */
    private static final class MalformedTop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
