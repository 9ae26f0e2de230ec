package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Renders a text template with Salt's usual context (salt, grains, pillar, opts, …) and the
 * caller's.
 */
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
}
