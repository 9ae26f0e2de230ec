package io.pulldeploy.pillar;

import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.SameType;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.model.SourceLines;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders the files of a pillar, with what they include, and merges them. */
final class PillarFiles {
    /**
     * How far includes may lead from file to file. The name {@code .} means its own file under
     * another name each time, at which Salt's stack ends.
     */
    private static final int DEEPEST = 100;

    private final PillarRoots roots;
    private final PillarRenderer renderer;
    private final PillarTop top;
    private final PillarMerge merge;
    private final Map<String, ? extends @Nullable Object> opts;
    private final List<SlsError> errors;
    private int nesting;

    /**
     * @param errors what is found wrong is added here
     */
    PillarFiles(
            PillarRoots roots,
            PillarRenderer renderer,
            PillarTop top,
            Map<String, ? extends @Nullable Object> opts,
            List<SlsError> errors) {
        this.roots = roots;
        this.renderer = renderer;
        this.top = top;
        this.merge = PillarMerge.of(opts);
        this.opts = opts;
        this.errors = errors;
    }

    /**
     * All files merged, in the order in which the top file names them.
     *
     * @param start what the first file merges into
     */
    Map<Object, @Nullable Object> render(
            Map<String, List<String>> matches, Map<Object, @Nullable Object> start) {
        Map<Object, @Nullable Object> pillar = new LinkedHashMap<>(start);
        for (String saltenv : inOrder(matches)) {
            Map<String, Optional<Object>> done = new LinkedHashMap<>();
            for (String wanted : matches.getOrDefault(saltenv, List.of())) {
                for (String sls : found(wanted, saltenv)) {
                    Rendered rendered = sls(sls, saltenv, done, Map.of());
                    errors.addAll(rendered.errors());
                    if (rendered.value().orElse(null) instanceof Map<?, ?> map) {
                        pillar = merge.merge(pillar, map);
                    }
                }
            }
        }
        return pillar;
    }

    private List<String> inOrder(Map<String, List<String>> matches) {
        List<String> order = new ArrayList<>();
        if (opts.get("env_order") instanceof List<?> wanted) {
            wanted.stream().map(String::valueOf).filter(matches::containsKey).forEach(order::add);
        }
        matches.keySet().stream().filter(saltenv -> !order.contains(saltenv)).forEach(order::add);
        return order;
    }

    /**
     * The names that a pattern means; the pattern itself if there is none, so that it is an error.
     */
    private List<String> found(String wanted, String saltenv) {
        if (!roots.saltenvs().contains(saltenv)) {
            errors.add(noEnvironment(saltenv));
            return List.of(wanted);
        }
        List<String> found = matching(wanted, saltenv);
        return found.isEmpty() ? List.of(wanted) : found;
    }

    private List<String> matching(String pattern, String saltenv) {
        return roots.available(saltenv).stream()
                .filter(sls -> Fnmatch.matches(sls, pattern))
                .toList();
    }

    private static SlsError noEnvironment(String saltenv) {
        return SlsError.of(
                "No matching pillar environment for environment '" + saltenv + "' found");
    }

    /** What a file gave, and what is wrong with it and with what it includes. */
    private record Rendered(Optional<Object> value, List<SlsError> errors) {
        Rendered(Optional<Object> value) {
            this(value, List.of());
        }

        Rendered with(SlsError error) {
            List<SlsError> more = new ArrayList<>(errors);
            more.add(error);
            return new Rendered(value, more);
        }
    }

    /**
     * One file, with what it includes.
     *
     * @param done what each file rendered to, itself and without what it includes
     */
    private Rendered sls(
            String sls,
            String saltenv,
            Map<String, Optional<Object>> done,
            Map<String, @Nullable Object> defaults) {
        Optional<PillarSls> file = roots.sls(sls, saltenv);
        if (file.isEmpty()) {
            if (top.isIgnored(sls, saltenv) || !roots.hasRoots(saltenv)) {
                return new Rendered(Optional.empty());
            }
            done.put(sls, Optional.empty());
            return new Rendered(Optional.empty()).with(missing(sls, saltenv));
        }
        if (nesting >= DEEPEST) {
            done.put(sls, Optional.empty());
            return new Rendered(Optional.empty()).with(endless(sls, file.get()));
        }
        Rendered rendered = rendered(file.get(), defaults);
        done.put(sls, rendered.value());
        if (!(rendered.value().orElse(Map.of()) instanceof Map<?, ?> map)) {
            return rendered.with(
                    SlsError.at(
                            "SLS '" + sls + "' does not render to a dictionary",
                            file.get().path(),
                            0,
                            "",
                            "Write keys and values, not a list or a single value."));
        }
        Map<Object, @Nullable Object> own = SameType.map(map, new LinkedHashMap<>(map));
        done.put(sls, Optional.of(own));
        Rendered alone = new Rendered(Optional.of(own), rendered.errors());
        if (!map.containsKey("include")) {
            return alone;
        }
        if (!(map.get("include") instanceof List<?> includes)) {
            return alone.with(
                    SlsError.at(
                            "Include Declaration in SLS '%s' is not formed as a list"
                                    .formatted(sls),
                            file.get().path(),
                            0,
                            "include",
                            "Write the names below it, one per line, each after a dash."));
        }
        own.remove("include");
        nesting++;
        try {
            return including(file.get(), own, includes, done, defaults);
        } finally {
            nesting--;
        }
    }

    private static SlsError endless(String sls, PillarSls file) {
        return SlsError.at(
                "SLS '%s' includes itself under ever longer names".formatted(sls),
                file.path(),
                SourceLines.declaring(file.text(), "include"),
                "include",
                "A dot alone is no name; name the SLS after it.");
    }

    private SlsError missing(String sls, String saltenv) {
        List<String> close = CloseNames.of(sls, roots.available(saltenv));
        String path = sls.replace('.', '/');
        return top.located(
                new SlsError(
                        ("Specified SLS '%s' in environment '%s'"
                                        + " is not available on the salt master")
                                .formatted(sls, saltenv),
                        "there is no pillar SLS %s: neither %s.sls nor %s/init.sls in the roots of %s"
                                .formatted(sls, path, path, saltenv),
                        "",
                        0,
                        sls,
                        close.isEmpty() ? "" : "Did you mean " + String.join(" or ", close) + "?"));
    }

    private Rendered including(
            PillarSls file,
            Map<Object, @Nullable Object> own,
            List<?> includes,
            Map<String, Optional<Object>> done,
            Map<String, @Nullable Object> given) {
        boolean override = Boolean.TRUE.equals(opts.get("pillar_includes_override_sls"));
        List<Map<Object, @Nullable Object>> parts = new ArrayList<>();
        List<SlsError> all = new ArrayList<>();
        List<SlsError> latest = List.of();
        // Salt keeps the defaults of one include for those that follow it without their own.
        Map<String, @Nullable Object> defaults = given;
        for (Object include : includes) {
            String name = String.valueOf(include);
            String key = "";
            if (include instanceof Map<?, ?> map && !map.isEmpty()) {
                Map.Entry<?, ?> entry = map.entrySet().iterator().next();
                name = String.valueOf(entry.getKey());
                Map<?, ?> settings = entry.getValue() instanceof Map<?, ?> m ? m : Map.of();
                defaults = texts(settings.get("defaults"));
                key = settings.get("key") instanceof String text ? text : "";
            }
            for (String sls : included(name, file)) {
                Optional<Object> part = done.get(sls);
                if (part == null) {
                    Rendered rendered = sls(sls, file.saltenv(), done, defaults);
                    part = rendered.value();
                    latest = rendered.errors();
                }
                // Salt repeats the errors of the last file for one that it has already.
                all.addAll(latest);
                Object value = part.orElse(Map.of());
                if (PillarTop.isTrue(value) && !key.isEmpty()) {
                    // Under a key stands whatever the file holds, a text or list too.
                    parts.add(below(key, value));
                } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                    parts.add(own(map));
                }
            }
        }
        if (!override) {
            parts.addLast(own);
        } else {
            parts.addFirst(own);
        }
        if (parts.size() > 1) {
            merge.overwrite(parts.getFirst(), parts.get(1));
        }
        Map<Object, @Nullable Object> merged =
                SameType.map(parts.getFirst(), new LinkedHashMap<>(parts.getFirst()));
        for (Map<?, ?> part : parts.subList(1, parts.size())) {
            merged = merge.merge(merged, part);
        }
        return new Rendered(Optional.of(merged), all);
    }

    /** The files that an include means: Salt looks for a relative name at the top first. */
    private List<String> included(String name, PillarSls file) {
        List<String> found =
                new ArrayList<>(
                        matching(name.replaceFirst("^\\.+", "").replace('/', '.'), file.saltenv()));
        String absolute = name;
        if (name.startsWith(".")) {
            List<String> parts = new ArrayList<>(Traverse.split(file.sls(), "."));
            if (!file.relativePath().endsWith("/init.sls")) {
                parts.removeLast();
            }
            parts.add(name.substring(1));
            absolute = String.join(".", parts);
        }
        found.addAll(matching(absolute, file.saltenv()));
        return found.isEmpty() ? List.of(absolute) : found;
    }

    /** A file's values themselves, which the strategy overwrite changes. */
    @SuppressWarnings("unchecked")
    private static Map<Object, @Nullable Object> own(Map<?, ?> values) {
        return (Map<Object, @Nullable Object>) values;
    }

    private static Map<Object, @Nullable Object> below(String key, Object value) {
        List<String> parts = Traverse.split(key, ":");
        Map<Object, @Nullable Object> wrapped = new LinkedHashMap<>();
        wrapped.put(parts.getLast(), value);
        for (String part : parts.subList(0, parts.size() - 1).reversed()) {
            Map<Object, @Nullable Object> wrapper = new LinkedHashMap<>();
            wrapper.put(part, wrapped);
            wrapped = wrapper;
        }
        return wrapped;
    }

    private static Map<String, @Nullable Object> texts(@Nullable Object value) {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> texts.put(String.valueOf(key), entry));
        }
        return texts;
    }

    private Rendered rendered(PillarSls file, Map<String, @Nullable Object> defaults) {
        if (file.text().isBlank()) {
            return new Rendered(Optional.of(Map.of()));
        }
        try {
            Map<String, @Nullable Object> names = new LinkedHashMap<>(defaults);
            // Salt takes a name of the past out of what a template is told.
            names.remove("env");
            Object value = renderer.render(file, names);
            return new Rendered(Optional.of(value == null ? Map.of() : value));
        } catch (SlsException e) {
            SlsError first = e.errors().getFirst();
            String failed = "Rendering SLS '" + file.sls() + "' failed";
            boolean safe = !Boolean.FALSE.equals(opts.get("pillar_safe_render_error"));
            return new Rendered(Optional.empty())
                    .with(
                            SlsError.at(
                                            safe
                                                    ? failed
                                                            + ". Please see master log for details."
                                                    : failed
                                                            + ", render error:\n"
                                                            + first.saltText(),
                                            first.file().isEmpty() ? file.path() : first.file(),
                                            first.line(),
                                            first.offending(),
                                            first.hint())
                                    .because(first.saltText()));
        }
    }
}
