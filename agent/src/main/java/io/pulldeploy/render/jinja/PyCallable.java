package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A function from outside: plain Java values in, plain Java values out. */
@FunctionalInterface
public interface PyCallable {
    /**
     * @throws TemplateError what Python would raise; its kind decides how the error is reported
     */
    @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
}
