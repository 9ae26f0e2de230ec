package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filters that lay out text: indent, truncate, wordwrap, filesizeformat, pprint. */
final class TextFilters {
    private TextFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        all.put(
                "indent",
                PyFunction.of(
                        "do_indent", "s, width=4, first=False, blank=False", (_, a) -> indent(a)));
        all.put(
                "truncate",
                PyFunction.of(
                        "do_truncate",
                        "@, s, length=255, killwords=False, end='...', leeway=None",
                        (_, a) -> truncate(a)));
        all.put(
                "wordwrap",
                PyFunction.of(
                        "do_wordwrap",
                        "@, s, width=79, break_long_words=True, wrapstring=None,"
                                + " break_on_hyphens=True",
                        TextFilters::wordwrap));
        all.put(
                "filesizeformat",
                PyFunction.of("do_filesizeformat", "value, binary=False", (_, a) -> fileSize(a)));
        all.put("pprint", PyFunction.of("do_pprint", "value", (_, a) -> PyPrint.format(a[0])));
    }

    private static Object indent(@Nullable Object[] a) {
        String given = PyValues.text(a[1]);
        String indention;
        if (given != null) {
            indention = given;
        } else {
            Object spaces = PyOps.multiply(" ", a[1]);
            indention = PyRepr.str(spaces);
        }
        String text = PyValues.text(a[0]);
        if (text == null) {
            throw notText(a[0]);
        }
        text += "\n";
        boolean blank = PyValues.truth(a[3]);
        List<String> lines = PyStr.lines(text, false);
        StringBuilder out = new StringBuilder(PyValues.truth(a[2]) ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.append('\n');
                if (blank || !lines.get(i).isEmpty()) {
                    out.append(indention);
                }
            }
            out.append(lines.get(i));
            Bounds.checkLength(out.length());
        }
        return a[0] instanceof Markup ? new Markup(out.toString()) : out.toString();
    }

    /** What Python has to say about {@code value += "\n"} and the split that follows. */
    private static TemplateError notText(@Nullable Object value) {
        if (value instanceof PyList list) {
            list.items.add("\n");
            return new TemplateError(
                    "AttributeError", "'list' object has no attribute 'splitlines'");
        }
        if (value instanceof Undefined undefined) {
            return undefined.error();
        }
        if (value instanceof PyBytes) {
            return TemplateError.type("can't concat str to bytes");
        }
        if (value instanceof PyTuple) {
            return TemplateError.type("can only concatenate tuple (not \"str\") to tuple");
        }
        return TemplateError.type(
                "unsupported operand type(s) for +=: '" + PyValues.typeName(value) + "' and 'str'");
    }

    private static @Nullable Object truncate(@Nullable Object[] a) {
        Object leeway = a[4] == null ? (Object) 5L : a[4];
        int endLength = PyValues.length(a[3]);
        if (!PyCompare.test(">=", a[1], (long) endLength)) {
            throw new TemplateError(
                    "AssertionError",
                    "expected length >= " + endLength + ", got " + PyRepr.str(a[1]));
        }
        if (!PyCompare.test(">=", leeway, 0L)) {
            throw new TemplateError(
                    "AssertionError", "expected leeway >= 0, got " + PyRepr.str(leeway));
        }
        if (PyCompare.test("<=", (long) PyValues.length(a[0]), PyOps.add(a[1], leeway))) {
            return a[0];
        }
        PySlice start = new PySlice(null, PyOps.subtract(a[1], (long) endLength), null);
        Object cut = Attributes.subscript(a[0], start);
        if (!PyValues.truth(a[2])) {
            String text = PyValues.text(cut);
            if (text == null) {
                throw TemplateError.noAttribute(cut, "rsplit");
            }
            String kept = PyStr.splitFromRight(text, " ", 1).getFirst();
            cut = cut instanceof Markup ? new Markup(kept) : kept;
        }
        return PyOps.add(cut, a[3]);
    }

    private static Object wordwrap(Context context, @Nullable Object[] a) {
        if (a[0] instanceof Undefined undefined) {
            throw undefined.error();
        }
        String text = PyValues.text(a[0]);
        if (a[0] instanceof PyBytes) {
            throw TemplateError.type("cannot use a string pattern on a bytes-like object");
        }
        if (text == null) {
            throw TemplateError.noAttribute(a[0], "splitlines");
        }
        String newline =
                a[3] == null
                        ? context.environment().options().newlineSequence()
                        : Arguments.text(a[3]);
        if (PyCompare.test("<=", a[1], 0L)) {
            throw TemplateError.value("invalid width " + PyRepr.repr(a[1]) + " (must be > 0)");
        }
        double width = PyConversion.toFloat(a[1]);
        boolean breakLong = PyValues.truth(a[2]);
        boolean hyphens = PyValues.truth(a[4]);
        List<String> paragraphs = new ArrayList<>();
        for (String line : PyStr.lines(text, false)) {
            paragraphs.add(String.join(newline, PyTextWrap.wrap(line, width, breakLong, hyphens)));
        }
        return String.join(newline, paragraphs);
    }

    private static String fileSize(@Nullable Object[] a) {
        double bytes = PyConversion.toFloat(a[0]);
        boolean binary = PyValues.truth(a[1]);
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return PyRepr.repr(PyNumbers.truncate(bytes)) + " Bytes";
        }
        String[] prefixes = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
        for (int i = 0; ; i++) {
            double unit = Math.pow(base, i + 2.0);
            if (bytes < unit || i == prefixes.length - 1) {
                String prefix =
                        binary
                                ? prefixes[i].toUpperCase(java.util.Locale.ROOT) + "iB"
                                : prefixes[i] + "B";
                return PyFormat.format(base * bytes / unit, ".1f") + " " + prefix;
            }
        }
    }
}
