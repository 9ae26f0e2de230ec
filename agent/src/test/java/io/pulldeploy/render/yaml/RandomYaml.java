package io.pulldeploy.render.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random YAML: texts that are seldom valid, texts that always are, and options to dump with. */
final class RandomYaml {
    private static final String[] FRAGMENTS = {
        "a",
        "b",
        "c:",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "?",
        "\n",
        "\n  ",
        "\n ",
        "\n    ",
        " ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "'",
        "\"",
        "|",
        ">",
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "!!int ",
        "!!map ",
        "!!seq ",
        "%",
        "@",
        "`",
        "\\",
        "1",
        "0",
        "yes",
        "~",
        "<<: ",
        "---",
        "...",
        "\n---\n",
        "=",
        "é",
        "😀",
        "+",
        "|-\n",
        ">\n",
        "a: b",
        "\n- ",
        "x: ",
        "\r\n",
        "''",
        "\"\"",
        "1.5",
        "0x1f",
        "012",
        "1:30",
        "null",
        "\u2028",
        "\u0085",
        "\\n",
        "word word ",
        "&b ",
        "*b",
        "k: v\n",
        "  k: v\n",
        "    - i\n",
        "  - i\n",
        "'q'",
        "\"d\\td\"",
        "{a: 1}",
        "[1, 2]",
        "|\n  t\n",
        ">2-\n   t\n",
        "# c\n",
        "<<: *a\n",
        "!!float ",
        "%YAML 1.1\n",
    };
    // What a scalar may begin with, hold and end with; the emitter looks at nothing longer.
    private static final String[] LETTERS = {
        "a",
        "b",
        "k",
        "0",
        "1",
        "8",
        " ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "-",
        "---",
        "?",
        ":",
        ": ",
        " #",
        "#",
        ",",
        "[",
        "]",
        "{",
        "}",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        "\"",
        "%",
        "@",
        "`",
        "\\",
        ".",
        "...",
        "=",
        "<<",
        "~",
        "é",
        "日本",
        "😀",
        "\u00a0",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\u0000",
        "\u0007",
        "\u007f",
        "\u0080",
        "\r",
        "\r\n",
        "word",
        "word ",
        "word word word ",
        "null",
        "yes",
        "1.5",
        "longlonglonglonglonglonglonglonglonglong",
    };
    private static final String[] PLAIN = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "10000000000000000000000",
        "1.5",
        "-0.0",
        "1.0e+16",
        "1.5e-07",
        ".inf",
        ".nan",
        "!!binary aGVsbG8=",
        "[]",
        "{}",
    };

    private final Random random;

    RandomYaml(Random random) {
        this.random = random;
    }

    /** Pieces of YAML in any order. */
    String text() {
        return some(FRAGMENTS, 1 + random.nextInt(14));
    }

    /** A value between brackets, some parts of which are met again. */
    String value() {
        return value(4, new ArrayList<>());
    }

    private String value(int depth, List<String> anchors) {
        if (!anchors.isEmpty() && random.nextInt(20) == 0) {
            return "*" + pick(anchors.toArray(String[]::new)) + " ";
        }
        int size = random.nextInt(5);
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 0 -> scalar();
            case 1 ->
                    anchored(
                            anchors,
                            () -> {
                                List<String> items = new ArrayList<>();
                                for (int i = 0; i < size; i++) {
                                    items.add(value(depth - 1, anchors));
                                }
                                return "[" + String.join(", ", items) + "]";
                            });
            default ->
                    anchored(
                            anchors,
                            () -> {
                                Map<String, String> entries = new LinkedHashMap<>();
                                for (int i = 0; i < size; i++) {
                                    entries.put(quoted(), value(depth - 1, anchors));
                                }
                                List<String> items = new ArrayList<>();
                                entries.forEach((k, v) -> items.add("? " + k + " : " + v));
                                return "{" + String.join(", ", items) + "}";
                            });
        };
    }

    // Named once it is complete, so that it never holds itself; an empty one is never the same one
    // for us, because the JVM shares those that Python makes each anew.
    private String anchored(List<String> anchors, Supplier<String> collection) {
        String text = collection.get();
        if (text.length() == 2 || random.nextInt(6) != 0) {
            return text;
        }
        String name = "n" + anchors.size();
        anchors.add(name);
        return "&" + name + " " + text;
    }

    private String scalar() {
        return random.nextInt(3) == 0 ? pick(PLAIN) : quoted();
    }

    private String quoted() {
        String text = some(LETTERS, random.nextInt(random.nextInt(4) == 0 ? 40 : 5));
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append("\\U%08x".formatted(c)));
        return quoted.append('"').toString();
    }

    /** PyYAML's names for what {@link DumpOptions} holds. */
    Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        maybe(options, "default_flow_style", random.nextBoolean());
        maybe(options, "indent", random.nextInt(12));
        maybe(options, "width", random.nextInt(100) - 1);
        maybe(options, "sort_keys", false);
        maybe(options, "allow_unicode", random.nextBoolean());
        maybe(options, "explicit_start", true);
        if (random.nextInt(5) == 0) {
            options.put("default_style", pick(new String[] {"'", "\"", "|", ">"}));
        }
        return options;
    }

    private void maybe(Map<String, Object> options, String name, Object value) {
        if (random.nextInt(3) == 0) {
            options.put(name, value);
        }
    }

    private String some(String[] pieces, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pick(pieces));
        }
        return text.toString();
    }

    private String pick(String[] pieces) {
        return pieces[random.nextInt(pieces.length)];
    }
}
