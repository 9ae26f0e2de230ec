package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The xml filter: mappings become elements, their scalars attributes. */
final class XmlFormat {
    /** An element while it is built. */
    private static final class Element {
        final String tag;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final List<Element> children = new ArrayList<>();
        @Nullable String text;

        Element(String tag) {
            this.tag = tag;
        }
    }

    private record Item(@Nullable Object tag, @Nullable Object value) {}

    private XmlFormat() {}

    static String of(@Nullable Object value) {
        Element root = tree(items(value), null);
        if (root == null) {
            throw new TemplateError("AttributeError", "'NoneType' object has no attribute 'iter'");
        }
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" ?>\n");
        write(root, 0, out);
        return out.toString();
    }

    private static List<Item> items(@Nullable Object value) {
        List<? extends @Nullable Object> list =
                value instanceof PyList l
                        ? l.items()
                        : value instanceof PyTuple t ? t.items() : null;
        List<Item> items = new ArrayList<>();
        if (list != null) {
            if (list.isEmpty()) {
                throw new TemplateError("IndexError", "list index out of range");
            }
            if (list.getFirst() instanceof String) {
                list.forEach(item -> {
                    List<@Nullable Object> pair = PyValues.list(item);
                    if (pair.size() != 2) {
                        throw Values.value(
                                pair.size() < 2
                                        ? "not enough values to unpack (expected 2, got "
                                                + pair.size()
                                                + ")"
                                        : "too many values to unpack (expected 2)");
                    }
                    items.add(new Item(pair.get(0), pair.get(1)));
                });
            }
            return items;
        }
        if (!(value instanceof PyDict dict)) {
            throw new TemplateError(
                    "TemplateRuntimeError", "Value is not a dict or list. Cannot render as XML");
        }
        dict.entries().forEach(e -> items.add(new Item(e.getKey(), e.getValue())));
        return items;
    }

    /** Salt's recurse_tree: what it returns is the last element that it made. */
    private static @Nullable Element tree(List<Item> items, @Nullable Element parent) {
        Element made = null;
        for (Item item : items) {
            Object value = item.value();
            if (value instanceof PyList list) {
                for (Object entry : list.items()) {
                    tree(List.of(new Item(item.tag(), entry)), parent);
                }
            } else {
                made = new Element(PyValues.str(item.tag()));
                if (parent != null) {
                    parent.children.add(made);
                }
            }
            if (isScalar(value)) {
                if (made != null) {
                    made.text = PyValues.str(value);
                }
                continue;
            }
            if (value instanceof PyDict dict && made != null) {
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    Object attribute = entry.getValue();
                    if (!(attribute instanceof PyDict) && !(attribute instanceof PyList)) {
                        made.attributes.put(PyValues.str(entry.getKey()), PyValues.str(attribute));
                    }
                }
            }
            for (Item child : items(value)) {
                if (child.value() instanceof PyDict || child.value() instanceof PyList) {
                    tree(List.of(child), made);
                }
            }
        }
        return made;
    }

    private static boolean isScalar(@Nullable Object value) {
        return PyValues.text(value) != null || Values.isInt(value) || value instanceof Double;
    }

    private static void write(Element element, int depth, StringBuilder out) {
        String indent = " ".repeat(depth);
        out.append(indent).append('<').append(element.tag);
        element.attributes.forEach((name, value) ->
                out.append(' ').append(name).append("=\"").append(escaped(value)).append('"'));
        if (element.children.isEmpty() && (element.text == null || element.text.isEmpty())) {
            out.append("/>\n");
            return;
        }
        out.append('>');
        if (element.children.isEmpty()) {
            out.append(escaped(String.valueOf(element.text)));
        } else {
            out.append('\n');
            element.children.forEach(child -> write(child, depth + 1, out));
            out.append(indent);
        }
        out.append("</").append(element.tag).append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
