package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges the top files of several saltenvs by Salt's {@code top_file_merging_strategy}. */
record TopMerge(String strategy, String defaultTop) {
    /**
     * @param tops by saltenv, each saltenv's own top file before those it includes
     */
    Map<Object, @Nullable Object> merge(Map<String, List<Object>> tops) {
        return switch (strategy) {
            case "same" -> same(tops);
            case "merge_all" -> mergeAll(tops);
            default -> baseFirst(tops);
        };
    }

    /**
     * The base's top file decides; another saltenv's counts for its own section, if base has none.
     */
    private static Map<Object, @Nullable Object> baseFirst(Map<String, List<Object>> tops) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        for (Object top : tops.getOrDefault("base", List.of())) {
            sections(top).forEach((saltenv, targets) -> put(merged, saltenv, targets));
        }
        tops.forEach((from, all) -> {
            if (!from.equals("base")) {
                for (Object top : all) {
                    sections(top)
                            .forEach((saltenv, targets) -> {
                                if (saltenv.equals(from) && !merged.containsKey(saltenv)) {
                                    put(merged, saltenv, targets);
                                }
                            });
                }
            }
        });
        return merged;
    }

    /** Each saltenv's own top file decides, or the default saltenv's where it has none. */
    private Map<Object, @Nullable Object> same(Map<String, List<Object>> tops) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        tops.forEach((from, own) -> {
            List<Object> used =
                    own.stream().allMatch(TopMerge::isEmpty)
                            ? tops.getOrDefault(defaultTop, List.of())
                            : own;
            for (Object top : used) {
                sections(top)
                        .forEach((saltenv, targets) -> {
                            if (saltenv.equals(from)) {
                                put(merged, saltenv, targets);
                            }
                        });
            }
        });
        return merged;
    }

    private static Map<Object, @Nullable Object> mergeAll(Map<String, List<Object>> tops) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        tops.values().stream()
                .flatMap(List::stream)
                .forEach(top ->
                        sections(top)
                                .forEach((saltenv, targets) -> {
                                    Map<Object, @Nullable Object> into = section(merged, saltenv);
                                    targets(targets)
                                            .forEach((target, sls) ->
                                                    into.merge(
                                                            target,
                                                            sls == null ? List.of() : sls,
                                                            TopMerge::both));
                                }));
        return merged;
    }

    private static Object both(Object first, Object second) {
        if (!(first instanceof List<?> one) || !(second instanceof List<?> two)) {
            return first;
        }
        List<@Nullable Object> merged = new ArrayList<>();
        Object type = last(two) != null ? last(two) : last(one);
        if (type != null) {
            merged.add(type);
        }
        one.stream().filter(String.class::isInstance).forEach(merged::add);
        two.stream()
                .filter(String.class::isInstance)
                .filter(sls -> !merged.contains(sls))
                .toList()
                .forEach(merged::add);
        return merged;
    }

    private static @Nullable Object last(List<?> items) {
        Object found = null;
        for (Object item : items) {
            if (item instanceof Map) {
                found = item;
            }
        }
        return found;
    }

    private static void put(
            Map<Object, @Nullable Object> merged, Object saltenv, @Nullable Object targets) {
        section(merged, saltenv).putAll(targets(targets));
    }

    private static Map<Object, @Nullable Object> section(
            Map<Object, @Nullable Object> merged, Object saltenv) {
        Map<Object, @Nullable Object> present = HighData.map(merged.get(saltenv));
        if (present != null) {
            return present;
        }
        Map<Object, @Nullable Object> made = new LinkedHashMap<>();
        merged.put(saltenv, made);
        return made;
    }

    private static Map<Object, @Nullable Object> sections(Object top) {
        Map<Object, @Nullable Object> map = HighData.map(top);
        if (map == null) {
            throw notTargets();
        }
        Map<Object, @Nullable Object> sections = new LinkedHashMap<>(map);
        sections.remove("include");
        return sections;
    }

    private static Map<Object, @Nullable Object> targets(@Nullable Object targets) {
        Map<Object, @Nullable Object> map = HighData.map(targets);
        if (map == null) {
            throw notTargets();
        }
        return map;
    }

    private static SlsException notTargets() {
        return new SlsException(SlsError.of("Unable to render top file. No targets found."));
    }

    private static boolean isEmpty(Object top) {
        return top instanceof Map<?, ?> map && map.isEmpty();
    }
}
