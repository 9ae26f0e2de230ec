package io.pulldeploy.modules;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** File modes as states write them: {@code 644}, {@code '0644'}, {@code 0o644}. */
public final class FileModes {
    private FileModes() {}

    /** Salt's one form of a mode: octal text of at least four digits. */
    public static Optional<String> normal(@Nullable Object mode) {
        return mode == null ? Optional.empty() : Optional.of(normal(Texts.str(mode)));
    }

    public static String normal(String mode) {
        String digits = Texts.stripStart(strip(strip(mode.replace("0o", "0"), '"'), '\''), "0");
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static String strip(String text, char quote) {
        String q = String.valueOf(quote);
        return Texts.stripStart(Texts.stripEnd(text, q), q);
    }

    /** The bits of a normal mode; empty if the text is not octal. */
    public static Optional<Integer> bits(String normal) {
        try {
            return Optional.of(Integer.parseInt(normal, 8));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The mode of directories made for a file: searchable by whom the file is readable for. */
    public static String forDirectories(String fileMode) {
        StringBuilder mode = new StringBuilder();
        String last = fileMode.substring(Math.max(0, fileMode.length() - 3));
        for (int i = 0; i < last.length(); i++) {
            char c = last.charAt(i);
            mode.append(c == '0' ? '0' : (char) (c | 1));
        }
        return mode.toString();
    }
}
