package io.pulldeploy.engine;

import io.pulldeploy.loader.ExecutionFunction;

import java.util.List;
import java.util.stream.Stream;

/** {@code state.*}: compiles, shows and applies states. */
public final class StateModule {
    public List<ExecutionFunction> functions() {
        return Stream.of(
                        new StateShow().functions(),
                        new StateApply().functions(),
                        new StateSwitch().functions(),
                        new StateRequests().functions(),
                        StateJobs.functions())
                .flatMap(List::stream)
                .toList();
    }
}
