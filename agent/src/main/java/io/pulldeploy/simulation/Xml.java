package io.pulldeploy.simulation;

import java.util.List;

/**
 * An element of an answer.
 *
 * @param text used where there are no children
 */
record Xml(String name, List<Xml> children, String text) {
    static Xml of(String name, Xml... children) {
        return new Xml(name, List.of(children), "");
    }

    static Xml of(String name, List<Xml> children) {
        return new Xml(name, List.copyOf(children), "");
    }

    static Xml text(String name, Object text) {
        return new Xml(name, List.of(), text.toString());
    }

    /** The element as a document's root. */
    String document(String namespace) {
        StringBuilder out = new StringBuilder();
        append(out, namespace.isEmpty() ? "" : " xmlns=\"" + escape(namespace) + "\"");
        return out.toString();
    }

    private void append(StringBuilder out, String attributes) {
        out.append('<').append(name).append(attributes).append('>').append(escape(text));
        children.forEach(c -> c.append(out, ""));
        out.append("</").append(name).append('>');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
