package io.pulldeploy.render.yaml;

/** In which styles a scalar's text can be written. */
record ScalarAnalysis(
        boolean multiline,
        boolean flowPlain,
        boolean blockPlain,
        boolean singleQuoted,
        boolean block) {

    static ScalarAnalysis of(int[] text, boolean allowUnicode) {
        if (text.length == 0) {
            return new ScalarAnalysis(false, false, true, true, false);
        }
        boolean blockIndicators = startsWithMarker(text);
        boolean flowIndicators = blockIndicators;
        boolean lineBreaks = false;
        boolean special = false;
        boolean breakSpace = false;
        boolean spaceBreak = false;
        boolean previousSpace = false;
        boolean previousBreak = false;
        boolean precededBySpace = true;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            boolean followedBySpace = i + 1 == text.length || isBlankOrBreak(text[i + 1]);
            if (i == 0) {
                if ("#,[]{}&*!|>'\"%@`".indexOf(c) >= 0) {
                    flowIndicators = true;
                    blockIndicators = true;
                }
                if (c == '?' || c == ':') {
                    flowIndicators = true;
                    blockIndicators |= followedBySpace;
                }
                if (c == '-' && followedBySpace) {
                    flowIndicators = true;
                    blockIndicators = true;
                }
            } else {
                if (",?[]{}".indexOf(c) >= 0) {
                    flowIndicators = true;
                }
                if (c == ':') {
                    flowIndicators = true;
                    blockIndicators |= followedBySpace;
                }
                if (c == '#' && precededBySpace) {
                    flowIndicators = true;
                    blockIndicators = true;
                }
            }
            special |= !isPrintable(c) || (c >= 0x80 && !allowUnicode);
            boolean isBreak = isBreak(c);
            lineBreaks |= isBreak;
            breakSpace |= c == ' ' && previousBreak;
            spaceBreak |= isBreak && previousSpace;
            previousSpace = c == ' ';
            previousBreak = isBreak;
            precededBySpace = isBlankOrBreak(c);
        }
        int first = text[0];
        int last = text[text.length - 1];
        boolean edges = first == ' ' || isBreak(first) || last == ' ' || isBreak(last);
        boolean unquotable = breakSpace || spaceBreak || special;
        boolean plain = !edges && !unquotable && !lineBreaks;
        return new ScalarAnalysis(
                lineBreaks,
                plain && !flowIndicators,
                plain && !blockIndicators,
                !unquotable,
                last != ' ' && !spaceBreak && !special);
    }

    private static boolean startsWithMarker(int[] text) {
        return text.length >= 3
                && (text[0] == '-' || text[0] == '.')
                && text[1] == text[0]
                && text[2] == text[0];
    }

    static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isBlankOrBreak(int c) {
        return c == ' ' || c == '\t' || c == 0 || isBreak(c);
    }

    /** libyaml's idea of printable ends with the first plane. */
    static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= ' ' && c <= '~')
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
    }
}
