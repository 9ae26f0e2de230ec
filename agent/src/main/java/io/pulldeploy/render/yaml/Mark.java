package io.pulldeploy.render.yaml;

/**
 * A place in a YAML text.
 *
 * @param line 0-based
 * @param column 0-based, in code points
 */
record Mark(int line, int column) {
    /** PyYAML's description, with 1-based numbers. */
    String describe(String name) {
        return "  in \"" + name + "\", line " + (line + 1) + ", column " + (column + 1);
    }
}
