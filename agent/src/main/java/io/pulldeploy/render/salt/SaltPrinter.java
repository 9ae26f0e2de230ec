package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Markup;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Prints a value as Salt's finalizer makes Jinja2 print it: strings in mappings that hold line
 * breaks or tabs are quoted as YAML reads them.
 */
public final class SaltPrinter {
    private static final DumpOptions QUOTED =
            DumpOptions.SAFE_DUMP
                    .withFlowStyle(DumpOptions.FlowStyle.FLOW)
                    .withWidth(Integer.MAX_VALUE)
                    .withDefaultStyle('"');

    private static final int DEEPEST = 900;

    private SaltPrinter() {}

    /** {@code str(finalizer(value))}. */
    public static String print(@Nullable Object value) {
        return switch (value) {
            case PyDict _, PyList _, PyTuple _, PySet _ -> repr(value, true, 0);
            case null, default -> PyValues.str(value);
        };
    }

    /** What is inside itself ends as Python does: in a RecursionError. */
    private static String repr(@Nullable Object value, boolean str, int depth) {
        if (depth > DEEPEST) {
            throw new TemplateError("RecursionError", "maximum recursion depth exceeded");
        }
        return switch (value) {
            case PyDict dict -> dict(dict, str, depth);
            case PyList list -> "[" + joined(list.items(), depth) + "]";
            case PyTuple tuple -> {
                tuple.requirePlain();
                yield "(" + joined(tuple.items(), depth) + (tuple.items().size() == 1 ? ",)" : ")");
            }
            case PySet set when set.size() > 0 -> "{" + joined(PyValues.list(set), depth) + "}";
            case null, default -> str ? PyValues.str(value) : PyValues.repr(value);
        };
    }

    private static String joined(List<? extends @Nullable Object> items, int depth) {
        StringBuilder out = new StringBuilder();
        for (Object item : items) {
            out.append(out.isEmpty() ? "" : ", ").append(repr(item, false, depth + 1));
        }
        return out.toString();
    }

    private static String dict(PyDict dict, boolean str, int depth) {
        StringBuilder out = new StringBuilder("{");
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            Object value = entry.getValue();
            out.append(out.length() == 1 ? "" : ", ")
                    .append(PyValues.repr(entry.getKey()))
                    .append(": ");
            if (PyValues.text(value) != null) {
                out.append(quoted(value));
            } else {
                out.append(repr(value, str, depth + 1));
            }
        }
        return out.append('}').toString();
    }

    private static String quoted(@Nullable Object value) {
        String text = PyValues.str(value);
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0) {
            return PyValues.repr(value);
        }
        if (value instanceof Markup) {
            return "! \"NULL\""; // Salt's dumper knows no subclass of str.
        }
        return YamlDumper.dump(text, QUOTED).stripTrailing();
    }
}
