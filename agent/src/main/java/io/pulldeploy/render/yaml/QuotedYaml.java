package io.pulldeploy.render.yaml;

/** Single scalars as YAML writes them, never wrapped. */
public final class QuotedYaml {
    private QuotedYaml() {}

    /** A text between double quotes, with everything beyond ASCII escaped. */
    public static String doubleQuoted(String text) {
        EmitterOutput out = new EmitterOutput();
        new ScalarWriter(out, Integer.MAX_VALUE, 2, false)
                .doubleQuoted(text.codePoints().toArray(), 0, true);
        return out.toString();
    }

    /** A text between single quotes, whatever it holds. */
    public static String singleQuoted(String text) {
        StringBuilder out = new StringBuilder("'");
        boolean inBreaks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBreak = c == '\n' || c == '\u0085' || c == '\u2028' || c == '\u2029';
            // One line feed would be folded into a space, so that the first is doubled.
            out.append(isBreak && !inBreaks && c == '\n' ? "\n" : "").append(c);
            out.append(c == '\'' ? "'" : "");
            inBreaks = isBreak;
        }
        return out.append('\'').toString();
    }

    /** A float as YAML spells it. */
    public static String number(double value) {
        return Representer.floating(value);
    }

    /** Bytes as {@code !!binary} spells them, in lines. */
    public static String base64(byte[] bytes) {
        return Representer.base64(bytes);
    }
}
