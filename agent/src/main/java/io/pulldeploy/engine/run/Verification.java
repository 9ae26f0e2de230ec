package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of a chunk before its function can be called. */
public final class Verification {
    private final Registry<StateFunction> states;

    public Verification(Registry<StateFunction> states) {
        this.states = states;
    }

    /**
     * Salt's texts of what is wrong; empty if nothing is. Moves {@code umask} to where it is kept.
     */
    public List<String> errors(LowChunk chunk) {
        List<String> errors = new ArrayList<>();
        for (String key : List.of("state", "fun", "name")) {
            if (!chunk.has(key)) {
                errors.add("Missing \"%s\" data".formatted(key));
            }
        }
        Object name = chunk.get("name");
        if (Python.truth(name) && !(name instanceof String)) {
            errors.add(
                    "ID '%s' %sis not formed as a string, but is a %s"
                            .formatted(
                                    Python.str(name),
                                    chunk.has("__sls__")
                                            ? "in SLS '%s' ".formatted(chunk.sls())
                                            : "",
                                    Python.typeName(name)));
        }
        if (chunk.has("umask")) {
            umask(chunk, chunk.data().remove("umask")).ifPresent(errors::add);
        }
        if (!errors.isEmpty()) {
            return errors;
        }
        Optional<StateFunction> function = states.find(chunk.function());
        if (function.isEmpty()) {
            errors.addAll(unknown(chunk));
        } else {
            function.get().signature().parameters().stream()
                    .filter(Parameter::required)
                    .filter(parameter -> !chunk.has(parameter.name()))
                    .forEach(parameter ->
                            errors.add(
                                    "Missing parameter %s for state %s"
                                            .formatted(parameter.name(), chunk.function())));
        }
        return errors;
    }

    private List<String> unknown(LowChunk chunk) {
        List<String> errors = new ArrayList<>();
        if (chunk.has("__sls__")) {
            errors.add(
                    "State '%s' was not found in SLS '%s'"
                            .formatted(chunk.function(), chunk.sls()));
            errors.add(
                    states.whyAbsent(chunk.function())
                            .map(why ->
                                    "Reason: '%s' __virtual__ returned False: %s"
                                            .formatted(chunk.state(), why))
                            .orElse("Reason: '%s' is not available.".formatted(chunk.function())));
        } else {
            errors.add("Specified state '%s' was not found".formatted(chunk.function()));
        }
        // Where the errors are all that a call answers, they are Salt's alone.
        if (chunk.has("__sls__")) {
            hint(chunk).ifPresent(errors::add);
        }
        return errors;
    }

    /** The functions whose names are like one that does not exist. */
    public Optional<String> hint(LowChunk chunk) {
        List<String> close =
                states.find(chunk.function()).isPresent()
                        ? List.of()
                        : states.closeTo(chunk.function());
        return close.isEmpty()
                ? Optional.empty()
                : Optional.of("Did you mean %s?".formatted(String.join(" or ", close)));
    }

    private static Optional<String> umask(LowChunk chunk, @Nullable Object umask) {
        try {
            chunk.put("__umask__", Long.parseLong(Python.str(umask), 8));
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("Invalid umask: %s".formatted(Python.str(umask)));
        }
    }
}
