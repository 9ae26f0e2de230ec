package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Salt's default outputter: a mapping's keys, sorted, with what they hold indented below them. */
public final class NestedOutputter implements Outputter {
    /** What Python's str.splitlines takes as the end of a line. */
    private static final Pattern LINE_END = Pattern.compile("\\R|[\\x1c-\\x1e]");

    @Override
    public String format(@Nullable Object data, OutputOptions options) {
        return format(data, options, 0);
    }

    /**
     * @param indent columns that every line starts with
     */
    String format(@Nullable Object data, OutputOptions options, int indent) {
        List<String> lines = new ArrayList<>();
        display(data, indent, "", options, lines);
        return String.join("\n", lines);
    }

    private void display(
            @Nullable Object value,
            int indent,
            String prefix,
            OutputOptions options,
            List<String> lines) {
        Colours colours = options.colours();
        Colour structure = options.retcode() == 0 ? Colour.CYAN : Colour.RED;
        switch (value) {
            case null -> lines.add(line(indent, colours, Colour.LIGHT_YELLOW, prefix, "None", ""));
            case Boolean b ->
                    lines.add(
                            line(
                                    indent,
                                    colours,
                                    Colour.LIGHT_YELLOW,
                                    prefix,
                                    b ? "True" : "False",
                                    ""));
            case Number n ->
                    lines.add(
                            line(
                                    indent,
                                    colours,
                                    Colour.LIGHT_YELLOW,
                                    prefix,
                                    PythonText.repr(n),
                                    ""));
            case Map<?, ?> map -> {
                if (indent > 0) {
                    lines.add(line(indent, colours, structure, "", "----------", ""));
                }
                sorted(map)
                        .forEach((key, held) -> {
                            lines.add(line(indent, colours, structure, prefix, key, ":"));
                            display(held, indent + 4, "", options, lines);
                        });
            }
            case List<?> list -> {
                Colour mark = options.retcode() == 0 ? Colour.GREEN : Colour.RED;
                for (Object item : list) {
                    if (item instanceof List || item instanceof Map) {
                        lines.add(line(indent, colours, mark, "", "|_", ""));
                        display(item, indent + 2, item instanceof Map ? "" : "- ", options, lines);
                    } else {
                        display(item, indent, "- ", options, lines);
                    }
                }
            }
            // Bytes that are no text are left out, as Salt leaves them out.
            case byte[] bytes -> text(decoded(bytes), indent, prefix, colours, lines);
            default -> text(PythonText.str(value), indent, prefix, colours, lines);
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static void text(
            String text, int indent, String prefix, Colours colours, List<String> lines) {
        if (text.isEmpty()) {
            return;
        }
        String start = prefix;
        // The last empty part is dropped, as splitlines drops it; empty lines inside stay.
        String[] parts = LINE_END.split(text, -1);
        int count = parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        for (int i = 0; i < count; i++) {
            // A value must not be able to drive the reader's terminal.
            lines.add(
                    line(
                            indent,
                            colours,
                            Colour.GREEN,
                            start,
                            parts[i].replace('\u001b', '?'),
                            ""));
            start = " ".repeat(prefix.length());
        }
    }

    private static String line(
            int indent, Colours colours, Colour colour, String prefix, String text, String suffix) {
        return " ".repeat(indent)
                + colours.of(colour)
                + prefix
                + text
                + colours.of(Colour.END)
                + suffix;
    }

    /** By key, as Python sorts text: by code point. */
    private Map<String, @Nullable Object> sorted(Map<?, ?> map) {
        boolean numbers =
                !map.isEmpty() && map.keySet().stream().allMatch(Number.class::isInstance);
        if (numbers) {
            Map<String, @Nullable Object> inOrder = new LinkedHashMap<>();
            map.entrySet().stream()
                    .sorted((a, b) ->
                            Double.compare(
                                    ((Number) a.getKey()).doubleValue(),
                                    ((Number) b.getKey()).doubleValue()))
                    .forEach(e -> inOrder.put(PythonText.str(e.getKey()), e.getValue()));
            return inOrder;
        }
        Map<String, @Nullable Object> inOrder = new TreeMap<>(NestedOutputter::byCodePoint);
        map.forEach((key, value) -> inOrder.put(PythonText.str(key), value));
        return inOrder;
    }

    private static int byCodePoint(String a, String b) {
        return java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }
}
