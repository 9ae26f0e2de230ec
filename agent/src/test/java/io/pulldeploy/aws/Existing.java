package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** How the fakes refuse what is asked of a thing that does not exist. */
final class Existing {
    private Existing() {}

    static <T> T in(Map<String, T> things, String name) {
        @Nullable T thing = things.get(name);
        if (thing == null) {
            throw new Failure(ExitCode.UNAVAILABLE, "there is no " + name, "");
        }
        return thing;
    }
}
