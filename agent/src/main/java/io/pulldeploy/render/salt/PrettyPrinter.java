package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code pprint.pformat}: 80 columns, keys sorted. */
public final class PrettyPrinter {
    private static final int WIDTH = 80;
    private static final Pattern WORD =
            Pattern.compile("\\S*\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    private final StringBuilder out = new StringBuilder();

    private PrettyPrinter() {}

    /**
     * @param value one of the template engine's values
     */
    public static String format(@Nullable Object value) {
        PrettyPrinter printer = new PrettyPrinter();
        printer.format(value, 0, 0, 0);
        return printer.out.toString();
    }

    private void format(@Nullable Object value, int indent, int allowance, int level) {
        String repr = repr(value);
        if (length(repr) <= WIDTH - indent - allowance) {
            out.append(repr);
            return;
        }
        switch (value) {
            case PyDict dict -> {
                out.append('{');
                entries(sorted(dict), indent, allowance + 1, level + 1);
                out.append('}');
            }
            case PyList list -> {
                out.append('[');
                items(list.items(), indent, allowance + 1, level + 1);
                out.append(']');
            }
            case PyTuple tuple -> {
                String end = tuple.items().size() == 1 ? ",)" : ")";
                out.append('(');
                items(tuple.items(), indent, allowance + end.length(), level + 1);
                out.append(end);
            }
            case PySet set when set.size() > 0 -> {
                out.append('{');
                items(sortedMembers(set), indent, allowance + 1, level + 1);
                out.append('}');
            }
            case String text when !text.isEmpty() -> string(text, indent, allowance, level + 1);
            case null, default -> out.append(repr);
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static List<Map.Entry<@Nullable Object, @Nullable Object>> sorted(PyDict dict) {
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries =
                new ArrayList<>(dict.entries());
        entries.sort((a, b) -> compare(a.getKey(), b.getKey()));
        return entries;
    }

    private static List<@Nullable Object> sortedMembers(PySet set) {
        List<@Nullable Object> members = new ArrayList<>();
        Iterator<@Nullable Object> items = set.iterate();
        while (items.hasNext()) {
            members.add(items.next());
        }
        members.sort(PrettyPrinter::compare);
        return members;
    }

    /** Values that have no order are sorted by their types' names. */
    private static int compare(@Nullable Object a, @Nullable Object b) {
        try {
            return PyValues.less(a, b) ? -1 : PyValues.less(b, a) ? 1 : 0;
        } catch (TemplateError e) {
            return Values.typeText(a).compareTo(Values.typeText(b));
        }
    }

    private static String repr(@Nullable Object value) {
        return switch (value) {
            case PyDict dict -> {
                StringBuilder text = new StringBuilder("{");
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : sorted(dict)) {
                    text.append(text.length() > 1 ? ", " : "")
                            .append(repr(entry.getKey()))
                            .append(": ")
                            .append(repr(entry.getValue()));
                }
                yield text.append('}').toString();
            }
            case PyList list -> "[" + joined(list.items()) + "]";
            case PyTuple tuple ->
                    "(" + joined(tuple.items()) + (tuple.items().size() == 1 ? ",)" : ")");
            case null, default -> PyValues.repr(value);
        };
    }

    private static String joined(List<? extends @Nullable Object> items) {
        StringBuilder text = new StringBuilder();
        for (Object item : items) {
            text.append(text.isEmpty() ? "" : ", ").append(repr(item));
        }
        return text.toString();
    }

    private void entries(
            List<Map.Entry<@Nullable Object, @Nullable Object>> entries,
            int before,
            int allowance,
            int level) {
        int indent = before + 1;
        for (int i = 0; i < entries.size(); i++) {
            boolean last = i == entries.size() - 1;
            String key = repr(entries.get(i).getKey());
            out.append(key).append(": ");
            format(
                    entries.get(i).getValue(),
                    indent + length(key) + 2,
                    last ? allowance : 1,
                    level);
            if (!last) {
                out.append(",\n").append(" ".repeat(indent));
            }
        }
    }

    private void items(
            List<? extends @Nullable Object> items, int before, int allowance, int level) {
        int indent = before + 1;
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(",\n").append(" ".repeat(indent));
            }
            format(items.get(i), indent, i == items.size() - 1 ? allowance : 1, level);
        }
    }

    /** A long text in pieces, one below the other. */
    private void string(String text, int before, int room, int level) {
        int indent = level == 1 ? before + 1 : before;
        int allowance = level == 1 ? room + 1 : room;
        List<String> chunks = new ArrayList<>();
        List<String> lines = lines(text);
        String lastRepr = "";
        for (int i = 0; i < lines.size(); i++) {
            boolean lastLine = i == lines.size() - 1;
            lastRepr = PyValues.repr(lines.get(i));
            if (length(lastRepr) <= WIDTH - indent - (lastLine ? allowance : 0)) {
                chunks.add(lastRepr);
            } else {
                words(lines.get(i), WIDTH - indent, lastLine ? allowance : 0, chunks);
            }
        }
        if (chunks.size() == 1) {
            out.append(lastRepr);
            return;
        }
        out.append(level == 1 ? "(" : "");
        out.append(String.join("\n" + " ".repeat(indent), chunks));
        out.append(level == 1 ? ")" : "");
    }

    private static void words(String line, int width, int allowance, List<String> chunks) {
        List<String> parts = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find() && !word.group().isEmpty()) {
            parts.add(word.group());
        }
        String current = "";
        for (int j = 0; j < parts.size(); j++) {
            String candidate = current + parts.get(j);
            int room = j == parts.size() - 1 ? width - allowance : width;
            if (length(PyValues.repr(candidate)) > room) {
                if (!current.isEmpty()) {
                    chunks.add(PyValues.repr(current));
                }
                current = parts.get(j);
            } else {
                current = candidate;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(PyValues.repr(current));
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        Matcher line =
                Pattern.compile(
                                "[^\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029]*"
                                        + "(?:\\r\\n|[\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029]|$)")
                        .matcher(text);
        while (line.find() && !line.group().isEmpty()) {
            lines.add(line.group());
        }
        return lines;
    }
}
