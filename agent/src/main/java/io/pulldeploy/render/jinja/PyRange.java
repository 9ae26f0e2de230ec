package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Python's range. */
record PyRange(long start, long stop, long step) implements PyIterable, PySubscriptable {
    /** What Jinja2's sandbox allows. */
    private static final int MAX = 100_000;

    static PyRange of(List<@Nullable Object> args) {
        if (args.isEmpty() || args.size() > 3) {
            throw TemplateError.type(
                    args.isEmpty()
                            ? "range expected at least 1 argument, got 0"
                            : "range expected at most 3 arguments, got " + args.size());
        }
        long first = PyNumbers.index(args.getFirst());
        long stop = args.size() == 1 ? first : PyNumbers.index(args.get(1));
        long step = args.size() == 3 ? PyNumbers.index(args.get(2)) : 1;
        if (step == 0) {
            throw TemplateError.value("range() arg 3 must not be zero");
        }
        PyRange range = new PyRange(args.size() == 1 ? 0 : first, stop, step);
        if (range.count() > MAX) {
            throw new TemplateError(
                    "OverflowError",
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
        }
        return range;
    }

    private long count() {
        if (step > 0 ? start >= stop : start <= stop) {
            return 0;
        }
        BigInteger span = BigInteger.valueOf(stop).subtract(BigInteger.valueOf(start));
        BigInteger count =
                span.abs()
                        .subtract(BigInteger.ONE)
                        .divide(BigInteger.valueOf(step).abs())
                        .add(BigInteger.ONE);
        return count.bitLength() > 62 ? Long.MAX_VALUE : count.longValue();
    }

    @Override
    public String typeName() {
        return "range";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "start" -> start;
            case "stop" -> stop;
            case "step" -> step;
            case "count", "index" -> new PyMethod(this, name);
            default -> Missing.MISSING;
        };
    }

    @Override
    public int length() {
        return (int) count();
    }

    @Override
    public Iterator<@Nullable Object> iterate() {
        int count = length();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Object next() {
                if (next >= count) {
                    throw new NoSuchElementException();
                }
                return start + step * next++;
            }
        };
    }

    @Override
    public Object item(@Nullable Object key) {
        if (key instanceof PySlice slice) {
            PySlice.Range taken = slice.of(length());
            return new PyRange(
                    start + step * taken.start(), start + step * taken.stop(), step * taken.step());
        }
        if (!PyNumbers.isInt(key)) {
            throw TemplateError.type(
                    "range indices must be integers or slices, not " + PyValues.typeName(key));
        }
        long index = key instanceof BigInteger ? Long.MIN_VALUE / 2 : PyNumbers.index(key);
        long at = index < 0 ? index + length() : index;
        if (at < 0 || at >= length()) {
            throw new TemplateError("IndexError", "range object index out of range");
        }
        return start + step * at;
    }

    @Override
    public boolean contains(@Nullable Object key) {
        Iterator<@Nullable Object> items = iterate();
        while (items.hasNext()) {
            if (PyCompare.same(items.next(), key)) {
                return true;
            }
        }
        return false;
    }

    /** The methods {@code count} and {@code index}. */
    Object find(String method, @Nullable Object wanted) {
        List<@Nullable Object> items = PyValues.list(this);
        for (int i = 0; i < items.size(); i++) {
            if (PyCompare.same(items.get(i), wanted)) {
                return method.equals("count") ? 1L : (long) i;
            }
        }
        if (method.equals("count")) {
            return 0L;
        }
        throw TemplateError.value(
                PyNumbers.isInt(wanted)
                        ? PyRepr.repr(wanted) + " is not in range"
                        : "sequence.index(x): x not in sequence");
    }

    @Override
    public String repr() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
