package io.pulldeploy.render.jinja;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's {@code str()} and {@code repr()}. */
final class PyRepr {
    /** Python's limit for turning ints into text. */
    private static final int MAX_INT_DIGITS = 4300;

    private static final BigInteger INT_DIGITS_BOUND = BigInteger.TEN.pow(MAX_INT_DIGITS);

    private PyRepr() {}

    static String str(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        return switch (value) {
            case Markup markup -> markup.text();
            case Undefined undefined -> undefined.orStrict("");
            case PyObject object -> object.str();
            case null, default -> repr(value);
        };
    }

    static String repr(@Nullable Object value) {
        if (value instanceof Long number) {
            return Long.toString(number);
        }
        StringBuilder out = new StringBuilder();
        write(out, value, null);
        return out.toString();
    }

    /** The containers around a value, so that one within itself prints as Python's ellipsis. */
    @SuppressWarnings("ReferenceEquality") // A container is within itself, not within its equal.
    private record Around(Object container, @Nullable Around outer) {
        static boolean has(@Nullable Around around, Object container) {
            for (Around at = around; at != null; at = at.outer) {
                if (at.container == container) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void write(StringBuilder out, @Nullable Object value, @Nullable Around around) {
        switch (value) {
            case null -> out.append("None");
            case String text -> PythonText.append(out, text);
            case Boolean flag -> out.append(flag ? "True" : "False");
            case Long number -> out.append((long) number);
            case BigInteger number -> out.append(integer(number));
            case Double number -> PythonText.append(out, number);
            case Markup markup -> {
                out.append("Markup(");
                PythonText.append(out, markup.text());
                out.append(')');
            }
            case PyBytes bytes -> PythonText.append(out, bytes.data());
            case PyList list -> {
                if (Around.has(around, list)) {
                    out.append("[...]");
                } else {
                    sequence(out, '[', list.items, ']', new Around(list, around));
                }
            }
            case PyTuple tuple -> {
                sequence(out, '(', tuple.items, ')', new Around(tuple, around));
                if (tuple.items.size() == 1) {
                    out.insert(out.length() - 1, ',');
                }
            }
            case PyDict dict -> {
                if (Around.has(around, dict)) {
                    out.append(dict.isOrdered() ? "..." : "{...}");
                } else {
                    dict(out, dict, new Around(dict, around));
                }
            }
            case PySet set -> {
                if (set.size() == 0) {
                    out.append("set()");
                } else {
                    sequence(out, '{', PyValues.list(set), '}', new Around(set, around));
                }
            }
            case PyView view -> {
                if (Around.has(around, view)) {
                    out.append("...");
                } else {
                    out.append(view.typeName()).append('(');
                    sequence(out, '[', PyValues.list(view), ']', new Around(view, around));
                    out.append(')');
                }
            }
            case Undefined _ -> out.append("Undefined");
            case PySlice slice ->
                    out.append("slice(")
                            .append(repr(slice.start()))
                            .append(", ")
                            .append(repr(slice.stop()))
                            .append(", ")
                            .append(repr(slice.step()))
                            .append(')');
            case PyObject object -> out.append(object.repr());
            case PyCallable callable ->
                    out.append("<function ").append("at ").append(address(callable)).append('>');
            default -> out.append(value);
        }
        Bounds.checkLength(out.length());
    }

    private static void sequence(
            StringBuilder out,
            char open,
            List<? extends @Nullable Object> items,
            char close,
            Around around) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            write(out, items.get(i), around);
        }
        out.append(close);
    }

    private static void dict(StringBuilder out, PyDict dict, Around around) {
        if (dict.isOrdered()) {
            out.append("OrderedDict(");
            if (dict.size() > 0) {
                sequence(out, '[', PyValues.list(new PyView(dict, PyView.Kind.ITEMS)), ']', around);
            }
            out.append(')');
            return;
        }
        out.append('{');
        Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = dict.entries().iterator();
        while (entries.hasNext()) {
            Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
            write(out, entry.getKey(), around);
            out.append(": ");
            write(out, entry.getValue(), around);
            if (entries.hasNext()) {
                out.append(", ");
            }
        }
        out.append('}');
    }

    static String integer(BigInteger number) {
        if (number.bitLength() > MAX_INT_DIGITS * 3
                && number.abs().compareTo(INT_DIGITS_BOUND) >= 0) {
            throw TemplateError.value(
                    "Exceeds the limit (4300 digits) for integer string conversion; use"
                            + " sys.set_int_max_str_digits() to increase the limit");
        }
        return number.toString();
    }

    /** A number that looks like the address that Python prints for objects. */
    static String address(Object object) {
        return String.format("0x7f%010x", System.identityHashCode(object) * 16L);
    }
}
