package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

/**
 * Salt's yamlex: YAML in which a key may stand more than once, {@code !aggregate} merges what
 * stands there, and {@code !reset} forgets what stood there before.
 */
public final class AggregateYaml {
    private static final String NAME = "<file>";

    private AggregateYaml() {}

    /**
     * The one document in a text, as immutable plain values; null for an empty text.
     *
     * @throws YamlError in PyYAML's words
     */
    public static @Nullable Object load(String text) {
        java.util.Optional<Node> root = new Composer(new Scanner(text, NAME), NAME).document();
        return root.isEmpty() ? null : new AggregateConstructor(NAME).document(root.get());
    }
}
