package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** Text that is safe to stand in HTML: Python's {@code markupsafe.Markup}, a kind of str. */
public record Markup(String text) {
    /** {@code markupsafe.escape}. */
    public static Markup escape(@Nullable Object value) {
        if (value instanceof Markup markup) {
            return markup;
        }
        if (value instanceof TemplateModule module) {
            return new Markup(module.str());
        }
        return new Markup(escapeText(PyRepr.str(value)));
    }

    static boolean hasHtml(@Nullable Object value) {
        return value instanceof Markup || value instanceof TemplateModule;
    }

    private static String escapeText(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            String entity =
                    switch (text.charAt(i)) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '"' -> "&#34;";
                        case '\'' -> "&#39;";
                        default -> null;
                    };
            if (entity != null && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (entity == null) {
                    out.append(text.charAt(i));
                } else {
                    out.append(entity);
                }
            }
        }
        return out == null ? text : out.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
