package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

/** Writes YAML as PyYAML over libyaml writes it, byte for byte. */
public final class YamlDumper {
    private YamlDumper() {}

    /**
     * The document, with its last line feed: {@code yaml.dump(value, Dumper=SafeOrderedDumper, …)}.
     *
     * @param value a plain value; a {@code Set} is written as {@code !!set}
     * @throws YamlError for a value that YAML does not know, if the options refuse it
     */
    public static String dump(@Nullable Object value, DumpOptions options) {
        Represented root = new Representer(options).represent(value);
        return new Emitter(options).document(root);
    }

    /** {@code salt.serializers.yaml.serialize}: the document without its last line feed. */
    public static String serialize(@Nullable Object value, DumpOptions options) {
        String text = dump(value, options);
        if (text.endsWith("\n...\n")) {
            return text.substring(0, text.length() - 5);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
