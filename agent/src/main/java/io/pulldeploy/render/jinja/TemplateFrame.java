package io.pulldeploy.render.jinja;

/**
 * One entry of a traceback: where a template was when it failed, or when it called what failed.
 *
 * @param path the loaded template's path, or the label of the rendered text
 * @param root whether this is the rendered text itself, which has no file
 * @param line 1-based
 * @param location {@code top-level template code}, {@code template} (macros, recursive loops,
 *     syntax errors) or {@code block 'name'}, as Jinja2 writes it
 */
public record TemplateFrame(String path, boolean root, int line, String location) {
    boolean isBlock() {
        return location.startsWith("block ");
    }
}
