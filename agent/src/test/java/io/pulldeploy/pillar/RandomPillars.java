package io.pulldeploy.pillar;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trees of pillar files which include each other and say different things of the same keys. */
final class RandomPillars {
    /**
     * @param roots for each saltenv its directories, each with texts by path
     */
    record Tree(
            Map<String, @Nullable Object> roots,
            Map<String, @Nullable Object> opts,
            Map<String, @Nullable Object> override) {}

    private static final Map<String, String> PATHS =
            Map.of(
                    "a", "a.sls",
                    "b", "b.sls",
                    "d", "d/init.sls",
                    "d.e", "d/e.sls",
                    "d.f", "d/f/init.sls",
                    "d.f.g", "d/f/g.sls");
    private static final List<String> FILES = List.of("a", "b", "d", "d.e", "d.f", "d.f.g");
    private static final List<String> KEYS = List.of("m", "l", "s", "n", "deep");

    private final Random random;

    RandomPillars(Random random) {
        this.random = random;
    }

    Tree tree() {
        Map<String, @Nullable Object> roots = new LinkedHashMap<>();
        boolean two = chance(0.3);
        roots.put("base", directories());
        if (two) {
            roots.put("dev", directories());
        }
        Map<String, @Nullable Object> opts = new LinkedHashMap<>();
        opts.put("nodegroups", RandomTargets.NODEGROUPS);
        opts.put(
                "pillar_source_merging_strategy",
                pick(
                        List.of(
                                "smart",
                                "smart",
                                "recurse",
                                "list",
                                "aggregate",
                                "overwrite",
                                "none")));
        opts.put("pillar_merge_lists", chance(0.3));
        if (two && chance(0.3)) {
            opts.put("pillarenv", pick(List.of("base", "dev")));
        }
        if (two && chance(0.2)) {
            opts.put("env_order", pick(List.of(List.of("dev", "base"), List.of("base"))));
        }
        return new Tree(roots, opts, chance(0.2) ? content(2) : Map.of());
    }

    private List<@Nullable Object> directories() {
        List<@Nullable Object> directories = new ArrayList<>();
        for (int n = chance(0.3) ? 2 : 1; n > 0; n--) {
            Map<String, @Nullable Object> files = new LinkedHashMap<>();
            if (chance(0.85)) {
                files.put("top.sls", top());
            }
            for (String sls : FILES) {
                if (chance(0.8)) {
                    files.put(PATHS.get(sls), file());
                }
            }
            directories.add(files);
        }
        return directories;
    }

    private String top() {
        Map<String, @Nullable Object> top = new LinkedHashMap<>();
        top.put("base", targets());
        if (chance(0.2)) {
            top.put("dev", targets());
        }
        if (chance(0.1)) {
            top.put("include", List.of(pick(FILES)));
        }
        return write(top);
    }

    private Map<String, @Nullable Object> targets() {
        Map<String, @Nullable Object> targets = new LinkedHashMap<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            List<@Nullable Object> items = new ArrayList<>();
            String target = "*";
            if (chance(0.5)) {
                RandomTargets expressions = new RandomTargets(random);
                String type = expressions.type();
                target = expressions.expression(type);
                // Of an expression that cannot be read, Salt logs an error and goes on.
                items.add(Map.of("match", type));
            }
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                items.add(
                        chance(0.1) ? pick(List.of("d.*", "[ab]", "missing", "d/e")) : pick(FILES));
            }
            if (chance(0.2)) {
                items.add(Map.of("order", (long) random.nextInt(4) - 1));
            }
            if (chance(0.2)) {
                items.add(Map.of("ignore_missing", chance(0.8)));
            }
            targets.put(target, items);
        }
        return targets;
    }

    private String file() {
        if (chance(0.04)) {
            return pick(List.of("", "[1, 2]\n", "text\n", "include: b\n", "include: []\nx: 1\n"));
        }
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        if (chance(0.4)) {
            List<@Nullable Object> included = new ArrayList<>();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                included.add(included());
            }
            file.put("include", included);
        }
        file.putAll(content(3));
        return write(file);
    }

    private Object included() {
        // At a dot alone Salt's process ends.
        String sls =
                chance(0.2)
                        ? pick(List.of(".b", ".e", "..a", "..d", "d.*", "missing", "d/e"))
                        : pick(FILES);
        return switch (random.nextInt(5)) {
            case 0 -> Map.of(sls, Map.of("key", pick(List.of("m", "k", "deep:er", "s"))));
            case 1 -> Map.of(sls, Map.of("defaults", Map.of("x", 1L)));
            default -> sls;
        };
    }

    private Map<String, @Nullable Object> content(int depth) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            content.put(pick(KEYS), value(depth - 1));
        }
        return content;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> (long) random.nextInt(3);
            case 1 -> pick(List.of("x", "y"));
            case 2 -> chance(0.5);
            case 3 -> chance(0.5) ? null : "z";
            case 4 -> List.of((long) random.nextInt(3), pick(List.of("p", "q")));
            case 5 -> List.of();
            case 6 -> List.of(content(depth));
            default -> content(depth);
        };
    }

    private static String write(Map<String, @Nullable Object> content) {
        return Json.write(content, JsonStyle.SALT) + "\n";
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
