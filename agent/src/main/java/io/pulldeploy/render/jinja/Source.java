package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/**
 * A template's text and what it is called.
 *
 * @param name what it was loaded by; null for the rendered text itself
 * @param path what tracebacks call it
 */
record Source(String text, @Nullable String name, String path) {
    /** {@code line 3 in 'map.jinja'}. */
    String position(int line) {
        return "line " + line + (name == null ? "" : " in " + PyRepr.repr(name));
    }

    TemplateFrame frame(int line, String location) {
        return new TemplateFrame(path, name == null, line, location);
    }
}
