package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Renders texts with Salt's usual context (salt, grains, pillar, opts, …) and the caller's. */
public interface TemplateRenderer {
    /**
     * @param engine {@code jinja} or {@code jinjava}
     * @param text the template
     * @param name what an error calls it: a path or a salt:// URL
     * @param context more names; they win over Salt's
     * @throws CallError with Jinja2's message and line
     */
    String render(
            String engine,
            String text,
            String name,
            String saltenv,
            Map<String, @Nullable Object> context);

    /**
     * What a text becomes in the pipe that its first line names: data, or again a text.
     *
     * @param standard the pipe of a text that names none, such as {@code jinja|yaml}
     * @param name what an error calls it: a path or {@code :string:}
     * @param context more names; they win over Salt's
     * @throws CallError with the message and class of Salt's exception
     */
    @Nullable Object data(
            String standard,
            String text,
            String name,
            String saltenv,
            Map<String, @Nullable Object> context);
}
