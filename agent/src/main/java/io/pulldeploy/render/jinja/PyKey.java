package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What a dict looks a key up by: equal for keys that are equal in Python. */
final class PyKey {
    static final Object NONE = new Object();

    private PyKey() {}

    /**
     * @throws TemplateError TypeError for lists, dicts and sets
     */
    static Object of(@Nullable Object key) {
        return switch (key) {
            case null -> NONE;
            case String text -> text;
            case Long number -> number;
            case Markup markup -> markup.text();
            case Boolean flag -> flag ? 1L : 0L;
            case Double number -> ofDouble(number);
            case PyTuple tuple -> ofTuple(tuple);
            case Undefined undefined -> undefined.orStrict(Undefined.class);
            case PyList _, PyDict _, PySet _, PySlice _ ->
                    throw TemplateError.type("unhashable type: '" + PyValues.typeName(key) + "'");
            case PyIterable lazy when !lazy.isHashable() ->
                    throw TemplateError.type("unhashable type: '" + PyValues.typeName(key) + "'");
            default -> key;
        };
    }

    private static Object ofDouble(double number) {
        if (number != Math.rint(number) || Double.isInfinite(number)) {
            return number;
        }
        if (Math.abs(number) < 1e15) {
            return (long) number;
        }
        BigInteger integer = new BigDecimal(number).toBigInteger();
        return integer.bitLength() < 64 ? (Object) integer.longValue() : integer;
    }

    private static Object ofTuple(PyTuple tuple) {
        List<Object> keys = new ArrayList<>(tuple.items.size());
        for (Object item : tuple.items) {
            keys.add(of(item));
        }
        return new TupleKey(keys);
    }

    private record TupleKey(List<Object> keys) {}
}
