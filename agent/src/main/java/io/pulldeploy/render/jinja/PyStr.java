package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What str does by character: Python counts code points, Java counts UTF-16 units. */
final class PyStr {
    private PyStr() {}

    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The UTF-16 offset of a character's index. */
    static int offset(String text, int index) {
        return isPlain(text) ? index : text.offsetByCodePoints(0, index);
    }

    /** The character's index of a UTF-16 offset. */
    static int index(String text, int offset) {
        return text.codePointCount(0, offset);
    }

    static List<@Nullable Object> characters(String text) {
        List<@Nullable Object> characters = new ArrayList<>(text.length());
        for (int i = 0; i < text.length(); ) {
            int end = i + Character.charCount(text.codePointAt(i));
            characters.add(text.substring(i, end));
            i = end;
        }
        return characters;
    }

    static String slice(String text, PySlice slice) {
        boolean plain = isPlain(text);
        PySlice.Range range = slice.of(plain ? text.length() : length(text));
        if (range.count() == 0) {
            return "";
        }
        if (range.step() == 1) {
            int from = plain ? range.start() : offset(text, range.start());
            return text.substring(
                    from,
                    plain ? from + range.count() : text.offsetByCodePoints(from, range.count()));
        }
        int[] points = text.codePoints().toArray();
        StringBuilder out = new StringBuilder(range.count());
        for (int i = 0; i < range.count(); i++) {
            out.appendCodePoint(points[range.at(i)]);
        }
        return out.toString();
    }

    static String at(String text, long index) {
        boolean plain = isPlain(text);
        int length = plain ? text.length() : length(text);
        long at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) {
            throw new TemplateError("IndexError", "string index out of range");
        }
        if (plain) {
            return String.valueOf(text.charAt((int) at));
        }
        return Character.toString(text.codePointAt(offset(text, (int) at)));
    }

    static boolean contains(String text, @Nullable Object part) {
        String wanted = PyValues.text(part);
        if (wanted == null) {
            throw TemplateError.type(
                    "'in <string>' requires string as left operand, not "
                            + PyValues.typeName(part));
        }
        return text.contains(wanted);
    }

    /** By code point, which UTF-16 order is not. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean apart = Character.isSurrogate(x) != Character.isSurrogate(y);
                return apart ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static boolean isSpace(int c) {
        return switch (c) {
            case ' ', '\t', '\n', 0x0b, '\f', '\r', 0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xa0 -> true;
            case 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200a;
        };
    }

    static boolean isLineBreak(int c) {
        return switch (c) {
            case '\n', '\r', 0x0b, '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    /** Strips white space, or any of {@code characters}. */
    static String strip(String text, @Nullable String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to) {
            int c = text.codePointAt(from);
            if (!strips(c, characters)) {
                break;
            }
            from += Character.charCount(c);
        }
        while (right && to > from) {
            int c = text.codePointBefore(to);
            if (!strips(c, characters)) {
                break;
            }
            to -= Character.charCount(c);
        }
        return text.substring(from, to);
    }

    private static boolean strips(int c, @Nullable String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            if (!isLineBreak(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            i += text.startsWith("\r\n", i) ? 2 : 1;
            lines.add(text.substring(from, keepEnds ? i : end));
            from = i;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Words between runs of white space; {@code max} splits at most, from the left. */
    static List<String> words(String text, long max) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                return words;
            }
            if (max >= 0 && words.size() >= max) {
                words.add(text.substring(at));
                return words;
            }
            int from = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            words.add(text.substring(from, at));
        }
    }

    /** The same from the right. */
    static List<String> wordsFromRight(String text, long max) {
        List<String> words = new ArrayList<>();
        int at = text.length();
        while (true) {
            while (at > 0 && isSpace(text.charAt(at - 1))) {
                at--;
            }
            if (at == 0) {
                return words.reversed();
            }
            if (max >= 0 && words.size() >= max) {
                words.add(text.substring(0, at));
                return words.reversed();
            }
            int to = at;
            while (at > 0 && !isSpace(text.charAt(at - 1))) {
                at--;
            }
            words.add(text.substring(at, to));
        }
    }

    static List<String> split(String text, String separator, long max) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (max < 0 || parts.size() < max) {
            int at = text.indexOf(separator, from);
            if (at < 0) {
                break;
            }
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    static List<String> splitFromRight(String text, String separator, long max) {
        List<String> parts = new ArrayList<>();
        int to = text.length();
        while (max < 0 || parts.size() < max) {
            int at = text.lastIndexOf(separator, to - separator.length());
            if (at < 0 || to < separator.length()) {
                break;
            }
            parts.add(text.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(text.substring(0, to));
        return parts.reversed();
    }

    static String replace(String text, String old, String by, long max) {
        if (max == 0 || (old.length() > text.length())) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        long left = max < 0 ? Long.MAX_VALUE : max;
        if (old.isEmpty()) {
            while (left-- > 0) {
                out.append(by);
                Bounds.checkLength(out.length());
                if (from >= text.length()) {
                    return out.toString();
                }
                out.appendCodePoint(text.codePointAt(from));
                from += Character.charCount(text.codePointAt(from));
            }
            return out.append(text, from, text.length()).toString();
        }
        while (left-- > 0) {
            int at = text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            out.append(text, from, at).append(by);
            Bounds.checkLength(out.length());
            from = at + old.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Any script's decimal digits as 0 to 9, for int() and float(). */
    static String decimals(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f && Character.isDigit(c)) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                out.setCharAt(i, (char) ('0' + Character.digit(c, 10)));
            }
        }
        return out == null ? text : out.toString();
    }

    static String pad(String text, long width, int fill, boolean left, boolean right) {
        int length = length(text);
        long missing = width - length;
        if (missing <= 0) {
            return text;
        }
        Bounds.checkLength(width);
        int before =
                !left ? 0 : right ? (int) (missing / 2 + (missing & width & 1)) : (int) missing;
        StringBuilder out = new StringBuilder((int) width);
        for (int i = 0; i < before; i++) {
            out.appendCodePoint(fill);
        }
        out.append(text);
        for (long i = before; i < missing; i++) {
            out.appendCodePoint(fill);
        }
        return out.toString();
    }
}
