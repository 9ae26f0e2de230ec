package io.pulldeploy.render.jinja;

/**
 * What is known of escaping where code is made: jinja2.nodes.EvalContext.
 *
 * @param on whether constants are escaped; and all else, unless it is decided later
 * @param dynamic whether an {@code autoescape} tag's expression decides when it runs
 */
record Escaping(boolean on, boolean dynamic) {
    boolean isOn(Frame frame) {
        return dynamic ? frame.context.autoescape() : on;
    }
}
