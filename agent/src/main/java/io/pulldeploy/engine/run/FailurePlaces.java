package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Sources;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;

import java.util.Optional;

/** Tells with a failure where its state is declared, for the states that want it told. */
record FailurePlaces(Registry<StateFunction> states, Sources sources) {
    ChunkReturn added(ChunkReturn result, LowChunk chunk) {
        if (!result.failed()
                || states.find(chunk.function()).filter(StateFunction::namesPlace).isEmpty()) {
            return result;
        }
        Optional<String> place = sources.place(chunk.sls(), chunk.id());
        place.ifPresent(p ->
                result.put(
                        "comment",
                        "%s (%s, ID '%s')".formatted(result.comment().strip(), p, chunk.id())));
        return result;
    }
}
