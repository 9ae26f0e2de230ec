package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** {@code str.maketrans} and {@code str.translate}. */
final class PyTranslation {
    private PyTranslation() {}

    static PyDict table(Arguments a) {
        a.between("str", "maketrans", 1, 3);
        PyDict table = new PyDict();
        if (a.count() == 1) {
            if (!(a.get(0) instanceof PyDict dict)) {
                throw TemplateError.type(
                        "if you give only one argument to maketrans it must be a dict");
            }
            dict.entries()
                    .forEach(entry -> {
                        String key = PyValues.text(entry.getKey());
                        if (key != null && PyStr.length(key) != 1) {
                            throw TemplateError.value(
                                    "string keys in translate table must be of length 1");
                        }
                        table.put(
                                key == null ? entry.getKey() : (long) key.codePointAt(0),
                                entry.getValue());
                    });
            return table;
        }
        int[] from = Arguments.text(a.get(0), "maketrans() argument 1").codePoints().toArray();
        int[] to = Arguments.text(a.get(1), "maketrans() argument 2").codePoints().toArray();
        if (from.length != to.length) {
            throw TemplateError.value("the first two maketrans arguments must have equal length");
        }
        for (int i = 0; i < from.length; i++) {
            table.put((long) from[i], (long) to[i]);
        }
        if (a.count() == 3) {
            Arguments.text(a.get(2), "maketrans() argument 3")
                    .codePoints()
                    .forEach(c -> table.put((long) c, null));
        }
        return table;
    }

    static String translate(String self, @Nullable Object table) {
        StringBuilder out = new StringBuilder();
        for (int c : self.codePoints().toArray()) {
            Object by;
            try {
                by = Attributes.subscript(table, (long) c);
            } catch (TemplateError e) {
                if (!e.is("LookupError")) {
                    throw e;
                }
                by = (long) c;
            }
            if (by instanceof Long point) {
                out.appendCodePoint(point.intValue());
            } else if (by != null) {
                String text = PyValues.text(by);
                if (text == null) {
                    throw TemplateError.type("character mapping must return integer, None or str");
                }
                out.append(text);
            }
        }
        return out.toString();
    }
}
