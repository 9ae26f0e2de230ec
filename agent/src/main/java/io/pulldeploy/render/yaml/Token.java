package io.pulldeploy.render.yaml;

/**
 * A token of YAML.
 *
 * @param value the scalar's text, the anchor's or alias's name, a tag's or %TAG's handle, or the
 *     version
 * @param suffix a tag's suffix or a %TAG's prefix
 * @param plain whether a scalar has no quotes and is no block
 */
record Token(Kind kind, Mark start, Mark end, String value, String suffix, boolean plain) {
    enum Kind {
        STREAM_START,
        STREAM_END,
        VERSION_DIRECTIVE,
        TAG_DIRECTIVE,
        DOCUMENT_START,
        DOCUMENT_END,
        BLOCK_SEQUENCE_START,
        BLOCK_MAPPING_START,
        BLOCK_END,
        FLOW_SEQUENCE_START,
        FLOW_SEQUENCE_END,
        FLOW_MAPPING_START,
        FLOW_MAPPING_END,
        BLOCK_ENTRY,
        FLOW_ENTRY,
        KEY,
        VALUE,
        ALIAS,
        ANCHOR,
        TAG,
        SCALAR
    }

    Token(Kind kind, Mark start, Mark end) {
        this(kind, start, end, "", "", false);
    }

    Token(Kind kind, Mark start, Mark end, String value) {
        this(kind, start, end, value, "", false);
    }
}
