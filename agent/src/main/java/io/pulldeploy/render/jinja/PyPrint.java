package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's {@code pprint.pformat}: what does not fit in 80 columns is put on several lines. */
public final class PyPrint {
    private static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();
    private final int step;

    private PyPrint(int step) {
        this.step = step;
    }

    /** {@code pprint.pformat(value)}. */
    public static String format(@Nullable Object value) {
        return format(value, 1);
    }

    /**
     * {@code pprint.pformat(value, indent=step)}.
     *
     * @param step columns of each level, not negative
     */
    public static String format(@Nullable Object value, int step) {
        PyPrint print = new PyPrint(step);
        print.write(value, 0, 0, 0);
        return print.out.toString();
    }

    private void write(@Nullable Object value, int indent, int allowance, int depth) {
        if (depth > 500) {
            throw TemplateError.limit("the printed value is nested too deeply");
        }
        String flat = flat(value);
        if (flat.length() <= WIDTH - indent - allowance) {
            out.append(flat);
            return;
        }
        switch (value) {
            case PyDict dict when dict.isOrdered() -> ordered(dict, indent, allowance, depth);
            case PyDict dict when dict.isDict() && dict.size() > 0 ->
                    dict(dict, indent, allowance, depth);
            case PyList list -> items(list.items, "[", "]", indent, allowance, depth);
            case PyTuple tuple when tuple.names.isEmpty() ->
                    items(
                            tuple.items,
                            "(",
                            tuple.items.size() == 1 ? ",)" : ")",
                            indent,
                            allowance,
                            depth);
            case PySet set when set.size() > 0 ->
                    items(sorted(set), "{", "}", indent, allowance, depth);
            case String text when !text.isEmpty() -> text(text, indent, allowance, depth);
            case null, default -> out.append(flat);
        }
    }

    private void open(String bracket) {
        out.append(bracket).repeat(' ', Math.max(step - 1, 0));
    }

    private void items(
            List<? extends @Nullable Object> items,
            String open,
            String close,
            int indent,
            int allowance,
            int depth) {
        open(open);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(",\n").repeat(' ', indent + step);
            }
            boolean last = i == items.size() - 1;
            write(items.get(i), indent + step, last ? allowance + close.length() : 1, depth + 1);
        }
        out.append(close);
    }

    private void ordered(PyDict dict, int indent, int allowance, int depth) {
        if (dict.size() == 0) {
            out.append(PyRepr.repr(dict));
            return;
        }
        String name = "OrderedDict(";
        out.append(name);
        PyList pairs = new PyList(PyValues.list(new PyView(dict, PyView.Kind.ITEMS)));
        write(pairs, indent + name.length(), allowance + 1, depth + 1);
        out.append(')');
    }

    private void dict(PyDict dict, int indent, int allowance, int depth) {
        open("{");
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries = sorted(dict);
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.append(",\n").repeat(' ', indent + step);
            }
            String key = flat(entries.get(i).getKey());
            out.append(key).append(": ");
            boolean last = i == entries.size() - 1;
            write(
                    entries.get(i).getValue(),
                    indent + step + PyStr.length(key) + 2,
                    last ? allowance + 1 : 1,
                    depth + 1);
        }
        out.append('}');
    }

    /** By key; keys that cannot be compared go by their type's name. */
    static List<Map.Entry<@Nullable Object, @Nullable Object>> sorted(PyDict dict) {
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries =
                new ArrayList<>(dict.entries());
        entries.sort((a, b) -> compare(a.getKey(), b.getKey()));
        return entries;
    }

    private static List<@Nullable Object> sorted(PySet set) {
        List<@Nullable Object> members = PyValues.list(set);
        members.sort(PyPrint::compare);
        return members;
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        try {
            return PyCompare.order(a, b);
        } catch (TemplateError e) {
            return PyValues.typeName(a).compareTo(PyValues.typeName(b));
        }
    }

    /** {@code repr} with dicts sorted. */
    private static String flat(@Nullable Object value) {
        return switch (value) {
            case PyDict dict when dict.isDict() -> {
                List<String> parts = new ArrayList<>();
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : sorted(dict)) {
                    parts.add(flat(entry.getKey()) + ": " + flat(entry.getValue()));
                }
                yield "{" + String.join(", ", parts) + "}";
            }
            case PyList list ->
                    "[" + String.join(", ", list.items.stream().map(PyPrint::flat).toList()) + "]";
            case PyTuple tuple when tuple.names.isEmpty() ->
                    "("
                            + String.join(", ", tuple.items.stream().map(PyPrint::flat).toList())
                            + (tuple.items.size() == 1 ? ",)" : ")");
            case null, default -> PyRepr.repr(value);
        };
    }

    /** A long string is split after white space, into literals that Python joins again. */
    private void text(String text, int indent, int allowance, int depth) {
        List<String> lines = PyStr.lines(text, true);
        boolean top = depth == 0;
        int at = top ? indent + 1 : indent;
        int room = top ? allowance + 1 : allowance;
        List<String> chunks = new ArrayList<>();
        int max = WIDTH - at;
        for (int i = 0; i < lines.size(); i++) {
            boolean lastLine = i == lines.size() - 1;
            String line = lines.get(i);
            if (PyRepr.repr(line).length() <= (lastLine ? max - room : max)) {
                chunks.add(PyRepr.repr(line));
                continue;
            }
            List<String> parts = parts(line);
            String current = "";
            for (int j = 0; j < parts.size(); j++) {
                String candidate = current + parts.get(j);
                boolean last = lastLine && j == parts.size() - 1;
                if (PyRepr.repr(candidate).length() > (last ? max - room : max)) {
                    if (!current.isEmpty()) {
                        chunks.add(PyRepr.repr(current));
                    }
                    current = parts.get(j);
                } else {
                    current = candidate;
                }
            }
            if (!current.isEmpty()) {
                chunks.add(PyRepr.repr(current));
            }
        }
        if (chunks.size() == 1) {
            out.append(chunks.getFirst());
            return;
        }
        if (top) {
            out.append('(');
        }
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                out.append('\n').repeat(' ', at);
            }
            out.append(chunks.get(i));
        }
        if (top) {
            out.append(')');
        }
    }

    /** {@code \S*\s*}. */
    private static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            int from = at;
            while (at < line.length() && !PyStr.isSpace(line.charAt(at))) {
                at++;
            }
            while (at < line.length() && PyStr.isSpace(line.charAt(at))) {
                at++;
            }
            parts.add(line.substring(from, at));
        }
        return parts;
    }
}
