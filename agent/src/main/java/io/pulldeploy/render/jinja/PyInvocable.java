package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A callable that works on the engine's own values and may look at the context. */
public interface PyInvocable extends PyObject {
    @Nullable Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
}
