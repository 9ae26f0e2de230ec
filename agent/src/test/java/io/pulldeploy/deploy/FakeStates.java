package io.pulldeploy.deploy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States that come out as a test says. */
final class FakeStates implements HighstateRunner {
    final List<String> ran = new ArrayList<>();
    StateRun next = ok(0);
    StateRun nextSls = ok(1);
    Runnable during = () -> {};

    @Override
    public StateRun highstate(Progress progress) {
        ran.add("highstate");
        during.run();
        progress.at(next.total(), next.total());
        return next;
    }

    @Override
    public StateRun sls(String sls, Progress progress) {
        ran.add(sls);
        return nextSls;
    }

    /** Two states, of which some change something. */
    static StateRun ok(int changed) {
        return new StateRun(
                0,
                Map.of("a", result("a", true, changed > 0), "b", result("b", true, changed > 1)),
                List.of());
    }

    static StateRun failing(String id) {
        return new StateRun(2, Map.of(id, result(id, false, false)), List.of());
    }

    private static Map<String, @Nullable Object> result(
            String id, boolean result, boolean changed) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("__id__", id);
        fields.put("result", result);
        fields.put("comment", result ? "fine" : "No such package");
        fields.put("changes", changed ? Map.of("x", "y") : Map.of());
        return fields;
    }
}
