package io.pulldeploy.render.yaml;

import io.pulldeploy.model.OrderedDict;
import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.yaml.DumpOptions.FlowStyle;
import io.pulldeploy.render.yaml.Represented.Mapping;
import io.pulldeploy.render.yaml.Represented.Scalar;
import io.pulldeploy.render.yaml.Represented.Sequence;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses tag, text and style for every value, as PyYAML's SafeRepresenter does. */
final class Representer {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final int DEEPEST = 500;

    private final DumpOptions options;
    // The same collection in two places is one node, which the emitter writes once.
    private final IdentityHashMap<Object, Represented> known = new IdentityHashMap<>();
    private int depth;

    Representer(DumpOptions options) {
        this.options = options;
    }

    Represented represent(@Nullable Object value) {
        return switch (value) {
            case null -> scalar("null", "null");
            case Boolean b -> scalar("bool", b ? "true" : "false");
            case Long _, Integer _, Short _, BigInteger _ -> scalar("int", value.toString());
            case Double d -> scalar("float", floating(d));
            case byte[] bytes -> new Scalar(CORE + "binary", base64(bytes), '|');
            case CharSequence text -> scalar("str", text.toString());
            case List<?> list -> collection(list, list.isEmpty());
            case Set<?> set -> collection(set, set.isEmpty());
            case Map<?, ?> map -> collection(map, map.isEmpty());
            default -> {
                if (options.refuseUnknown()) {
                    throw YamlError.representer("('cannot represent an object', " + value + ")");
                }
                yield scalar("null", "NULL");
            }
        };
    }

    private Scalar scalar(String tag, String text) {
        return new Scalar(CORE + tag, text, options.defaultStyle());
    }

    private Represented collection(Object value, boolean empty) {
        Represented seen = known.get(value);
        if (seen != null) {
            return seen;
        }
        if (++depth > DEEPEST) {
            throw YamlError.representer(
                    "the value is nested more than " + DEEPEST + " levels deep");
        }
        Represented node =
                switch (value) {
                    case List<?> list -> sequence(list);
                    case Set<?> set -> setMapping(set);
                    case Map<?, ?> map -> mapping(map);
                    default -> throw new IllegalArgumentException("no collection: " + value);
                };
        depth--;
        if (!empty) {
            // The JVM shares empty collections where Python makes each anew.
            known.put(value, node);
        }
        return node;
    }

    private Sequence sequence(List<?> list) {
        List<Represented> items = new ArrayList<>();
        boolean leaves = true;
        for (Object item : list) {
            Represented node = represent(item);
            leaves &= isPlain(node);
            items.add(node);
        }
        return new Sequence(CORE + "seq", items, flow(leaves));
    }

    private Mapping setMapping(Set<?> set) {
        List<Mapping.Entry> entries = new ArrayList<>();
        boolean leaves = true;
        for (Object member : PythonOrder.sorted(set, options.sortKeys())) {
            Represented key = represent(member);
            leaves &= isPlain(key);
            entries.add(new Mapping.Entry(key, represent(null)));
        }
        return new Mapping(CORE + "set", entries, flow(leaves));
    }

    private Mapping mapping(Map<?, ?> map) {
        List<Mapping.Entry> entries = new ArrayList<>();
        boolean leaves = true;
        // Salt's own dumpers leave an OrderedDict in its order; its serializers do not.
        boolean sorted =
                options.sortKeys() && (options.refuseUnknown() || !(map instanceof OrderedDict));
        for (Object name : PythonOrder.sorted(map.keySet(), sorted)) {
            Represented key = represent(name);
            Represented value = represent(map.get(name));
            leaves &= isPlain(key) && isPlain(value);
            entries.add(new Mapping.Entry(key, value));
        }
        return new Mapping(CORE + "map", entries, flow(leaves));
    }

    private static boolean isPlain(Represented node) {
        return node instanceof Scalar scalar && scalar.style() == '\0';
    }

    private boolean flow(boolean leaves) {
        return options.flowStyle() == FlowStyle.FLOW
                || (options.flowStyle() == FlowStyle.LEAVES && leaves);
    }

    static String floating(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        String text = PythonText.repr(value);
        return text.indexOf('.') < 0 ? text.replaceFirst("e", ".0e") : text;
    }

    /** Python's {@code base64.encodebytes}: lines of 76 letters, each ended by a line feed. */
    static String base64(byte[] bytes) {
        String lines = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
        return lines.isEmpty() ? "" : lines + "\n";
    }
}
