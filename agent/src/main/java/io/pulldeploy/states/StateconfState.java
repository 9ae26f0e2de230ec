package io.pulldeploy.states;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;

import java.util.List;

/** {@code stateconf.*}: states that only hold values for other states of their file. */
public final class StateconfState {
    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "stateconf.set",
                        "Holds values.",
                        "name, **kwargs",
                        call -> StateResult.succeeded("")),
                new StateFunction(
                        "stateconf.context",
                        "Holds values.",
                        "name, **kwargs",
                        call -> StateResult.succeeded("")));
    }
}
