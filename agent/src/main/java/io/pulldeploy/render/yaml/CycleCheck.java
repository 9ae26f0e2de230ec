package io.pulldeploy.render.yaml;

import io.pulldeploy.render.yaml.Node.MappingNode;
import io.pulldeploy.render.yaml.Node.ScalarNode;
import io.pulldeploy.render.yaml.Node.SequenceNode;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Refuses a value that holds itself, because plain immutable values cannot. */
final class CycleCheck {
    private final String name;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> closed = Collections.newSetFromMap(new IdentityHashMap<>());

    CycleCheck(String name) {
        this.name = name;
    }

    void check(Node node) {
        if (node instanceof ScalarNode || closed.contains(node)) {
            return;
        }
        if (!open.add(node)) {
            throw YamlError.marked(
                    YamlError.Kind.CONSTRUCTOR,
                    name,
                    null,
                    null,
                    "found unconstructable recursive node",
                    node.start());
        }
        switch (node) {
            case ScalarNode _ -> {}
            case SequenceNode sequence -> sequence.items().forEach(this::check);
            case MappingNode mapping ->
                    mapping.entries()
                            .forEach(entry -> {
                                check(entry.key());
                                check(entry.value());
                            });
        }
        open.remove(node);
        closed.add(node);
    }
}
