package io.pulldeploy.engine.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call written like Python's, all of whose arguments are text: {@code cmd.run(date, cwd=/)}. */
record SlotCall(String function, List<String> positional, Map<String, String> named) {
    /** The call at the start of a text; what follows its closing parenthesis does not matter. */
    static Optional<SlotCall> parse(String text) {
        int open = text.indexOf('(');
        if (open <= 0) {
            return Optional.empty();
        }
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        StringBuilder word = new StringBuilder();
        String key = "";
        boolean any = false;
        Deque<Character> brackets = new ArrayDeque<>();
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                int end = closing(text, i);
                if (end < 0) {
                    return Optional.empty();
                }
                word.append(unescaped(text.substring(i + 1, end), c));
                any = true;
                i = end;
            } else if ((c == ',' || c == ')') && brackets.isEmpty()) {
                if (!key.isEmpty()) {
                    named.put(key, word.toString());
                } else if (any) {
                    positional.add(word.toString());
                }
                if (c == ')') {
                    return Optional.of(
                            new SlotCall(text.substring(0, open).strip(), positional, named));
                }
                key = "";
                word.setLength(0);
                any = false;
            } else if (c == '=' && brackets.isEmpty()) {
                key = word.toString();
                word.setLength(0);
                any = false;
            } else if (!Character.isWhitespace(c)) {
                if (c == '(' || c == '[' || c == '{') {
                    brackets.push(c == '(' ? ')' : c == '[' ? ']' : '}');
                } else if (c == ')' || c == ']' || c == '}') {
                    if (brackets.isEmpty() || brackets.pop() != c) {
                        return Optional.empty();
                    }
                }
                word.append(c);
                any = true;
            }
        }
        return Optional.empty();
    }

    private static int closing(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(quote)) {
                return i;
            }
        }
        return -1;
    }

    private static String unescaped(String text, char quote) {
        return text.replace("\\" + quote, String.valueOf(quote)).replace("\\\\", "\\");
    }
}
