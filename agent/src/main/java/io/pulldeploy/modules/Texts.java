package io.pulldeploy.modules;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text as Python and Salt see it. */
public final class Texts {
    private static final int BLOCK = 512;

    private Texts() {}

    /** A file's lines as {@code readlines()} gives them: split at newlines, which they keep. */
    public static List<String> linesWithEnds(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
            lines.add(text.substring(from, at + 1));
            from = at + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Python's {@code str.splitlines(keepends)}, which knows more ends than the newline. */
    public static List<String> splitLines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isLineEnd(text.charAt(i))) {
                int next = text.startsWith("\r\n", i) ? i + 2 : i + 1;
                lines.add(text.substring(from, keepEnds ? next : i));
                from = next;
                i = next - 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return switch (c) {
            case '\n',
                    '\r',
                    '\u000B',
                    '\f',
                    '\u001C',
                    '\u001D',
                    '\u001E',
                    '\u0085',
                    '\u2028',
                    '\u2029' ->
                    true;
            default -> false;
        };
    }

    /** Python's {@code str.rstrip(characters)}. */
    public static String stripEnd(String text, String characters) {
        int end = text.length();
        while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Python's {@code str.lstrip(characters)}. */
    public static String stripStart(String text, String characters) {
        int start = 0;
        while (start < text.length() && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    /** Salt's guess whether a file holds text, from its first bytes. */
    public static boolean isText(byte[] content) {
        int length = Math.min(BLOCK, content.length);
        int odd = 0;
        for (int i = 0; i < length; i++) {
            int c = content[i] & 0xFF;
            if (c == 0) {
                return false;
            }
            if (!(c >= 32 && c < 127) && "\n\r\t\f\b".indexOf(c) < 0) {
                odd++;
            }
        }
        return odd == 0 || isUtf8(content, length) || (double) odd / length <= 0.30;
    }

    private static boolean isUtf8(byte[] content, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** UTF-8 where the bytes are that, Latin-1 otherwise, as Salt reads files that it compares. */
    public static String decode(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    /** Python's {@code str()} of a plain value. */
    public static String str(@Nullable Object value) {
        return PythonText.str(value);
    }
}
