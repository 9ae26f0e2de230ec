package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Values that Jinja2 can write into the Python code that it makes. */
final class Literal {
    private Literal() {}

    static boolean canHold(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean _, Long _, BigInteger _, Double _, String _, Markup _, PyRange _ -> true;
            case PyTuple tuple -> tuple.names.isEmpty() && canHoldAll(tuple.items);
            case PyList list -> canHoldAll(list.items);
            case PySet set -> canHoldAll(PyValues.list(set));
            case PyDict dict ->
                    dict.isDict()
                            && dict.entries().stream()
                                    .allMatch(e -> canHold(e.getKey()) && canHold(e.getValue()));
            default -> false;
        };
    }

    private static boolean canHoldAll(Collection<? extends @Nullable Object> values) {
        return values.stream().allMatch(Literal::canHold);
    }

    /** Code for a value: what can change is made anew each time. */
    static Code code(@Nullable Object value) {
        String unknown = unknownName(value);
        if (unknown != null) {
            return _ -> {
                throw new TemplateError(
                        "NameError", "name " + PyRepr.repr(unknown) + " is not defined");
            };
        }
        return isImmutable(value) ? _ -> value : _ -> copy(value);
    }

    private static boolean isImmutable(@Nullable Object value) {
        return switch (value) {
            case PyList _, PySet _, PyDict _ -> false;
            case PyTuple tuple -> tuple.items.stream().allMatch(Literal::isImmutable);
            case null, default -> true;
        };
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case PyList list -> new PyList(copies(list.items));
            case PyTuple tuple -> PyTuple.copyOf(copies(tuple.items));
            case PySet set -> new PySet(PyValues.list(set));
            case PyDict dict -> {
                PyDict copy = new PyDict();
                dict.entries().forEach(e -> copy.put(copy(e.getKey()), copy(e.getValue())));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static List<@Nullable Object> copies(Collection<? extends @Nullable Object> values) {
        List<@Nullable Object> copies = new ArrayList<>(values.size());
        values.forEach(value -> copies.add(copy(value)));
        return copies;
    }

    /** Python has no literal for infinity and nan: as code they are names that nobody set. */
    private static @Nullable String unknownName(@Nullable Object value) {
        return switch (value) {
            case Double real -> real.isNaN() ? "nan" : Double.isInfinite(real) ? "inf" : null;
            case BigInteger number -> {
                // Python refuses to write so many digits, here as anywhere.
                PyRepr.integer(number);
                yield null;
            }
            case PyTuple tuple -> unknownNameIn(tuple.items);
            case PyList list -> unknownNameIn(list.items);
            case PySet set -> unknownNameIn(PyValues.list(set));
            case PyDict dict -> {
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    String name = unknownName(entry.getKey());
                    name = name == null ? unknownName(entry.getValue()) : name;
                    if (name != null) {
                        yield name;
                    }
                }
                yield null;
            }
            case null, default -> null;
        };
    }

    private static @Nullable String unknownNameIn(Collection<? extends @Nullable Object> values) {
        for (Object value : values) {
            String name = unknownName(value);
            if (name != null) {
                return name;
            }
        }
        return null;
    }
}
