package io.pulldeploy.render.yaml;

import io.pulldeploy.model.PythonText;

import java.util.ArrayList;
import java.util.List;

/** A node of a YAML document, with its resolved tag. Compared by identity. */
abstract sealed class Node {
    private final Mark start;
    private String tag;

    private Node(String tag, Mark start) {
        this.tag = tag;
        this.start = start;
    }

    String tag() {
        return tag;
    }

    void retag(String newTag) {
        this.tag = newTag;
    }

    Mark start() {
        return start;
    }

    /** What PyYAML calls this kind of node in errors. */
    abstract String id();

    /**
     * Python's {@code repr(node.value)}, which Salt shows for a mapping's key that is no scalar.
     */
    abstract String valueRepr();

    /** Python's {@code str(node.value)}. */
    String valueText() {
        return valueRepr();
    }

    String repr() {
        return getClass().getSimpleName()
                + "(tag="
                + PythonText.repr(tag)
                + ", value="
                + valueRepr()
                + ")";
    }

    static final class ScalarNode extends Node {
        private final String value;

        ScalarNode(String tag, String value, Mark start) {
            super(tag, start);
            this.value = value;
        }

        String value() {
            return value;
        }

        @Override
        String id() {
            return "scalar";
        }

        @Override
        String valueRepr() {
            return PythonText.repr(value);
        }

        @Override
        String valueText() {
            return value;
        }
    }

    static final class SequenceNode extends Node {
        private final List<Node> items = new ArrayList<>();

        SequenceNode(String tag, Mark start) {
            super(tag, start);
        }

        List<Node> items() {
            return items;
        }

        @Override
        String id() {
            return "sequence";
        }

        @Override
        String valueRepr() {
            StringBuilder text = new StringBuilder("[");
            for (Node item : items) {
                text.append(text.length() > 1 ? ", " : "").append(item.repr());
            }
            return text.append(']').toString();
        }
    }

    static final class MappingNode extends Node {
        record Entry(Node key, Node value) {}

        private final List<Entry> entries = new ArrayList<>();

        MappingNode(String tag, Mark start) {
            super(tag, start);
        }

        List<Entry> entries() {
            return entries;
        }

        @Override
        String id() {
            return "mapping";
        }

        @Override
        String valueRepr() {
            StringBuilder text = new StringBuilder("[");
            for (Entry entry : entries) {
                text.append(text.length() > 1 ? ", " : "")
                        .append('(')
                        .append(entry.key().repr())
                        .append(", ")
                        .append(entry.value().repr())
                        .append(')');
            }
            return text.append(']').toString();
        }
    }
}
