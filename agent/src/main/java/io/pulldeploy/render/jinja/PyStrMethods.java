package io.pulldeploy.render.jinja;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The methods of str. */
final class PyStrMethods {
    static final Set<String> NAMES =
            Set.of(
                    "capitalize",
                    "casefold",
                    "center",
                    "count",
                    "encode",
                    "endswith",
                    "expandtabs",
                    "find",
                    "format",
                    "format_map",
                    "index",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "isidentifier",
                    "islower",
                    "isnumeric",
                    "isprintable",
                    "isspace",
                    "istitle",
                    "isupper",
                    "join",
                    "ljust",
                    "lower",
                    "lstrip",
                    "maketrans",
                    "partition",
                    "removeprefix",
                    "removesuffix",
                    "replace",
                    "rfind",
                    "rindex",
                    "rjust",
                    "rpartition",
                    "rsplit",
                    "rstrip",
                    "split",
                    "splitlines",
                    "startswith",
                    "strip",
                    "swapcase",
                    "title",
                    "translate",
                    "upper",
                    "zfill");

    private PyStrMethods() {}

    static @Nullable Object call(Environment environment, String self, String name, Arguments a) {
        String full = "str." + name;
        switch (name) {
            case "replace",
                    "center",
                    "ljust",
                    "rjust",
                    "find",
                    "rfind",
                    "index",
                    "rindex",
                    "count",
                    "startswith",
                    "endswith",
                    "strip",
                    "lstrip",
                    "rstrip",
                    "maketrans",
                    "format",
                    "format_map",
                    "split",
                    "rsplit",
                    "splitlines",
                    "expandtabs",
                    "encode" -> {}
            case "join",
                    "partition",
                    "rpartition",
                    "removeprefix",
                    "removesuffix",
                    "translate",
                    "zfill" ->
                    a.one(full);
            default -> a.none(full);
        }
        return switch (name) {
            case "capitalize" -> PyCase.capitalize(self);
            case "casefold" -> PyCase.casefold(self);
            case "lower" -> self.toLowerCase(Locale.ROOT);
            case "upper" -> self.toUpperCase(Locale.ROOT);
            case "swapcase" -> PyCase.swapCase(self);
            case "title" -> PyCase.title(self);
            case "center" -> pad(self, a, name, true, true);
            case "ljust" -> pad(self, a, name, false, true);
            case "rjust" -> pad(self, a, name, true, false);
            case "zfill" -> zeroFill(self, PyNumbers.index(a.get(0)));
            case "find", "rfind", "index", "rindex" -> find(self, name, a);
            case "count" -> count(self, a);
            case "startswith", "endswith" -> startsOrEnds(self, name, a);
            case "strip" -> PyStr.strip(self, characters(name, a), true, true);
            case "lstrip" -> PyStr.strip(self, characters(name, a), true, false);
            case "rstrip" -> PyStr.strip(self, characters(name, a), false, true);
            case "split", "rsplit" -> split(self, name, a);
            case "splitlines" -> {
                Object keep = a.named(name, "keepends")[0];
                yield strings(
                        PyStr.lines(self, keep != Missing.MISSING && PyNumbers.index(keep) != 0));
            }
            case "partition", "rpartition" -> partition(self, name, Arguments.text(a.get(0)));
            case "join" -> join(self, a.get(0));
            case "replace" -> {
                a.between("str", name, 2, 3);
                yield PyStr.replace(
                        self,
                        Arguments.text(a.get(0), "replace() argument 1"),
                        Arguments.text(a.get(1), "replace() argument 2"),
                        PyNumbers.index(a.get(2, -1L)));
            }
            case "removeprefix" -> {
                String prefix = Arguments.text(a.get(0), "removeprefix() argument");
                yield self.startsWith(prefix) ? self.substring(prefix.length()) : self;
            }
            case "removesuffix" -> {
                String suffix = Arguments.text(a.get(0), "removesuffix() argument");
                yield self.endsWith(suffix)
                        ? self.substring(0, self.length() - suffix.length())
                        : self;
            }
            case "expandtabs" -> {
                Object size = a.named(name, "tabsize")[0];
                yield expandTabs(self, size == Missing.MISSING ? 8 : PyNumbers.index(size));
            }
            case "encode" -> PyCodecs.encode(self, a);
            case "format" -> new PyFormatter(environment, false).format(self, a.args(), a.kwargs());
            case "format_map" -> formatMap(environment, self, a);
            case "maketrans" -> makeTable(a);
            case "translate" -> translate(self, a.get(0));
            case "isalnum" -> PyCase.all(self, c -> PyCase.isAlphabetic(c) || PyCase.isNumeric(c));
            case "isalpha" -> PyCase.all(self, PyCase::isAlphabetic);
            case "isascii" -> self.chars().allMatch(c -> c < 0x80);
            case "isdecimal" -> PyCase.all(self, Character::isDigit);
            case "isdigit" -> PyCase.all(self, PyCase::isDigit);
            case "isnumeric" -> PyCase.all(self, PyCase::isNumeric);
            case "isspace" -> PyCase.all(self, PyStr::isSpace);
            case "isprintable" -> self.codePoints().allMatch(PythonText::isPrintable);
            case "isidentifier" -> Lexer.isIdentifier(self);
            case "islower" -> PyCase.isCased(self, false);
            case "isupper" -> PyCase.isCased(self, true);
            case "istitle" -> PyCase.isTitle(self);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Whether the method gives text of which a Markup makes Markup again. */
    static boolean keepsMarkup(String name) {
        return !name.equals("encode") && !name.equals("maketrans") && !name.startsWith("is");
    }

    static PyList strings(List<String> values) {
        return new PyList(values);
    }

    private static String pad(String self, Arguments a, String name, boolean left, boolean right) {
        a.between("str", name, 1, 2);
        long width = PyNumbers.index(a.get(0));
        String fill = PyValues.text(a.get(1, " "));
        if (fill == null) {
            throw TemplateError.type(
                    "The fill character must be a unicode character, not "
                            + PyValues.typeName(a.get(1)));
        }
        if (PyStr.length(fill) != 1) {
            throw TemplateError.type("The fill character must be exactly one character long");
        }
        return PyStr.pad(self, width, fill.codePointAt(0), left, right);
    }

    static String zeroFill(String self, long width) {
        int length = PyStr.length(self);
        if (width <= length) {
            return self;
        }
        String zeros = "0".repeat(Bounds.checkLength(width) - length);
        boolean signed = self.startsWith("-") || self.startsWith("+");
        return signed ? self.charAt(0) + zeros + self.substring(1) : zeros + self;
    }

    private static PySlice.Range range(String self, Arguments a) {
        return new PySlice(a.get(1, null), a.get(2, null), null).of(PyStr.length(self));
    }

    /** Whether a start argument lies past the end, where even an empty string is not found. */
    private static boolean startsPastEnd(String self, Arguments a) {
        return a.get(1, null) instanceof Long start && start > PyStr.length(self);
    }

    private static String within(String self, PySlice.Range range) {
        int from = PyStr.offset(self, Math.min(range.start(), PyStr.length(self)));
        return self.substring(from, self.offsetByCodePoints(from, range.count()));
    }

    private static Object find(String self, String name, Arguments a) {
        a.parsed(name, 1, 3);
        String part = Arguments.text(a.get(0));
        PySlice.Range range = range(self, a);
        String within = within(self, range);
        int at = name.startsWith("r") ? within.lastIndexOf(part) : within.indexOf(part);
        if (at < 0 || startsPastEnd(self, a)) {
            if (name.endsWith("index")) {
                throw TemplateError.value("substring not found");
            }
            return -1L;
        }
        return (long) range.start() + PyStr.index(within, at);
    }

    private static Object count(String self, Arguments a) {
        a.parsed("count", 1, 3);
        String part = Arguments.text(a.get(0));
        String within = within(self, range(self, a));
        if (startsPastEnd(self, a)) {
            return 0L;
        }
        if (part.isEmpty()) {
            return PyStr.length(within) + 1L;
        }
        return (long) PyStr.split(within, part, -1).size() - 1;
    }

    private static Object startsOrEnds(String self, String name, Arguments a) {
        a.parsed(name, 1, 3);
        PySlice.Range range = range(self, a);
        String within = within(self, range);
        boolean past = startsPastEnd(self, a);
        List<? extends @Nullable Object> parts =
                a.get(0) instanceof PyTuple tuple ? tuple.items : null;
        if (parts == null) {
            String part = PyValues.text(a.get(0));
            if (part == null) {
                throw TemplateError.type(
                        name
                                + " first arg must be str or a tuple of str, not "
                                + PyValues.typeName(a.get(0)));
            }
            return !past
                    && (name.startsWith("s") ? within.startsWith(part) : within.endsWith(part));
        }
        for (Object item : parts) {
            String part = PyValues.text(item);
            if (part == null) {
                throw TemplateError.type(
                        "tuple for "
                                + name
                                + " must only contain str, not "
                                + PyValues.typeName(item));
            }
            if (!past && (name.startsWith("s") ? within.startsWith(part) : within.endsWith(part))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String characters(String name, Arguments a) {
        a.between("str", name, 0, 1);
        Object characters = a.get(0, null);
        if (characters == null) {
            return null;
        }
        String text = PyValues.text(characters);
        if (text == null) {
            throw TemplateError.type(name + " arg must be None or str");
        }
        return text;
    }

    private static PyList split(String self, String name, Arguments a) {
        @Nullable Object[] values = a.named(name, "sep", "maxsplit");
        long max = values[1] == Missing.MISSING ? -1 : PyNumbers.index(values[1]);
        boolean right = name.equals("rsplit");
        if (values[0] == Missing.MISSING || values[0] == null) {
            return strings(right ? PyStr.wordsFromRight(self, max) : PyStr.words(self, max));
        }
        String separator = PyValues.text(values[0]);
        if (separator == null) {
            throw TemplateError.type("must be str or None, not " + PyValues.typeName(values[0]));
        }
        if (separator.isEmpty()) {
            throw TemplateError.value("empty separator");
        }
        return strings(
                right
                        ? PyStr.splitFromRight(self, separator, max)
                        : PyStr.split(self, separator, max));
    }

    private static PyTuple partition(String self, String name, String separator) {
        if (separator.isEmpty()) {
            throw TemplateError.value("empty separator");
        }
        boolean right = name.equals("rpartition");
        int at = right ? self.lastIndexOf(separator) : self.indexOf(separator);
        if (at < 0) {
            return right ? PyTuple.of("", "", self) : PyTuple.of(self, "", "");
        }
        return PyTuple.of(
                self.substring(0, at), separator, self.substring(at + separator.length()));
    }

    static String join(String separator, @Nullable Object items) {
        if (items instanceof Undefined undefined && undefined.strict()) {
            throw undefined.error();
        }
        Iterator<@Nullable Object> iterator;
        try {
            iterator = PyValues.iterate(items);
        } catch (TemplateError e) {
            throw e.is("TypeError") ? TemplateError.type("can only join an iterable") : e;
        }
        StringBuilder out = new StringBuilder();
        int index = 0;
        while (iterator.hasNext()) {
            Object item = iterator.next();
            String text = PyValues.text(item);
            if (text == null) {
                throw TemplateError.type(
                        "sequence item "
                                + index
                                + ": expected str instance, "
                                + PyValues.typeName(item)
                                + " found");
            }
            if (index++ > 0) {
                out.append(separator);
            }
            out.append(text);
            Bounds.checkLength(out.length());
        }
        return out.toString();
    }

    private static String expandTabs(String self, long size) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < self.length(); i++) {
            char c = self.charAt(i);
            if (c == '\t') {
                long gap = size <= 0 ? 0 : size - column % size;
                Bounds.checkLength(out.length() + gap);
                out.repeat(' ', (int) gap);
                column += (int) gap;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }

    private static String formatMap(Environment environment, String self, Arguments a) {
        if (!a.kwargs().isEmpty()) {
            throw TemplateError.type("format_map() takes no keyword arguments");
        }
        if (a.count() != 1) {
            throw TemplateError.type(
                    "format_map() takes exactly one argument (" + a.count() + " given)");
        }
        return new PyFormatter(environment, false).formatMap(self, a.get(0));
    }

    private static PyDict makeTable(Arguments a) {
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

    private static String translate(String self, @Nullable Object table) {
        StringBuilder out = new StringBuilder();
        List<Integer> points = new ArrayList<>(self.codePoints().boxed().toList());
        for (int c : points) {
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
