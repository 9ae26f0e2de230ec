package io.pulldeploy.render.yaml;

import io.pulldeploy.model.AggregatedList;
import io.pulldeploy.model.Aggregation;
import io.pulldeploy.model.SameType;
import io.pulldeploy.render.yaml.Node.MappingNode;
import io.pulldeploy.render.yaml.Node.ScalarNode;
import io.pulldeploy.render.yaml.Node.SequenceNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes values of yamlex's nodes: salt.serializers.yamlex and salt.utils.aggregation. */
final class AggregateConstructor {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final String AGGREGATE = "!aggregate";
    private static final String RESET = "!reset";

    private final String name;

    AggregateConstructor(String name) {
        this.name = name;
    }

    @Nullable Object document(Node root) {
        new CycleCheck(name).check(root);
        return immutable(value(root));
    }

    private static @Nullable Object immutable(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
                map.forEach((key, item) -> result.put(key, immutable(item)));
                yield SameType.map(map, Collections.unmodifiableMap(result));
            }
            case List<?> list -> {
                List<@Nullable Object> result = new ArrayList<>();
                list.forEach(item -> result.add(immutable(item)));
                yield SameType.list(list, Collections.unmodifiableList(result));
            }
            case null, default -> value;
        };
    }

    private @Nullable Object value(Node node) {
        return value(node, node.tag());
    }

    private @Nullable Object value(Node node, String tag) {
        if (tag.equals(AGGREGATE)) {
            Object value = value(node, implicitTag(node));
            return value == null ? new AggregatedList(List.of()) : Aggregation.marked(value);
        }
        if (tag.equals(RESET)) {
            return value(node, implicitTag(node));
        }
        if (node instanceof MappingNode mapping && tag.equals(CORE + "map")) {
            return mapping(mapping);
        }
        if (node instanceof SequenceNode sequence && tag.equals(CORE + "seq")) {
            List<@Nullable Object> list = new ArrayList<>();
            sequence.items().forEach(item -> list.add(value(item)));
            return list;
        }
        if (node instanceof ScalarNode scalar && tag.equals(CORE + "int")) {
            return integer(scalar);
        }
        if (tag.equals(CORE + "python/unicode")) {
            throw YamlError.marked(
                    YamlError.Kind.CONSTRUCTOR,
                    name,
                    null,
                    null,
                    "could not determine a constructor for the tag '" + tag + "'",
                    node.start());
        }
        String before = node.tag();
        node.retag(tag);
        try {
            return new Constructor(name).document(node, true);
        } finally {
            node.retag(before);
        }
    }

    private static String implicitTag(Node node) {
        return switch (node) {
            case ScalarNode scalar -> Resolver.resolve(scalar.value());
            case SequenceNode _ -> CORE + "seq";
            case MappingNode _ -> CORE + "map";
        };
    }

    /** Decimal only, as yamlex reads it. */
    private static Object integer(ScalarNode scalar) {
        String text = scalar.value();
        if (!text.equals("0")
                && text.startsWith("0")
                && !text.startsWith("0b")
                && !text.startsWith("0x")) {
            text = text.replaceFirst("^0+", "");
        }
        String digits = text.isEmpty() ? "0" : text;
        if (!digits.matches("[-+]?[0-9]+(?:_[0-9]+)*")) {
            throw YamlError.value(
                    "ValueError",
                    "invalid literal for int() with base 10: "
                            + io.pulldeploy.model.PythonText.repr(digits),
                    scalar.start());
        }
        return Scalars.plain(
                new java.math.BigInteger(digits.replace("_", "").replaceFirst("^\\+", "")));
    }

    private Map<@Nullable Object, @Nullable Object> mapping(MappingNode node) {
        Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
        for (MappingNode.Entry entry : merged(node)) {
            Node keyNode = entry.key();
            boolean reset = keyNode.tag().equals(RESET);
            boolean aggregateValue = keyNode.tag().equals(AGGREGATE);
            Object key =
                    value(keyNode, reset || aggregateValue ? implicitTag(keyNode) : keyNode.tag());
            if (key instanceof List<?> || key instanceof Map<?, ?>) {
                throw YamlError.marked(
                        YamlError.Kind.CONSTRUCTOR,
                        name,
                        null,
                        null,
                        "While constructing a mapping %s found unacceptable key %s"
                                .formatted(
                                        node.start().describe(name),
                                        keyNode.start().describe(name)),
                        null);
            }
            Object value = value(entry.value(), aggregateValue ? AGGREGATE : entry.value().tag());
            if (result.containsKey(key) && !reset) {
                value = Aggregation.merge(result.get(key), value, 0);
            }
            result.put(key, value);
        }
        return result;
    }

    /** The entries with those of {@code <<} before them. */
    private List<MappingNode.Entry> merged(MappingNode node) {
        List<MappingNode.Entry> before = new ArrayList<>();
        List<MappingNode.Entry> own = new ArrayList<>();
        for (MappingNode.Entry entry : node.entries()) {
            if (!entry.key().tag().equals(CORE + "merge")) {
                own.add(entry);
                continue;
            }
            List<Node> sources =
                    entry.value() instanceof SequenceNode sequence
                            ? sequence.items().reversed()
                            : List.of(entry.value());
            for (Node source : sources) {
                if (!(source instanceof MappingNode mapping)) {
                    throw YamlError.marked(
                            YamlError.Kind.CONSTRUCTOR,
                            name,
                            "while constructing a mapping",
                            node.start(),
                            "expected a mapping for merging, but found " + source.id(),
                            source.start());
                }
                before.addAll(merged(mapping));
            }
        }
        before.addAll(own);
        return before;
    }
}
