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

    /** Of an empty onlyif or unless Salt makes a KeyError of its own. */
    private static final List<String> CONDITIONS =
            List.of(
                    "creates: /",
                    "creates: /no",
                    "creates: [/, /usr]",
                    "creates: [/, /no]",
                    "creates: []",
                    "failhard: true",
                    "failhard: false",
                    "unless: 'true'",
                    "onlyif: 'false'",
                    "onlyif: ['true', 'true']",
                    "onlyif: ['true', 'false']",
                    "onlyif: 5",
                    "onlyif: [{fun: test.true}]",
                    "onlyif: [{fun: test.echo, text: ''}]",
                    "onlyif: ['true', {fun: test.echo, args: [hi]}]",
                    "onlyif: [{fun: test.arg, k: v, get_return: 'kwargs:k'}]",
                    "onlyif: [{nofun: x}]",
                    "unless: ['false', 'true']",
                    "unless: [{fun: test.false}]",
                    "unless: [{fun: test.echo, text: hi}, 'true']",
                    "unless: [{fun: test.arg, k: v, get_return: 'kwargs:q'}]",
                    "unless: [[a]]",
                    "check_cmd: 'false'",
                    "check_cmd: ['true', 'false']",
                    "check_cmd: ['true']",
                    "check_cmd: []",
                    "retry: {attempts: 2, interval: 0}",
                    "retry: {attempts: 3, interval: 0, until: false}",
                    "retry: {attempts: 2, interval: 0, splay: 0, until: true}",
                    "retry: {attempts: 0, interval: 0}",
                    "retry: {interval: 0, attempts: many}",
                    "retry: false",
                    "fire_event: true",
                    "fire_event: some/tag",
                    "fire_event: false",
                    "reload_modules: true",
                    "reload_grains: true",
                    "reload_pillar: true",
                    "runas: root",
                    "timeout: 5",
                    "saltenv: base",
                    "no_log: true",
                    "aggregate: true",
                    "onfail_stop: false",
                    "onfail_stop: true",
                    "check_cmd: 'true'\n    - onlyif: 'true'",
                    "unless: 'false'\n    - onlyif: 'true'\n    - creates: /no",
                    "umask: nine",
                    "umask: '022'");

    /** What a state that is included last may ask for. */
    private static final List<String> LATE =
            List.of("order: last", "order: 1", "require_in: [s0]", "listen: [s0]", "comment: e");

    private final Random random;
    private final List<String> ids = new ArrayList<>();

    /** Where each ID is declared. */
    private final List<String> places = new ArrayList<>();

    /** Which IDs are packages. */
    private final Set<String> packages = new HashSet<>();

    private final boolean mock;

    /** Where a failure ends the run, Salt forgets the parallel states and we do not. */
    private final boolean parallel;

    /**
     * Whether conditions may call functions; then nothing comes to a state twice, as prereq and
     * listen do, because Salt takes the function out of the condition when it first asks it.
     */
    private final boolean calling;

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
        calling = chance(0.3);
    }

    Tree tree() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "a.sls",
                file(
                        "a",
                        "include: "
                                + pick(
                                        List.of(
                                                "[b, d.c]",
                                                "[d.c, b]",
                                                "[b, 'd*']",
                                                "[.b, .d.c]"))));
        files.put("b.sls", file("b", chance(0.3) ? "include: [d.c]" : ""));
        files.put(
                "d/c.sls",
                file(
                        "d.c",
                        chance(0.3) ? "include: " + pick(List.of("[b]", "[..b]", "[.e]")) : ""));
        files.put("d/e/init.sls", "e:\n  test.nop:\n    - " + pick(LATE) + "\n");
        Map<String, Object> opts = new LinkedHashMap<>();
        opts.put("test", random.nextInt(4) == 0);
        opts.put("failhard", !parallel && random.nextInt(8) == 0);
        opts.put("state_aggregate", random.nextInt(4) == 0);
        return new Tree(files, opts, mock);
    }

    private String file(String sls, String include) {
        StringBuilder text = new StringBuilder();
        if (places.stream().anyMatch(place -> !place.equals("a"))) {
            text.append(include).append('\n');
        }
        for (int i = 0; i < ids.size(); i++) {
            if (places.get(i).equals(sls)) {
                state(text, i);
            }
        }
        if (chance(0.05)) {
            text.append("exclude:\n  - ")
                    .append(
                            pick(
                                    List.of(
                                            "id: " + pick(ids),
                                            "id: 's?'",
                                            "sls: b",
                                            "sls: 'd*'",
                                            "b")))
                    .append('\n');
        }
        if (chance(0.12)) {
            String extended = pick(ids);
            text.append("extend:\n  ").append(extended).append(":\n    ");
            text.append(packages.contains(extended) ? "pkg" : "test").append(":\n");
            text.append("      - ")
                    .append(
                            pick(
                                    List.of(
                                            "comment: extended",
                                            "order: 2",
                                            "name: other",
                                            "names: [u, v]",
                                            "names: [u, {v: [{comment: w}]}]",
                                            "onlyif: 'false'",
                                            "use: [s0]",
                                            "nop")))
                    .append('\n');
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
            String names =
                    pick(
                            List.of(
                                    "names: [%1$sa, {%1$sb: [{comment: own}, {order: 3}]}, z]",
                                    "names: [%1$sa, %1$sa, {%1$sb: [{listen: [s0]}]}]",
                                    "names: [{%1$sa: [{name: own}, {onlyif: 'false'}]}, %1$sb]",
                                    "names: [%1$sa: [], %1$sb: [{require: [s0]}, {comment: ''}]]",
                                    "names: [%1$sa: [{unless: 'true'}, {retry: false}], s0]",
                                    "names: []"));
            line(sls, names.formatted(id));
        } else if (chance(0.1)) {
            line(sls, "name: n" + random.nextInt(4));
        }
        if (chance(0.15)) {
            String condition = pick(CONDITIONS);
            if (condition.contains("fun:") && !calling) {
                condition = "onlyif: 'true'";
            }
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
        if (calling && (kind.startsWith("prereq") || kind.startsWith("listen"))) {
            return;
        }
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
                    switch (kind.endsWith("_in")
                            ? 200 + random.nextInt(100)
                            : random.nextInt(150)) {
                        case 0 -> target;
                        case 1 -> "id: " + target;
                        case 2 -> "test: n" + random.nextInt(4);
                        case 3 -> state + ": '" + target + "*'";
                        case 4 -> state + ": " + target + "a";
                        case 5 -> "sls: " + pick(places);
                        case 6 -> "sls: 'd.*'";
                        case 7 -> state + ": 's[0-3]'";
                        case 8 -> "name: " + target;
                        case 9 -> "id: 's?'";
                        case 10 -> "sls: d.e";
                        case 200 -> target;
                        case 201 -> "sls: " + pick(places);
                        case 202 -> state + ": n" + random.nextInt(4);
                        case 203 -> "id: " + target;
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
