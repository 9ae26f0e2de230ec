package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text to bytes and back, with Python's names for encodings and its errors. */
final class PyCodecs {
    private PyCodecs() {}

    /** {@code str.encode}. */
    static PyBytes encode(String self, Arguments a) {
        @Nullable Object[] values = a.named("encode", "encoding", "errors");
        String name =
                values[0] == Missing.MISSING
                        ? "utf-8"
                        : Arguments.text(values[0], "encode() argument 'encoding'");
        String errors =
                values[1] == Missing.MISSING
                        ? "strict"
                        : Arguments.text(values[1], "encode() argument 'errors'");
        return new PyBytes(encode(self, name, errors));
    }

    private static byte[] encode(String self, String name, String errors) {
        Charset charset = charset(name);
        if (errors.equals("strict") && !charset.newEncoder().canEncode(self)) {
            int at = 0;
            while (charset.newEncoder().canEncode(PyStr.at(self, at))) {
                at++;
            }
            int c = PyStr.at(self, at).codePointAt(0);
            String shown =
                    c <= 0xff
                            ? String.format("'\\x%02x'", c)
                            : String.format(c > 0xffff ? "'\\U%08x'" : "'\\u%04x'", c);
            boolean latin = charset.equals(StandardCharsets.ISO_8859_1);
            throw new TemplateError(
                    "UnicodeEncodeError",
                    "'"
                            + (latin ? "latin-1" : name)
                            + "' codec can't encode character "
                            + shown
                            + " in position "
                            + at
                            + ": ordinal not in range("
                            + (latin ? 256 : 128)
                            + ")");
        }
        if (errors.equals("ignore")) {
            StringBuilder kept = new StringBuilder();
            self.codePoints()
                    .filter(c -> charset.newEncoder().canEncode(Character.toString(c)))
                    .forEach(kept::appendCodePoint);
            return kept.toString().getBytes(charset);
        }
        return self.getBytes(charset);
    }

    private static Charset charset(String name) {
        String known =
                switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
                    case "utf8", "utf-8", "u8" -> "UTF-8";
                    case "ascii", "us-ascii" -> "US-ASCII";
                    case "latin-1", "latin1", "iso-8859-1", "l1" -> "ISO-8859-1";
                    default -> name;
                };
        try {
            return Charset.forName(known);
        } catch (IllegalArgumentException e) {
            throw new TemplateError("LookupError", "unknown encoding: " + name);
        }
    }

    /** {@code bytes.decode}. */
    static String decode(byte[] data, String encoding, String errors) {
        Charset charset = charset(encoding);
        if (!errors.equals("strict")) {
            CodingErrorAction action =
                    errors.equals("ignore") ? CodingErrorAction.IGNORE : CodingErrorAction.REPLACE;
            try {
                return charset.newDecoder()
                        .onMalformedInput(action)
                        .onUnmappableCharacter(action)
                        .decode(ByteBuffer.wrap(data))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalStateException(e);
            }
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        try {
            return charset.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            int at = in.position();
            String reason =
                    charset.equals(StandardCharsets.US_ASCII)
                            ? "ordinal not in range(128)"
                            : at + 1 < data.length && (data[at] & 0xff) >= 0xc2
                                    ? "invalid continuation byte"
                                    : "invalid start byte";
            throw new TemplateError(
                    "UnicodeDecodeError",
                    String.format(
                            "'%s' codec can't decode byte 0x%02x in position %d: %s",
                            encoding, data[at] & 0xff, at, reason));
        }
    }
}
