package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as Python's {@code shlex.split} does. */
public final class ShellWords {
    private ShellWords() {}

    /**
     * @throws CallError with Python's text if a quote is not closed
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                    char next = line.charAt(++i);
                    if (next != '"' && next != '\\') {
                        word.append('\\');
                    }
                    word.append(next);
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\') {
                if (i + 1 == line.length()) {
                    throw new CallError("No escaped character");
                }
                word.append(line.charAt(++i));
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new CallError("No closing quotation");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** One word for a shell: Python's {@code shlex.quote}. */
    public static String quote(String word) {
        return !word.isEmpty() && word.chars().allMatch(ShellWords::isSafe)
                ? word
                : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    private static boolean isSafe(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "@%_-+=:,./".indexOf(c) >= 0);
    }
}
