package io.pulldeploy.render;

import java.util.Optional;

/**
 * How JSON is written; the names are those of Python's {@code json.dumps}.
 *
 * @param indent what each level is indented by; everything on one line if absent
 */
public record JsonStyle(
        Optional<String> indent,
        boolean sortKeys,
        boolean ensureAscii,
        String itemSeparator,
        String keySeparator) {

    /** Python's defaults. */
    public static final JsonStyle PYTHON = new JsonStyle(Optional.empty(), false, true, ", ", ": ");

    /** The defaults of {@code salt.utils.json.dumps}: letters beyond ASCII stand as they are. */
    public static final JsonStyle SALT = PYTHON.withEnsureAscii(false);

    public JsonStyle withIndent(int columns) {
        return withIndent(" ".repeat(Math.max(0, columns)));
    }

    public JsonStyle withIndent(String text) {
        return new JsonStyle(Optional.of(text), sortKeys, ensureAscii, ",", keySeparator);
    }

    public JsonStyle withSortKeys(boolean sort) {
        return new JsonStyle(indent, sort, ensureAscii, itemSeparator, keySeparator);
    }

    public JsonStyle withEnsureAscii(boolean ensure) {
        return new JsonStyle(indent, sortKeys, ensure, itemSeparator, keySeparator);
    }

    public JsonStyle withSeparators(String item, String key) {
        return new JsonStyle(indent, sortKeys, ensureAscii, item, key);
    }
}
