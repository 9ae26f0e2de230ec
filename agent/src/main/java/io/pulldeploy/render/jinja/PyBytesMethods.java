package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods of bytes: {@code decode} and {@code hex}, and those that it shares with str. */
final class PyBytesMethods {
    private static final Set<String> STR_ONLY =
            Set.of(
                    "casefold",
                    "encode",
                    "format",
                    "format_map",
                    "isdecimal",
                    "isidentifier",
                    "isnumeric",
                    "isprintable",
                    "maketrans",
                    "translate");

    static final Set<String> NAMES =
            Stream.concat(
                            PyStrMethods.NAMES.stream().filter(name -> !STR_ONLY.contains(name)),
                            Stream.of("decode", "hex"))
                    .collect(Collectors.toUnmodifiableSet());

    private PyBytesMethods() {}

    static @Nullable Object call(Environment environment, PyBytes self, String name, Arguments a) {
        return switch (name) {
            case "decode" -> decode(self, a);
            case "hex" -> {
                a.none("bytes.hex");
                yield HexFormat.of().formatHex(self.data());
            }
            case "startswith", "endswith" -> {
                if (a.count() > 0 && PyValues.text(a.get(0)) != null) {
                    throw TemplateError.type(
                            name
                                    + " first arg must be bytes or a tuple of bytes, not "
                                    + PyValues.typeName(a.get(0)));
                }
                yield shared(environment, self, name, a);
            }
            case "count", "find", "index", "rfind", "rindex" ->
                    shared(environment, self, name, searching(a));
            case "join" -> join(self, a.one("bytes.join"));
            case "center", "ljust", "rjust" -> {
                if (a.count() == 2 && !(a.get(1) instanceof PyBytes)) {
                    throw TemplateError.type(
                            name
                                    + "() argument 2 must be a byte string of length 1, not "
                                    + PyValues.typeName(a.get(1)));
                }
                yield shared(environment, self, name, a);
            }
            default -> shared(environment, self, name, a);
        };
    }

    private static PyBytes join(PyBytes self, @Nullable Object items) {
        StringBuilder joined = new StringBuilder();
        int index = 0;
        for (Object item : PyValues.list(items)) {
            if (!(item instanceof PyBytes bytes)) {
                throw TemplateError.type(
                        "sequence item "
                                + index
                                + ": expected a bytes-like object, "
                                + PyValues.typeName(item)
                                + " found");
            }
            joined.append(index++ == 0 ? "" : latin(self)).append(latin(bytes));
            Bounds.checkLength(joined.length());
        }
        return new PyBytes(joined.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes are searched for bytes, or for one byte by its number. */
    private static Arguments searching(Arguments a) {
        if (a.count() == 0 || a.get(0) instanceof PyBytes) {
            return a;
        }
        Object wanted = a.get(0);
        if (!PyNumbers.isInt(wanted)) {
            throw TemplateError.type(
                    "argument should be integer or bytes-like object, not '"
                            + PyValues.typeName(wanted)
                            + "'");
        }
        long number = wanted instanceof BigInteger ? -1 : PyNumbers.index(wanted);
        if (number < 0 || number > 255) {
            throw TemplateError.value("byte must be in range(0, 256)");
        }
        List<@Nullable Object> args = new ArrayList<>(a.args());
        args.set(0, new PyBytes(new byte[] {(byte) number}));
        return new Arguments(args, a.kwargs());
    }

    /** A method that str has, too, on each byte as a character. */
    private static @Nullable Object shared(
            Environment environment, PyBytes self, String name, Arguments a) {
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        a.kwargs().forEach((key, value) -> kwargs.put(key, text(value)));
        List<@Nullable Object> args = new ArrayList<>();
        a.args().forEach(value -> args.add(text(value)));
        try {
            return bytes(
                    PyStrMethods.call(environment, latin(self), name, new Arguments(args, kwargs)));
        } catch (TemplateError e) {
            throw ofBytes(e);
        }
    }

    /** What Python says of bytes where it says the like of texts. */
    private static TemplateError ofBytes(TemplateError e) {
        return new TemplateError(
                e.kind(),
                e.getMessage()
                        .replaceFirst("^str\\.", "bytes.")
                        .replace("substring not found", "subsection not found")
                        .replace("during string formatting", "during bytes formatting"));
    }

    /** {@code bytes % values}: what {@code %s} takes must be bytes. */
    static PyBytes format(PyBytes self, @Nullable Object values) {
        boolean onlyBytes = latin(self).contains("%s") || latin(self).contains("%b");
        Object converted =
                values instanceof PyTuple tuple
                        ? PyTuple.copyOf(
                                tuple.items.stream()
                                        .map(item -> formatted(item, onlyBytes))
                                        .toList())
                        : formatted(values, onlyBytes);
        try {
            String text = PyPercent.format(latin(self).replace("%b", "%s"), converted, false);
            return new PyBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (TemplateError e) {
            throw ofBytes(e);
        }
    }

    private static @Nullable Object formatted(@Nullable Object value, boolean onlyBytes) {
        if (value instanceof PyBytes bytes) {
            return latin(bytes);
        }
        if (onlyBytes && !(value instanceof PyDict)) {
            throw notBytes(value);
        }
        return value;
    }

    @SuppressWarnings("OrphanedFormatString") // The text is Python's.
    private static TemplateError notBytes(@Nullable Object value) {
        return TemplateError.type(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '"
                        + PyValues.typeName(value)
                        + "'");
    }

    /** A byte is a character below 256 while a method of str works on it. */
    private static @Nullable Object text(@Nullable Object value) {
        return switch (value) {
            case PyBytes bytes -> latin(bytes);
            case PyList list -> new PyList(list.items.stream().map(PyBytesMethods::text).toList());
            case PyTuple tuple ->
                    PyTuple.copyOf(tuple.items.stream().map(PyBytesMethods::text).toList());
            case String _, Markup _ ->
                    throw TemplateError.type(
                            "a bytes-like object is required, not '"
                                    + PyValues.typeName(value)
                                    + "'");
            case null, default -> value;
        };
    }

    private static @Nullable Object bytes(@Nullable Object value) {
        return switch (value) {
            case String text -> new PyBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            case PyList list -> new PyList(list.items.stream().map(PyBytesMethods::bytes).toList());
            case PyTuple tuple ->
                    PyTuple.copyOf(tuple.items.stream().map(PyBytesMethods::bytes).toList());
            case null, default -> value;
        };
    }

    private static String decode(PyBytes self, Arguments a) {
        @Nullable Object[] named = a.named("decode", "encoding", "errors");
        return PyCodecs.decode(
                self.data(),
                named[0] == Missing.MISSING
                        ? "utf-8"
                        : Arguments.text(named[0], "decode() argument 'encoding'"),
                named[1] == Missing.MISSING
                        ? "strict"
                        : Arguments.text(named[1], "decode() argument 'errors'"));
    }

    private static String latin(PyBytes bytes) {
        return new String(bytes.data(), StandardCharsets.ISO_8859_1);
    }

    static Object subscript(PyBytes bytes, @Nullable Object key) {
        byte[] data = bytes.data();
        if (key instanceof PySlice slice) {
            PySlice.Range range = slice.of(data.length);
            byte[] taken = new byte[range.count()];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = data[range.at(i)];
            }
            return new PyBytes(taken);
        }
        if (!PyNumbers.isInt(key)) {
            throw TemplateError.type(
                    "byte indices must be integers or slices, not " + PyValues.typeName(key));
        }
        if (key instanceof BigInteger) {
            throw new TemplateError("IndexError", "cannot fit 'int' into an index-sized integer");
        }
        long index = PyNumbers.index(key);
        long at = index < 0 ? index + data.length : index;
        if (at < 0 || at >= data.length) {
            throw new TemplateError("IndexError", "index out of range");
        }
        return (long) (data[(int) at] & 0xff);
    }
}
