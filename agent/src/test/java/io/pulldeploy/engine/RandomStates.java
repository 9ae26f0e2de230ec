package io.pulldeploy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SLS texts with states that mostly fit together. */
final class RandomStates {
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

    private final Random random;
    private final List<String> ids = new ArrayList<>();

    RandomStates(Random random) {
        this.random = random;
        int count = 2 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            ids.add("s" + i);
        }
    }

    String sls() {
        StringBuilder sls = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            state(sls, i);
        }
        if (chance(0.08)) {
            sls.append("exclude:\n  - id: %s\n".formatted(pick(ids)));
        }
        if (chance(0.1)) {
            sls.append(
                    "extend:\n  %s:\n    test:\n      - comment: extended\n      - require: [{test: %s}]\n"
                            .formatted(pick(ids), ids.getFirst()));
        }
        return sls.toString();
    }

    private void state(StringBuilder sls, int index) {
        String id = ids.get(index);
        sls.append(id).append(":\n  ").append(pick(FUNCTIONS)).append(":\n");
        sls.append("    - comment: c").append(index).append('\n');
        if (chance(0.15)) {
            line(
                    sls,
                    "order: "
                            + pick(List.of("first", "last", "1", "5", "-1", "-7", "20000", "2.5")));
        }
        if (chance(0.1)) {
            line(sls, "names: [%sa, {%sb: [{comment: own}, {order: 3}]}, z]".formatted(id, id));
        } else if (chance(0.1)) {
            line(sls, "name: n" + random.nextInt(4));
        }
        if (chance(0.08)) {
            line(sls, pick(List.of("creates: /", "creates: /no", "failhard: true")));
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            requisite(sls, index);
        }
    }

    private void requisite(StringBuilder sls, int index) {
        String kind = pick(KINDS);
        List<String> pool =
                kind.endsWith("_in") ? ids.subList(index + 1, ids.size()) : ids.subList(0, index);
        if (chance(0.05)) {
            pool = ids;
        }
        if (pool.isEmpty()) {
            return;
        }
        line(sls, kind + ":");
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            String target = pick(pool);
            String written =
                    switch (random.nextInt(30)) {
                        case 0 -> target;
                        case 1 -> "id: " + target;
                        case 2 -> "test: n" + random.nextInt(4);
                        case 3 -> "test: '" + target + "*'";
                        case 4 -> "test: " + target + "a";
                        default -> "test: " + target;
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
