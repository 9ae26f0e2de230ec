package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;

import java.util.ArrayList;
import java.util.List;

/** The comment block that {@code slsutil.banner} makes. */
final class Banner {
    private static final String TITLE = "THIS FILE IS MANAGED BY SALT - DO NOT EDIT";
    private static final String TEXT =
            "The contents of this file are managed by Salt. Any changes to this file may be"
                    + " overwritten automatically and without warning.";

    private Banner() {}

    static String of(Arguments args) {
        int width = args.integer("width").orElse(72L).intValue();
        String comment = args.string("commentchar");
        String left = comment.stripTrailing();
        String right = comment.strip();
        int textWidth = width - left.length() - right.length() - 2;
        if (textWidth <= 0) {
            throw new CallError("Width is too small to render banner");
        }
        String border = args.string("borderchar");
        String borderLine =
                comment
                        + border.substring(0, Math.min(1, border.length()))
                                .repeat(Math.max(0, width - left.length() - right.length()))
                        + right;
        String spacer = comment + " ".repeat(Math.max(0, width - comment.length() * 2)) + comment;
        List<String> lines = new ArrayList<>();
        args.text("blockstart").ifPresent(lines::add);
        lines.add(borderLine);
        lines.add(spacer);
        for (String line : wrapped(args.text("title").orElse(TITLE), textWidth)) {
            lines.add(left + " " + centred(line, textWidth) + " " + right);
        }
        lines.add(spacer);
        for (String line : wrapped(args.text("text").orElse(TEXT), textWidth)) {
            lines.add(left + " " + line + " ".repeat(textWidth - line.length()) + " " + right);
        }
        lines.add(borderLine);
        args.text("blockend").ifPresent(lines::add);
        return String.join("\n", lines) + (args.flag("newline") ? "\n" : "");
    }

    /** Python's {@code str.center}: of an odd rest the larger half stands where Python puts it. */
    private static String centred(String line, int width) {
        int rest = width - line.length();
        int before = rest / 2 + (rest & width & 1);
        return " ".repeat(before) + line + " ".repeat(rest - before);
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
