package io.pulldeploy.render.jinja;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

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
            case "find", "rfind", "index", "rindex" -> PyStrSearch.find(self, name, a);
            case "count" -> PyStrSearch.count(self, a);
            case "startswith", "endswith" -> PyStrSearch.startsOrEnds(self, name, a);
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
            case "maketrans" -> PyTranslation.table(a);
            case "translate" -> PyTranslation.translate(self, a.get(0));
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
}
