package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** The methods of bytes that templates use. */
final class PyBytesMethods {
    static final Set<String> NAMES =
            Set.of(
                    "decode",
                    "hex",
                    "startswith",
                    "endswith",
                    "find",
                    "count",
                    "upper",
                    "lower",
                    "strip",
                    "isdigit",
                    "isalpha",
                    "isalnum");

    private PyBytesMethods() {}

    static @Nullable Object call(PyBytes self, String name, Arguments a) {
        return switch (name) {
            case "decode" -> decode(self, a);
            case "hex" -> {
                a.none("bytes.hex");
                yield HexFormat.of().formatHex(self.data());
            }
            case "startswith", "endswith", "find", "count" -> {
                Object part = a.one("bytes." + name);
                if (!(part instanceof PyBytes bytes)) {
                    throw TemplateError.type(
                            "a bytes-like object is required, not '"
                                    + PyValues.typeName(part)
                                    + "'");
                }
                yield search(latin(self), name, latin(bytes));
            }
            case "upper", "lower" -> {
                a.none("bytes." + name);
                yield map(self, name.equals("upper"));
            }
            case "strip" -> {
                a.none("bytes." + name);
                yield new PyBytes(
                        PyStr.strip(latin(self), " \t\n\r\u000b\f", true, true)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            default -> {
                a.none("bytes." + name);
                yield !latin(self).isEmpty() && latin(self).chars().allMatch(c -> is(name, c));
            }
        };
    }

    private static String decode(PyBytes self, Arguments a) {
        @Nullable Object[] named = a.named("decode", "encoding", "errors");
        return PyStrMethods.decode(
                self.data(),
                named[0] == Missing.MISSING
                        ? "utf-8"
                        : Arguments.text(named[0], "decode() argument 'encoding'"),
                named[1] == Missing.MISSING
                        ? "strict"
                        : Arguments.text(named[1], "decode() argument 'errors'"));
    }

    private static boolean is(String name, int c) {
        return c < 0x80
                && switch (name) {
                    case "isdigit" -> Character.isDigit(c);
                    case "isalpha" -> Character.isLetter(c);
                    default -> Character.isLetterOrDigit(c);
                };
    }

    private static Object search(String text, String name, String part) {
        return switch (name) {
            case "startswith" -> text.startsWith(part);
            case "endswith" -> text.endsWith(part);
            case "find" -> (long) text.indexOf(part);
            default ->
                    part.isEmpty() ? text.length() + 1L : PyStr.split(text, part, -1).size() - 1L;
        };
    }

    private static PyBytes map(PyBytes bytes, boolean upper) {
        byte[] data = bytes.data().clone();
        for (int i = 0; i < data.length; i++) {
            if (data[i] > 0) {
                data[i] =
                        (byte)
                                (upper
                                        ? Character.toUpperCase(data[i])
                                        : Character.toLowerCase(data[i]));
            }
        }
        return new PyBytes(data);
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
        long index = PyNumbers.index(key);
        long at = index < 0 ? index + data.length : index;
        if (at < 0 || at >= data.length) {
            throw new TemplateError("IndexError", "index out of range");
        }
        return (long) (data[(int) at] & 0xff);
    }
}
