package io.pulldeploy.engine.compile;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.model.SourceLines;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Renders the wanted SLS files and all that they include into high data. One object per
 * compilation.
 */
public final class SlsCompiler {
    /**
     * What the SLS files say.
     *
     * @param high IDs to states, with {@code __extend__} and {@code __exclude__} as Salt keeps them
     */
    public record Rendered(Map<Object, @Nullable Object> high, List<SlsError> errors) {}

    private record RenderedSls(Map<Object, @Nullable Object> state, List<SlsError> errors) {}

    private final StateTree tree;
    private final SlsRenderer renderer;
    private final boolean autoOrder;
    private final Map<String, List<String>> available = new HashMap<>();
    private final Set<String> rendered = new HashSet<>();
    private final Map<String, SlsFile> files = new LinkedHashMap<>();
    private long order = 10_000;

    /**
     * @param autoOrder Salt's {@code state_auto_order}
     */
    public SlsCompiler(StateTree tree, SlsRenderer renderer, boolean autoOrder) {
        this.tree = tree;
        this.renderer = renderer;
        this.autoOrder = autoOrder;
    }

    /**
     * The files that were rendered so far, by SLS name: where an error of theirs is to be found.
     */
    public Map<String, SlsFile> files() {
        return java.util.Collections.unmodifiableMap(files);
    }

    /**
     * @param matches SLS names or globs by saltenv, in order
     */
    public Rendered compile(Map<String, List<String>> matches) {
        Map<Object, @Nullable Object> high = new LinkedHashMap<>();
        List<SlsError> all = new ArrayList<>();
        List<String> found = List.of();
        for (Map.Entry<String, List<String>> entry : matches.entrySet()) {
            String saltenv = entry.getKey();
            for (String pattern : entry.getValue()) {
                if (hasSaltenv(saltenv)) {
                    found = matching(saltenv, pattern);
                } else {
                    // Salt then goes on with what it found last.
                    all.add(
                            SlsError.at(
                                    "No matching salt environment for environment '%s' found"
                                            .formatted(saltenv),
                                    "",
                                    0,
                                    saltenv,
                                    closeSaltenv(saltenv)));
                }
                if (found.isEmpty()) {
                    found = List.of(pattern);
                }
                for (String sls : found) {
                    if (!rendered.contains(saltenv + ":" + sls)) {
                        all.addAll(add(high, sls, pattern, saltenv, matches));
                    }
                }
            }
        }
        splitExtends(high);
        return new Rendered(high, all);
    }

    private List<SlsError> add(
            Map<Object, @Nullable Object> high,
            String sls,
            String pattern,
            String saltenv,
            Map<String, List<String>> matches) {
        RenderedSls one = render(sls, saltenv, matches);
        merge(high, one.state(), one.errors());
        high.putAll(one.state());
        String thisSls = "SLS %s in saltenv".formatted(pattern);
        return one.errors().stream()
                .map(e ->
                        e.saltText().contains("is not available") && e.saltText().contains(thisSls)
                                ? SlsError.at(
                                                "No matching sls found for '%s' in env '%s'"
                                                        .formatted(pattern, saltenv),
                                                e.file(),
                                                e.line(),
                                                e.offending(),
                                                e.hint())
                                        .because(missing(sls, saltenv))
                                : e)
                .toList();
    }

    private RenderedSls render(String sls, String saltenv, Map<String, List<String>> matches) {
        List<SlsError> errors = new ArrayList<>();
        Optional<SlsFile> found = tree.sls(sls, saltenv);
        if (found.isEmpty()) {
            errors.add(
                    SlsError.at(
                                    ("Specified SLS %s in saltenv %s is not available on the salt master or"
                                                    + " through a configured fileserver")
                                            .formatted(sls, saltenv),
                                    "",
                                    0,
                                    sls,
                                    closeSls(sls, saltenv))
                            .because(missing(sls, saltenv)));
            return new RenderedSls(new LinkedHashMap<>(), errors);
        }
        SlsFile file = found.get();
        files.put(sls, file);
        Object value = null;
        try {
            value = Python.mutable(renderer.render(file, sls));
        } catch (SlsException e) {
            errors.addAll(e.errors());
        }
        rendered.add(saltenv + ":" + sls);
        if (!Python.truth(value)) {
            return new RenderedSls(new LinkedHashMap<>(), errors);
        }
        Map<Object, @Nullable Object> state = HighData.map(value);
        if (state == null) {
            errors.add(
                    SlsError.at(
                            "SLS %s does not render to a dictionary".formatted(sls),
                            file.path(),
                            1,
                            "",
                            "At the top of an SLS file stand IDs, include:, extend: and exclude:."));
            errors.add(
                    SlsError.of("Error when rendering state with contents: " + Python.str(value)));
            return new RenderedSls(new LinkedHashMap<>(), errors);
        }
        List<@Nullable Object> includes = includes(state, file, sls, errors);
        new Declarations(file, sls, errors).normalise(state);
        for (Object include : includes) {
            include(state, include, file, sls, matches, errors);
        }
        number(state);
        return new RenderedSls(state, errors);
    }

    private List<@Nullable Object> includes(
            Map<Object, @Nullable Object> state, SlsFile file, String sls, List<SlsError> errors) {
        if (!state.containsKey("include")) {
            return List.of();
        }
        List<@Nullable Object> declared = HighData.list(state.get("include"));
        if (declared == null) {
            errors.add(
                    SlsError.at(
                            "Include Declaration in SLS %s is not formed as a list".formatted(sls),
                            file.path(),
                            SourceLines.declaring(file.text(), "include"),
                            "include",
                            "Write each SLS as a list item: - name."));
            return List.of();
        }
        state.remove("include");
        return declared;
    }

    private void include(
            Map<Object, @Nullable Object> state,
            @Nullable Object include,
            SlsFile file,
            String sls,
            Map<String, List<String>> matches,
            List<SlsError> errors) {
        Include.Resolver resolver = new Include.Resolver(this::hasSaltenv, this::matching);
        switch (resolver.resolve(include, file, sls, matches)) {
            case Include.Wrong(SlsError error) -> errors.add(error);
            case Include.Found(String saltenv, List<String> targets) -> {
                for (String target : targets) {
                    if (!rendered.contains(saltenv + ":" + target)) {
                        RenderedSls nested = render(target, saltenv, matches);
                        nested.state()
                                .forEach((id, body) -> {
                                    Map<Object, @Nullable Object> map = HighData.map(body);
                                    if (!HighData.isInternal(id) && map != null) {
                                        HighData.listAt(map, "__sls_included_from__").add(sls);
                                    }
                                });
                        merge(state, nested.state(), errors);
                        state.putAll(nested.state());
                        nested.errors().forEach(e -> errors.add(included(e, include, file)));
                    }
                }
            }
        }
    }

    /** An SLS that is missing is the mistake of the file that includes it. */
    private static SlsError included(SlsError error, @Nullable Object include, SlsFile file) {
        if (!error.file().isEmpty()) {
            return error;
        }
        Object named =
                include instanceof Map<?, ?> map && !map.isEmpty()
                        ? map.values().iterator().next()
                        : include;
        String name = Python.str(named);
        return error.foundAt(
                file.path(), SourceLines.declaring(file.text(), "include", name), name);
    }

    /** Moves extend and exclude over, and finds IDs that both declare differently. */
    private void merge(
            Map<Object, @Nullable Object> into,
            Map<Object, @Nullable Object> from,
            List<SlsError> errors) {
        for (String key : List.of(HighData.EXTEND, HighData.EXCLUDE)) {
            List<@Nullable Object> moved = HighData.list(from.remove(key));
            if (moved != null) {
                HighData.listAt(into, key).addAll(moved);
            }
        }
        from.forEach((id, body) -> {
            if (into.containsKey(id)
                    && into.get(id) instanceof Map<?, ?> first
                    && body instanceof Map<?, ?> second
                    && !first.equals(second)) {
                errors.add(conflict(id, first, second));
            }
        });
    }

    private SlsError conflict(Object id, Map<?, ?> first, Map<?, ?> second) {
        SlsFile file = files.get(HighData.text(second, "__sls__", ""));
        String name = Python.str(id);
        return SlsError.at(
                ("Detected conflicting IDs, SLS IDs need to be globally unique.\n"
                                + "    The conflicting ID is '%s' and is found in SLS '%s:%s' and SLS"
                                + " '%s:%s'")
                        .formatted(
                                name,
                                HighData.text(first, "__env__", ""),
                                HighData.text(first, "__sls__", ""),
                                HighData.text(second, "__env__", ""),
                                HighData.text(second, "__sls__", "")),
                file == null ? "" : file.path(),
                file == null ? 0 : SourceLines.declaring(file.text(), name),
                name,
                "Rename one of the two; name: keeps what the state is about.");
    }

    /**
     * Numbers the states in the order in which they stand, for those without an order of their own.
     */
    private void number(Map<Object, @Nullable Object> state) {
        if (!autoOrder) {
            return;
        }
        for (Object value : state.values()) {
            Map<Object, @Nullable Object> body = HighData.map(value);
            if (body == null) {
                continue;
            }
            body.forEach((key, arguments) -> {
                List<@Nullable Object> list = HighData.list(arguments);
                if (key instanceof String name
                        && !name.startsWith("_")
                        && list != null
                        && !declaresOrder(list)) {
                    list.add(HighData.argument("order", order++));
                }
            });
        }
    }

    private static boolean declaresOrder(List<@Nullable Object> arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map && "order".equals(HighData.firstKey(map))) {
                return true;
            }
        }
        return false;
    }

    /** One extension per item, and none twice. */
    private static void splitExtends(Map<Object, @Nullable Object> high) {
        List<@Nullable Object> extensions = HighData.list(high.get(HighData.EXTEND));
        if (extensions == null) {
            return;
        }
        Set<Object> single = new LinkedHashSet<>();
        for (Object extension : extensions) {
            Map<Object, @Nullable Object> map = HighData.map(extension);
            if (map != null) {
                map.forEach((id, body) -> single.add(HighData.argument(id, body)));
            }
        }
        high.put(HighData.EXTEND, new ArrayList<@Nullable Object>(single));
    }

    private boolean hasSaltenv(String saltenv) {
        return saltenv.equals("base") || tree.saltenvs().contains(saltenv);
    }

    private List<String> matching(String saltenv, String pattern) {
        if (!Fnmatch.isPattern(pattern)) {
            return tree.has(pattern, saltenv) ? List.of(pattern) : List.of();
        }
        List<String> all = available.computeIfAbsent(saltenv, tree::available);
        var matcher = Fnmatch.compile(pattern);
        return all.stream().filter(sls -> matcher.matcher(sls).matches()).toList();
    }

    private String closeSaltenv(String saltenv) {
        List<String> close = io.pulldeploy.model.CloseNames.of(saltenv, tree.saltenvs());
        return close.isEmpty()
                ? "Name it under file_roots."
                : "Did you mean " + String.join(" or ", close) + "?";
    }

    private static String missing(String sls, String saltenv) {
        String path = sls.replace('.', '/');
        return "there is no SLS %s: neither %s.sls nor %s/init.sls in the roots of %s"
                .formatted(sls, path, path, saltenv);
    }

    private String closeSls(String sls, String saltenv) {
        List<String> close =
                io.pulldeploy.model.CloseNames.of(
                        sls, available.computeIfAbsent(saltenv, tree::available));
        return close.isEmpty() ? "" : "Did you mean " + String.join(" or ", close) + "?";
    }
}
