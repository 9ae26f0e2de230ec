package io.pulldeploy.render.jinja;

import java.util.Optional;

/** Finds the templates that others import, include and extend. */
@FunctionalInterface
public interface TemplateLoader {
    /**
     * Called once per name and render.
     *
     * @param name as the template gave it
     * @return empty if there is none, which is Jinja2's {@code TemplateNotFound}
     */
    Optional<LoadedTemplate> load(String name);

    /** A loader that knows no template. */
    static TemplateLoader none() {
        return name -> Optional.empty();
    }
}
