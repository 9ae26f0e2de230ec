package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

/** Salt's YAML loader: PyYAML over libyaml, with the changes of salt.utils.yamlloader. */
public final class YamlLoader {
    /** What PyYAML calls a text that did not come from an open file. */
    public static final String TEXT = "<unicode string>";

    private YamlLoader() {}

    /**
     * The one document in a text, as immutable plain values with keys in order; null for an empty
     * text.
     *
     * @param name what errors call the text: {@link #TEXT}, or a path
     * @throws YamlError in PyYAML's words
     */
    public static @Nullable Object load(String text, String name) {
        return load(text, name, new Constructor(name));
    }

    /** The same of {@link #TEXT}, with mappings as Salt's renderer makes them: OrderedDicts. */
    public static @Nullable Object render(String text) {
        return load(text, TEXT, new Constructor(TEXT, true));
    }

    private static @Nullable Object load(String text, String name, Constructor constructor) {
        Composer composer = new Composer(new Scanner(text, name), name);
        return composer.document()
                .map(root -> new Document(constructor.document(root, composer.isAliased())))
                .map(Document::value)
                .orElse(null);
    }

    private record Document(@Nullable Object value) {}
}
