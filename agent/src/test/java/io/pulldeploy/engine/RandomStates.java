package io.pulldeploy.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Trees of SLS files with states that mostly fit together. */
final class RandomStates {
    /**
     * SLS files by their path, of which {@code a} is the one to apply, and how.
     *
     * @param mock whether no state function is called
     */
    record Tree(Map<String, String> files, Map<String, Object> opts, boolean mock) {
        String text() {
            StringBuilder text = new StringBuilder();
            files.forEach((name, content) ->
                    text.append("--- ").append(name).append('\n').append(content));
            return text.toString();
        }
    }

    private static final List<String> FUNCTIONS =
            List.of(
                    "test.nop",
                    "test.succeed_with_changes",
                    "test.succeed_with_changes",
                    "test.succeed_without_changes",
                    "test.fail_without_changes",
                    "test.fail_with_changes");
    private static final List<String> KINDS =
            List.of(
                    "require",
                    "watch",
                    "onchanges",
                    "onfail",
                    "prereq",
                    "listen",
                    "use",
                    "require_any",
                    "watch_any",
                    "onchanges_any",
                    "onfail_any",
                    "onfail_all",
                    "require_in",
                    "watch_in",
                    "onchanges_in",
                    "prereq_in",
                    "onfail_in",
                    "listen_in",
                    "use_in");
    private static final List<String> ORDERS =
            List.of("first", "last", "1", "5", "-1", "-7", "20000", "2.5", "0", "true");
    private static final List<String> CONDITIONS =
            List.of(
                    "creates: /",
                    "creates: /no",
                    "failhard: true",
                    "failhard: false",
                    "unless: 'true'",
                    "onlyif: 'false'",
                    "onlyif: ['true', 'true']",
                    "check_cmd: 'false'",
                    "retry: {attempts: 2, interval: 0}",
                    "retry: {attempts: 3, interval: 0, until: false}",
                    "fire_event: true",
                    "umask: '022'");

    private final Random random;
    private final List<String> ids = new ArrayList<>();

    /** Where each ID is declared. */
    private final List<String> places = new ArrayList<>();

    /** Which IDs are packages. */
    private final Set<String> packages = new HashSet<>();

    private final boolean mock;

    /** Where a failure ends the run, Salt forgets the parallel states and we do not. */
    private final boolean parallel;

    RandomStates(Random random) {
        this.random = random;
        int count = 2 + random.nextInt(9);
        boolean several = chance(0.5);
        for (int i = 0; i < count; i++) {
            ids.add("s" + i);
            places.add(several ? pick(List.of("a", "a", "b", "d.c")) : "a");
        }
        mock = chance(0.1);
        if (mock) {
            ids.stream().filter(_ -> chance(0.3)).forEach(packages::add);
        }
        parallel = chance(0.1);
    }

    Tree tree() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.sls", file("a", "include: [b, d.c]\n"));
        files.put("b.sls", file("b", chance(0.3) ? "include: [d.c]\n" : ""));
        files.put("d/c.sls", file("d.c", chance(0.3) ? "include: [b]\n" : ""));
        Map<String, Object> opts = new LinkedHashMap<>();
        opts.put("test", random.nextInt(4) == 0);
        opts.put("failhard", !parallel && random.nextInt(8) == 0);
        opts.put("state_aggregate", random.nextInt(4) == 0);
        return new Tree(files, opts, mock);
    }

    private String file(String sls, String include) {
        StringBuilder text = new StringBuilder();
        if (places.stream().anyMatch(place -> !place.equals("a"))) {
            text.append(include);
        }
        for (int i = 0; i < ids.size(); i++) {
            if (places.get(i).equals(sls)) {
                state(text, i);
            }
        }
        if (chance(0.05)) {
            text.append("exclude:\n  - ")
                    .append(pick(List.of("id: " + pick(ids), "sls: b", "sls: 'd*'", "b")))
                    .append('\n');
        }
        if (chance(0.08)) {
            String extended = pick(ids);
            text.append("extend:\n  ").append(extended).append(":\n    ");
            text.append(packages.contains(extended) ? "pkg" : "test").append(":\n");
            text.append("      - comment: extended\n");
            StringBuilder requisite = new StringBuilder();
            requisite(requisite, ids.size() / 2);
            requisite
                    .toString()
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    private void state(StringBuilder sls, int index) {
        String id = ids.get(index);
        boolean isPackage = packages.contains(id);
        sls.append(id).append(":\n  ");
        sls.append(isPackage ? "pkg.installed" : pick(FUNCTIONS)).append(":\n");
        sls.append("    - comment: c").append(index).append('\n');
        if (chance(0.15)) {
            line(sls, "order: " + pick(ORDERS));
        }
        if (chance(0.1)) {
            line(sls, "names: [%sa, {%sb: [{comment: own}, {order: 3}]}, z]".formatted(id, id));
        } else if (chance(0.1)) {
            line(sls, "name: n" + random.nextInt(4));
        }
        if (chance(0.15)) {
            String condition = pick(CONDITIONS);
            line(sls, parallel && condition.startsWith("failhard") ? "parallel: true" : condition);
        }
        if (isPackage && chance(0.3)) {
            line(sls, "aggregate: " + pick(List.of("true", "false", "[pkg]")));
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            requisite(sls, index);
        }
    }

    private void requisite(StringBuilder sls, int index) {
        String kind = pick(KINDS);
        List<String> pool =
                kind.endsWith("_in") ? ids.subList(index + 1, ids.size()) : ids.subList(0, index);
        if (chance(0.02)) {
            pool = ids;
        }
        if (pool.isEmpty()) {
            return;
        }
        line(sls, kind + ":");
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            String target = pick(pool);
            String state = packages.contains(target) ? "pkg" : "test";
            String written =
                    switch (kind.endsWith("_in") ? 60 : random.nextInt(60)) {
                        case 0 -> target;
                        case 1 -> "id: " + target;
                        case 2 -> "test: n" + random.nextInt(4);
                        case 3 -> state + ": '" + target + "*'";
                        case 4 -> state + ": " + target + "a";
                        case 5 -> "sls: " + pick(places);
                        case 6 -> "sls: 'd.*'";
                        default -> state + ": " + target;
                    };
            sls.append("      - ").append(written).append('\n');
        }
    }

    private static void line(StringBuilder sls, String text) {
        sls.append("    - ").append(text).append('\n');
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
