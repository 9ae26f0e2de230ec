package io.pulldeploy.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a state as every state test must: as a test, for real, and once more. The test run must
 * change nothing and must say that it would change something exactly if the real run does; the
 * second run must be silent.
 */
public final class StateTestHarness {
    private final Registry<StateFunction> states = Registry.ofStateFunctions();
    private final Minion minion;
    private final Supplier<?> machine;

    /** What the three runs said. */
    public record Runs(StateResult test, StateResult real, StateResult again) {}

    /**
     * @param machine everything that the states may change, in a form that can be compared
     */
    public StateTestHarness(List<StateFunction> functions, Minion minion, Supplier<?> machine) {
        states.add(functions);
        this.minion = minion;
        this.machine = machine;
    }

    /** Runs a state and checks what holds of every state. */
    public Runs check(String function, Map<String, @Nullable Object> arguments) {
        Runs runs = run(function, arguments);
        assertThat(runs.test().outcome() == StateResult.Outcome.WOULD_CHANGE)
                .as("the test run foretells whether %s changes something", function)
                .isEqualTo(
                        runs.real().outcome() == StateResult.Outcome.SUCCEEDED
                                && !runs.real().changes().isEmpty());
        if (runs.real().outcome() == StateResult.Outcome.SUCCEEDED) {
            assertThat(runs.again().changes())
                    .as("the second run of %s is silent", function)
                    .isEmpty();
            assertThat(runs.again().outcome()).isEqualTo(StateResult.Outcome.SUCCEEDED);
        }
        return runs;
    }

    /** Runs a state and checks only that the test run changes nothing. */
    public Runs run(String function, Map<String, @Nullable Object> arguments) {
        Object before = machine.get();
        StateResult test = once(function, arguments, true);
        assertThat(machine.get()).as("a test run changes nothing").isEqualTo(before);
        return new Runs(test, once(function, arguments, false), once(function, arguments, false));
    }

    /** Runs a state one time. */
    public StateResult once(
            String function, Map<String, @Nullable Object> arguments, boolean test) {
        StateFunction state = states.find(function).orElseThrow();
        Map<String, @Nullable Object> chunk = new LinkedHashMap<>(arguments);
        chunk.put("__id__", "case");
        chunk.put("__sls__", "case");
        chunk.put("__env__", "base");
        return state.body()
                .run(
                        new StateCall(
                                chunk,
                                state.signature().bind(function, List.of(), arguments),
                                minion,
                                test));
    }
}
