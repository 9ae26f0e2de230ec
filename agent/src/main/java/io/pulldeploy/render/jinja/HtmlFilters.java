package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The filters for HTML, XML, URLs and JSON. */
final class HtmlFilters {
    private HtmlFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        PyFunction escape = PyFunction.of("escape", "s", (_, a) -> Markup.escape(a[0]));
        all.put("e", escape);
        all.put("escape", escape);
        all.put(
                "forceescape",
                PyFunction.of(
                        "do_forceescape", "value", (_, a) -> Markup.escape(PyRepr.str(a[0]))));
        all.put(
                "safe",
                PyFunction.of("do_mark_safe", "value", (_, a) -> new Markup(PyRepr.str(a[0]))));
        all.put("urlencode", PyFunction.of("do_urlencode", "value", (_, a) -> urlEncode(a[0])));
        all.put(
                "xmlattr",
                PyFunction.of("do_xmlattr", "@, d, autospace=True", HtmlFilters::xmlAttributes));
        all.put(
                "striptags",
                PyFunction.of("do_striptags", "value", (_, a) -> stripTags(PyRepr.str(a[0]))));
        all.put(
                "urlize",
                PyFunction.of(
                        "do_urlize",
                        "@, value, trim_url_limit=None, nofollow=False, target=None, rel=None,"
                                + " extra_schemes=None",
                        (context, a) -> {
                            String text = Urlize.urlize(a);
                            return context.autoescape() ? new Markup(text) : text;
                        }));
        all.put("tojson", PyFunction.of("do_tojson", "@, value, indent=None", (_, a) -> toJson(a)));
    }

    private static Object urlEncode(@Nullable Object value) {
        if (PyValues.text(value) != null) {
            return quote(value, false);
        }
        Iterator<@Nullable Object> pairs;
        if (value instanceof PyDict dict) {
            pairs = dict.pairs();
        } else {
            try {
                pairs = PyValues.iterate(value);
            } catch (TemplateError e) {
                if (!e.is("TypeError")) {
                    throw e;
                }
                return quote(value, false);
            }
        }
        List<String> parts = new ArrayList<>();
        while (pairs.hasNext()) {
            List<@Nullable Object> pair = TargetCompiler.unpack(pairs.next(), 2);
            parts.add(quote(pair.get(0), true) + "=" + quote(pair.get(1), true));
        }
        return String.join("&", parts);
    }

    private static String quote(@Nullable Object value, boolean forQuery) {
        byte[] data =
                value instanceof PyBytes bytes
                        ? bytes.data()
                        : PyRepr.str(value).getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(data.length);
        for (byte b : data) {
            char c = (char) (b & 0xff);
            boolean safe =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "_.-~".indexOf(c) >= 0
                            || (c == '/' && !forQuery);
            if (safe) {
                out.append(c);
            } else if (c == ' ' && forQuery) {
                out.append('+');
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    private static Object xmlAttributes(Context context, @Nullable Object[] a) {
        PyDict dict = PyDict.withItems(a[0]);
        List<String> parts = new ArrayList<>();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            Object value = entry.getValue();
            if (value == null || value instanceof Undefined) {
                continue;
            }
            String key = PyValues.text(entry.getKey());
            if (key == null) {
                throw TemplateError.type(
                        entry.getKey() instanceof PyBytes
                                ? "cannot use a string pattern on a bytes-like object"
                                : "expected string or bytes-like object, got '"
                                        + PyValues.typeName(entry.getKey())
                                        + "'");
            }
            if (key.chars().anyMatch(c -> "/>= \t\n\r\f\u000b".indexOf(c) >= 0)) {
                throw TemplateError.value(
                        "Invalid character in attribute name: " + PyRepr.repr(entry.getKey()));
            }
            parts.add(
                    Markup.escape(entry.getKey()).text()
                            + "=\""
                            + Markup.escape(value).text()
                            + "\"");
        }
        String text = String.join(" ", parts);
        if (PyValues.truth(a[1]) && !text.isEmpty()) {
            text = " " + text;
        }
        return context.autoescape() ? new Markup(text) : text;
    }

    static String stripTags(String text) {
        StringBuilder kept = new StringBuilder();
        int from = 0;
        while (true) {
            int start = text.indexOf('<', from);
            if (start < 0) {
                break;
            }
            boolean comment = text.startsWith("<!--", start);
            int end = comment ? text.indexOf("-->", start + 4) : text.indexOf('>', start);
            if (end < 0) {
                break;
            }
            kept.append(text, from, start);
            from = end + (comment ? 3 : 1);
        }
        kept.append(text.substring(from));
        return HtmlEntities.unescape(String.join(" ", PyStr.words(kept.toString(), -1)));
    }

    private static Markup toJson(@Nullable Object[] a) {
        String indent = null;
        if (a[1] != null) {
            String given = PyValues.text(a[1]);
            indent = given == null ? " ".repeat((int) Math.max(0, PyNumbers.index(a[1]))) : given;
        }
        return new Markup(
                PyJson.dumps(a[0], indent, true)
                        .replace("<", "\\u003c")
                        .replace(">", "\\u003e")
                        .replace("&", "\\u0026")
                        .replace("'", "\\u0027"));
    }
}
