package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A template that a loader found.
 *
 * @param text its source
 * @param path what a traceback calls it
 * @param globals names that loading it sets for the whole environment from here on, as Salt's
 *     loader does with {@code tpldir} and its kin
 */
public record LoadedTemplate(String text, String path, Map<String, @Nullable Object> globals) {
    public LoadedTemplate {
        globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
    }

    public LoadedTemplate(String text, String path) {
        this(text, path, Map.of());
    }
}
