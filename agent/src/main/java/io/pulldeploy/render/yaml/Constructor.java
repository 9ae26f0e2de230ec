package io.pulldeploy.render.yaml;

import io.pulldeploy.model.OrderedDict;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.yaml.Node.MappingNode;
import io.pulldeploy.render.yaml.Node.ScalarNode;
import io.pulldeploy.render.yaml.Node.SequenceNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes plain values of nodes, as Salt's SaltYamlSafeLoader does, with its errors. */
final class Constructor {
    /** Stands for Python's null in {@link #done}, which would not tell null from absent. */
    private static final Object NONE = new Object();

    private final String name;
    private final boolean ordered;
    private final IdentityHashMap<Node, Object> done = new IdentityHashMap<>();
    // PyYAML fills collections level by level; the first error that it meets depends on that.
    private final Deque<Runnable> unfilled = new ArrayDeque<>();
    private boolean isAliased;

    Constructor(String name) {
        this(name, false);
    }

    /**
     * @param ordered whether mappings are OrderedDicts
     */
    Constructor(String name, boolean ordered) {
        this.name = name;
        this.ordered = ordered;
    }

    /**
     * @param aliased whether nodes stand in more than one place, where they are one object
     */
    @Nullable Object document(Node root, boolean aliased) {
        isAliased = aliased;
        Object value = object(root);
        for (Runnable fill = unfilled.poll(); fill != null; fill = unfilled.poll()) {
            fill.run();
        }
        if (aliased) {
            // Only now, because a mapping may merge itself, and may come to hold itself by a merge.
            new CycleCheck(name).check(root);
        }
        return value;
    }

    private @Nullable Object object(Node node) {
        // Two of one scalar cannot be told apart.
        if (!isAliased || node instanceof ScalarNode) {
            return construct(node);
        }
        Object known = done.get(node);
        if (known != null) {
            return known == NONE ? null : known;
        }
        Object value = construct(node);
        done.put(node, value == null ? NONE : value);
        return value;
    }

    private @Nullable Object construct(Node node) {
        String core = node.tag().startsWith("tag:yaml.org,2002:") ? node.tag().substring(18) : "";
        return switch (core) {
            case "null" -> {
                scalar(node);
                yield null;
            }
            case "bool" -> Scalars.bool(scalar(node), node.start());
            case "int" -> Scalars.integer(withoutLeadingZeros(node), node.start());
            case "float" -> Scalars.floating(scalar(node), node.start());
            case "str", "timestamp" -> scalar(node);
            case "python/unicode" -> node.valueText();
            case "binary" -> Scalars.binary(scalar(node), name, node.start());
            case "seq" -> sequence(node);
            case "map", "omap" -> mapping(node);
            case "set" -> set(node);
            case "pairs" -> pairs(node);
            default ->
                    throw error(
                            null,
                            null,
                            "could not determine a constructor for the tag "
                                    + PythonText.repr(node.tag()),
                            node.start());
        };
    }

    /** A scalar's text; of a mapping, that of its {@code =} key. */
    private String scalar(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.value();
            case MappingNode mapping -> {
                for (MappingNode.Entry entry : mapping.entries()) {
                    if (entry.key().tag().equals("tag:yaml.org,2002:value")) {
                        yield scalar(entry.value());
                    }
                }
                throw error(null, null, "expected a scalar node, but found mapping", node.start());
            }
            case SequenceNode _ ->
                    throw error(
                            null, null, "expected a scalar node, but found sequence", node.start());
        };
    }

    /** Salt's change: a leading zero does not make an integer octal. */
    private String withoutLeadingZeros(Node node) {
        if (!(node instanceof ScalarNode)) {
            throw YamlError.value(
                    "AttributeError", "'list' object has no attribute 'startswith'", node.start());
        }
        String text = scalar(node);
        if (text.equals("0")
                || !text.startsWith("0")
                || text.startsWith("0b")
                || text.startsWith("0x")) {
            return text;
        }
        String stripped = text.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private List<@Nullable Object> sequence(Node node) {
        List<@Nullable Object> values = new ArrayList<>();
        unfilled.add(() -> {
            if (!(node instanceof SequenceNode sequence)) {
                throw error(
                        null,
                        null,
                        "expected a sequence node, but found " + node.id(),
                        node.start());
            }
            for (Node item : sequence.items()) {
                values.add(object(item));
            }
        });
        return Collections.unmodifiableList(values);
    }

    private Map<@Nullable Object, @Nullable Object> mapping(Node node) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        unfilled.add(() -> fill(values, node));
        Map<@Nullable Object, @Nullable Object> made = Collections.unmodifiableMap(values);
        return ordered ? new OrderedDict(made) : made;
    }

    /** A set is a list of its members, as plain values know no set. */
    private List<@Nullable Object> set(Node node) {
        List<@Nullable Object> members = new ArrayList<>();
        unfilled.add(() -> {
            Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
            fill(values, node);
            members.addAll(values.keySet());
        });
        return Collections.unmodifiableList(members);
    }

    private List<@Nullable Object> pairs(Node node) {
        List<@Nullable Object> pairs = new ArrayList<>();
        unfilled.add(() -> {
            if (!(node instanceof SequenceNode sequence)) {
                throw error(
                        "while constructing pairs",
                        node.start(),
                        "expected a sequence, but found " + node.id(),
                        node.start());
            }
            for (Node item : sequence.items()) {
                pairs.add(pair(node, item));
            }
        });
        return Collections.unmodifiableList(pairs);
    }

    private List<@Nullable Object> pair(Node pairs, Node item) {
        if (!(item instanceof MappingNode mapping)) {
            throw error(
                    "while constructing pairs",
                    pairs.start(),
                    "expected a mapping of length 1, but found " + item.id(),
                    item.start());
        }
        if (mapping.entries().size() != 1) {
            throw error(
                    "while constructing pairs",
                    pairs.start(),
                    "expected a single mapping item, but found "
                            + mapping.entries().size()
                            + " items",
                    item.start());
        }
        MappingNode.Entry entry = mapping.entries().getFirst();
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(object(entry.key()));
        pair.add(object(entry.value()));
        return Collections.unmodifiableList(pair);
    }

    private void fill(Map<@Nullable Object, @Nullable Object> values, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw error(
                    null, null, "expected a mapping node, but found " + node.id(), node.start());
        }
        mergeInto(mapping);
        Set<@Nullable Object> seen = new HashSet<>();
        for (MappingNode.Entry entry : mapping.entries()) {
            Object key = object(entry.key());
            if (key instanceof List<?> || key instanceof Map<?, ?>) {
                new CycleCheck(name).check(entry.key());
                throw error(
                        "while constructing a mapping",
                        node.start(),
                        "found unacceptable key " + entry.key().valueText(),
                        entry.key().start());
            }
            Object value = object(entry.value());
            if (!seen.add(Scalars.hashed(key))) {
                throw error(
                        "while constructing a mapping",
                        node.start(),
                        "found conflicting ID '" + PythonText.str(key) + "'",
                        entry.key().start());
            }
            values.put(key, value);
        }
    }

    /** Replaces {@code <<} by the entries that it names and that the mapping does not have. */
    private void mergeInto(MappingNode node) {
        List<MappingNode.Entry> merged = new ArrayList<>();
        for (int i = 0; i < node.entries().size(); ) {
            MappingNode.Entry entry = node.entries().get(i);
            if (entry.key().tag().equals("tag:yaml.org,2002:merge")) {
                node.entries().remove(i);
                merged.addAll(mergeSource(node, entry.value()));
                continue;
            }
            if (entry.key().tag().equals("tag:yaml.org,2002:value")) {
                entry.key().retag("tag:yaml.org,2002:str");
            }
            i++;
        }
        if (merged.isEmpty()) {
            return;
        }
        Set<Object> existing = new HashSet<>();
        node.entries().forEach(entry -> existing.add(mergeKey(entry.key())));
        merged.removeIf(entry -> existing.contains(mergeKey(entry.key())));
        node.entries().addAll(0, merged);
    }

    private List<MappingNode.Entry> mergeSource(MappingNode node, Node source) {
        return switch (source) {
            case MappingNode mapping -> {
                mergeInto(mapping);
                yield List.copyOf(mapping.entries());
            }
            case SequenceNode sequence -> {
                List<List<MappingNode.Entry>> parts = new ArrayList<>();
                for (Node item : sequence.items()) {
                    if (!(item instanceof MappingNode mapping)) {
                        throw error(
                                "while constructing a mapping",
                                node.start(),
                                "expected a mapping for merging, but found " + item.id(),
                                item.start());
                    }
                    mergeInto(mapping);
                    parts.add(List.copyOf(mapping.entries()));
                }
                yield parts.reversed().stream().flatMap(List::stream).toList();
            }
            case ScalarNode _ ->
                    throw error(
                            "while constructing a mapping",
                            node.start(),
                            "expected a mapping or list of mappings for merging, but found scalar",
                            source.start());
        };
    }

    /** Salt compares the keys' node values: texts for scalars, the very nodes for the rest. */
    private static Object mergeKey(Node key) {
        return key instanceof ScalarNode scalar ? scalar.value() : key;
    }

    private YamlError error(
            @Nullable String context, @Nullable Mark start, String problem, Mark where) {
        return YamlError.marked(YamlError.Kind.CONSTRUCTOR, name, context, start, problem, where);
    }
}
