package io.pulldeploy.render.jinja;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper, lower and title case, and what kind of characters a text has, as Python sees it. */
public final class PyCase {
    private PyCase() {}

    static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    static boolean isAlphabetic(int c) {
        return Character.isLetter(c);
    }

    static boolean isDigit(int c) {
        return Character.isDigit(c)
                || c == 0xb2
                || c == 0xb3
                || c == 0xb9
                || c == 0x2070
                || (c >= 0x2074 && c <= 0x2079)
                || (c >= 0x2080 && c <= 0x2089)
                || (c >= 0x2460 && c <= 0x2468);
    }

    static boolean isNumeric(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> isDigit(c);
        };
    }

    /** Whether there are cased characters, and all of them in that case. */
    public static boolean isCased(String text, boolean upper) {
        IntPredicate right = upper ? Character::isUpperCase : Character::isLowerCase;
        return text.codePoints().anyMatch(right)
                && text.codePoints().noneMatch(c -> isCased(c) && !right.test(c));
    }

    private static boolean isUpperOrTitle(int c) {
        return Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    public static String capitalize(String self) {
        if (self.isEmpty()) {
            return self;
        }
        int first = Character.charCount(self.codePointAt(0));
        return titleCase(self.substring(0, first)) + self.substring(first).toLowerCase(Locale.ROOT);
    }

    /** The title filter's words: the first letter in upper, the others in lower case. */
    static String capitalizeWord(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = Character.charCount(word.codePointAt(0));
        return word.substring(0, first).toUpperCase(Locale.ROOT)
                + word.substring(first).toLowerCase(Locale.ROOT);
    }

    private static String titleCase(String character) {
        int c = character.codePointAt(0);
        int title = Character.toTitleCase(c);
        if (title != c || Character.isTitleCase(c)) {
            return Character.toString(title);
        }
        String upper = character.toUpperCase(Locale.ROOT);
        return upper.length() > character.length() ? capitalize(upper) : upper;
    }

    static String casefold(String self) {
        return self.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    static String swapCase(String self) {
        StringBuilder out = new StringBuilder(self.length());
        self.codePoints()
                .forEach(c -> {
                    String one = Character.toString(c);
                    out.append(
                            Character.isUpperCase(c)
                                    ? one.toLowerCase(Locale.ROOT)
                                    : Character.isLowerCase(c)
                                            ? one.toUpperCase(Locale.ROOT)
                                            : one);
                });
        return out.toString();
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static String title(String self) {
        StringBuilder out = new StringBuilder(self.length());
        boolean inWord = false;
        for (int i = 0; i < self.length(); ) {
            int c = self.codePointAt(i);
            String one = Character.toString(c);
            out.append(inWord ? one.toLowerCase(Locale.ROOT) : titleCase(one));
            inWord = isCased(c);
            i += one.length();
        }
        return out.toString();
    }

    static boolean isTitle(String self) {
        boolean inWord = false;
        boolean any = false;
        for (int i = 0; i < self.length(); ) {
            int c = self.codePointAt(i);
            if (isUpperOrTitle(c) ? inWord : Character.isLowerCase(c) && !inWord) {
                return false;
            }
            inWord = isCased(c);
            any |= inWord;
            i += Character.charCount(c);
        }
        return any;
    }
}
