package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;

import java.util.ArrayList;
import java.util.List;

/** Collects the functions of one module under its name. */
final class FunctionList {
    private final String module;
    private final List<ExecutionFunction> functions = new ArrayList<>();

    /**
     * @param module without the dot
     */
    FunctionList(String module) {
        this.module = module;
    }

    /** Adds a function whose machine's refusals are its caller's errors. */
    FunctionList add(String name, String doc, String signature, ExecutionFunction.Body body) {
        functions.add(
                new ExecutionFunction(
                        module + "." + name,
                        doc,
                        signature,
                        (minion, args) -> {
                            try {
                                return body.call(minion, args);
                            } catch (Failure e) {
                                throw PythonErrors.of(e);
                            }
                        }));
        return this;
    }

    List<ExecutionFunction> all() {
        return List.copyOf(functions);
    }
}
