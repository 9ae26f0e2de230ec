package io.pulldeploy.render.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Scans tags and directives. */
final class TagScanner {
    private final Cursor in;
    private final String name;

    TagScanner(Cursor in, String name) {
        this.in = in;
        this.name = name;
    }

    Token directive() {
        Mark start = in.mark();
        in.skip();
        StringBuilder directive = new StringBuilder();
        while (in.atWord()) {
            in.read(directive);
        }
        if (directive.isEmpty()) {
            throw error(
                    "while scanning a directive", start, "could not find expected directive name");
        }
        if (!in.atBlankBreakOrEnd()) {
            throw error(
                    "while scanning a directive",
                    start,
                    "found unexpected non-alphabetical character");
        }
        Token token =
                switch (directive.toString()) {
                    case "YAML" -> versionDirective(start);
                    case "TAG" -> tagDirective(start);
                    default ->
                            throw error(
                                    "while scanning a directive",
                                    start,
                                    "found unknown directive name");
                };
        skipBlanks();
        if (in.isAt('#')) {
            while (!in.atBreakOrEnd()) {
                in.skip();
            }
        }
        if (!in.atBreakOrEnd()) {
            throw error(
                    "while scanning a directive",
                    start,
                    "did not find expected comment or line break");
        }
        in.skipLine();
        return token;
    }

    private Token versionDirective(Mark start) {
        skipBlanks();
        String major = versionNumber(start);
        if (!in.isAt('.')) {
            throw error(
                    "while scanning a %YAML directive",
                    start, "did not find expected digit or '.' character");
        }
        in.skip();
        String minor = versionNumber(start);
        return new Token(
                Token.Kind.VERSION_DIRECTIVE,
                start,
                in.mark(),
                Integer.parseInt(major) + "." + Integer.parseInt(minor));
    }

    private String versionNumber(Mark start) {
        StringBuilder number = new StringBuilder();
        while (in.atDigit()) {
            if (number.length() == 9) {
                throw error(
                        "while scanning a %YAML directive",
                        start, "found extremely long version number");
            }
            in.read(number);
        }
        if (number.isEmpty()) {
            throw error(
                    "while scanning a %YAML directive",
                    start, "did not find expected version number");
        }
        return number.toString();
    }

    private Token tagDirective(Mark start) {
        skipBlanks();
        String handle = handle(true, start);
        if (!in.atBlank()) {
            throw error(
                    "while scanning a %TAG directive", start, "did not find expected whitespace");
        }
        skipBlanks();
        String prefix = uri(true, true, "", start);
        if (!in.atBlankBreakOrEnd()) {
            throw error(
                    "while scanning a %TAG directive",
                    start, "did not find expected whitespace or line break");
        }
        return new Token(Token.Kind.TAG_DIRECTIVE, start, in.mark(), handle, prefix, false);
    }

    Token tag(boolean flow) {
        Mark start = in.mark();
        String handle;
        String suffix;
        if (in.peek(1) == '<') {
            in.skip(2);
            handle = "";
            suffix = uri(true, false, "", start);
            if (!in.isAt('>')) {
                throw error("while scanning a tag", start, "did not find the expected '>'");
            }
            in.skip();
        } else {
            handle = handle(false, start);
            if (handle.length() > 1 && handle.endsWith("!")) {
                suffix = uri(false, false, "", start);
            } else {
                suffix = uri(false, false, handle, start);
                handle = "!";
                if (suffix.isEmpty()) {
                    handle = "";
                    suffix = "!";
                }
            }
        }
        if (!(flow && in.isAt(',')) && !in.atBlankBreakOrEnd()) {
            throw error(
                    "while scanning a tag",
                    start,
                    "did not find expected whitespace or line break");
        }
        return new Token(Token.Kind.TAG, start, in.mark(), handle, suffix, false);
    }

    private String handle(boolean directive, Mark start) {
        if (!in.isAt('!')) {
            throw error(
                    directive ? "while scanning a tag directive" : "while scanning a tag",
                    start,
                    "did not find expected '!'");
        }
        StringBuilder handle = new StringBuilder();
        in.read(handle);
        while (in.atWord()) {
            in.read(handle);
        }
        if (in.isAt('!')) {
            in.read(handle);
        } else if (directive && handle.length() > 1) {
            throw error("while parsing a tag directive", start, "did not find expected '!'");
        }
        return handle.toString();
    }

    private String uri(boolean verbatim, boolean directive, String head, Mark start) {
        StringBuilder uri = new StringBuilder(head.isEmpty() ? "" : head.substring(1));
        int length = head.length();
        while (in.atWord()
                || (!in.atEnd() && ";/?:@&=+$.%!~*'()".indexOf(in.peek()) >= 0)
                || (verbatim && !in.atEnd() && ",[]".indexOf(in.peek()) >= 0)) {
            if (in.isAt('%')) {
                escapes(directive, start, uri);
            } else {
                in.read(uri);
            }
            length++;
        }
        if (length == 0) {
            throw error(
                    directive ? "while parsing a %TAG directive" : "while parsing a tag",
                    start,
                    "did not find expected tag URI");
        }
        return uri.toString();
    }

    private void escapes(boolean directive, Mark start, StringBuilder uri) {
        String context = directive ? "while parsing a %TAG directive" : "while parsing a tag";
        byte[] octets = new byte[4];
        int width = 0;
        int count = 0;
        do {
            int high = in.isAt('%') ? Character.digit(in.peek(1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in.peek(2), 16);
            if (low < 0) {
                throw error(context, start, "did not find URI escaped octet");
            }
            int octet = high * 16 + low;
            if (width == 0) {
                width =
                        octet < 0x80
                                ? 1
                                : octet >> 5 == 6
                                        ? 2
                                        : octet >> 4 == 14 ? 3 : octet >> 3 == 30 ? 4 : 0;
                if (width == 0) {
                    throw error(context, start, "found an incorrect leading UTF-8 octet");
                }
            } else if (octet >> 6 != 2) {
                throw error(context, start, "found an incorrect trailing UTF-8 octet");
            }
            octets[count++] = (byte) octet;
            in.skip(3);
        } while (count < width);
        try {
            uri.append(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, count)));
        } catch (CharacterCodingException e) {
            throw error(context, start, "found an incorrect trailing UTF-8 octet");
        }
    }

    private void skipBlanks() {
        while (in.atBlank()) {
            in.skip();
        }
    }

    private YamlError error(String context, Mark start, String problem) {
        return YamlError.marked(YamlError.Kind.SCANNER, name, context, start, problem, in.mark());
    }
}
