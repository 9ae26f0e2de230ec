package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

/** How Python writes a value, which several outputters print. */
public interface PythonText {
    /** Python's {@code repr()}. */
    String repr(@Nullable Object value);

    /** Python's {@code str()}. */
    String str(@Nullable Object value);

    /** Python's {@code pprint.pformat()}. */
    String pretty(@Nullable Object value);
}
