package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code pprint.pformat} at its default width of 80 columns, with sorted mappings. */
final class PrettyPrinter {
    private static final int WIDTH = 80;
    private static final Pattern LINES = Pattern.compile("[^\\n]*\\n|[^\\n]+");
    private static final Pattern WORDS = Pattern.compile("\\S*\\s*");

    private final Function<@Nullable Object, String> repr;
    private final StringBuilder text = new StringBuilder();

    private PrettyPrinter(Function<@Nullable Object, String> repr) {
        this.repr = repr;
    }

    /**
     * @param repr Python's {@code repr()}
     */
    static String format(@Nullable Object value, Function<@Nullable Object, String> repr) {
        PrettyPrinter printer = new PrettyPrinter(repr);
        printer.write(sorted(value, repr), 0, 0, 1);
        return printer.text.toString();
    }

    /**
     * @param allowance columns to keep free behind the value, for the brackets that end what holds
     *     it
     */
    private void write(@Nullable Object value, int indent, int allowance, int level) {
        String oneLine = repr.apply(value);
        if (length(oneLine) <= WIDTH - indent - allowance) {
            text.append(oneLine);
            return;
        }
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> mapping(map, indent, allowance, level);
            case List<?> list when !list.isEmpty() -> list(list, indent, allowance, level);
            case String string -> string(string, indent, allowance, level);
            case null, default -> text.append(oneLine);
        }
    }

    private void mapping(Map<?, ?> map, int indent, int allowance, int level) {
        text.append('{');
        int left = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            boolean last = --left == 0;
            String key = repr.apply(entry.getKey());
            text.append(key).append(": ");
            write(
                    entry.getValue(),
                    indent + 1 + length(key) + 2,
                    last ? allowance + 1 : 1,
                    level + 1);
            if (!last) {
                text.append(",\n").append(" ".repeat(indent + 1));
            }
        }
        text.append('}');
    }

    private void list(List<?> list, int indent, int allowance, int level) {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
            boolean last = i == list.size() - 1;
            if (i > 0) {
                text.append(",\n").append(" ".repeat(indent + 1));
            }
            write(list.get(i), indent + 1, last ? allowance + 1 : 1, level + 1);
        }
        text.append(']');
    }

    /**
     * A long text becomes several literals below each other, in parentheses if nothing else holds
     * it.
     */
    private void string(String string, int outerIndent, int outerAllowance, int level) {
        int indent = level == 1 ? outerIndent + 1 : outerIndent;
        int allowance = level == 1 ? outerAllowance + 1 : outerAllowance;
        List<String> chunks = new ArrayList<>();
        List<String> lines = matches(LINES, string);
        for (int i = 0; i < lines.size(); i++) {
            boolean lastLine = i == lines.size() - 1;
            String literal = repr.apply(lines.get(i));
            if (length(literal) <= WIDTH - indent - (lastLine ? allowance : 0)) {
                chunks.add(literal);
                continue;
            }
            List<String> words = matches(WORDS, lines.get(i));
            String current = "";
            for (int j = 0; j < words.size(); j++) {
                String candidate = current + words.get(j);
                int width = WIDTH - indent - (lastLine && j == words.size() - 1 ? allowance : 0);
                if (length(repr.apply(candidate)) > width) {
                    if (!current.isEmpty()) {
                        chunks.add(repr.apply(current));
                    }
                    current = words.get(j);
                } else {
                    current = candidate;
                }
            }
            if (!current.isEmpty()) {
                chunks.add(repr.apply(current));
            }
        }
        if (chunks.size() == 1) {
            text.append(chunks.getFirst());
            return;
        }
        text.append(level == 1 ? "(" : "")
                .append(String.join("\n" + " ".repeat(indent), chunks))
                .append(level == 1 ? ")" : "");
    }

    private static List<String> matches(Pattern pattern, String string) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(string);
        while (matcher.find()) {
            if (!matcher.group().isEmpty()) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    private static int length(String string) {
        return string.codePointCount(0, string.length());
    }

    private static @Nullable Object sorted(
            @Nullable Object value, Function<@Nullable Object, String> repr) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> inOrder = new LinkedHashMap<>();
                map.entrySet().stream()
                        .sorted((a, b) -> compareKeys(a.getKey(), b.getKey(), repr))
                        .forEach(e -> inOrder.put(e.getKey(), sorted(e.getValue(), repr)));
                yield inOrder;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(sorted(item, repr)));
                yield items;
            }
            case null, default -> value;
        };
    }

    private static int compareKeys(
            @Nullable Object a, @Nullable Object b, Function<@Nullable Object, String> repr) {
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        return repr.apply(a).compareTo(repr.apply(b));
    }
}
