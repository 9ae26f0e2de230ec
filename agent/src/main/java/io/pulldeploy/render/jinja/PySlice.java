package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's slice: {@code start:stop:step}, each None or an int. */
record PySlice(@Nullable Object start, @Nullable Object stop, @Nullable Object step) {
    /** The indices that this slice takes of a sequence, already within its bounds. */
    record Range(int start, long stop, int count, long step) {
        int at(int i) {
            return (int) (start + i * step);
        }
    }

    Range of(int length) {
        long by = step == null ? 1 : index(step);
        if (by == 0) {
            throw TemplateError.value("slice step cannot be zero");
        }
        long from = bound(start, length, by, by < 0 ? length - 1L : 0);
        long to = bound(stop, length, by, by < 0 ? -1 : length);
        long count = 0;
        if (by > 0 && from < to) {
            count = (to - from - 1) / by + 1;
        } else if (by < 0 && to < from) {
            count = (from - to - 1) / -by + 1;
        }
        return new Range((int) from, to, (int) count, by);
    }

    private static long bound(@Nullable Object value, int length, long by, long missing) {
        if (value == null) {
            return missing;
        }
        long index = index(value);
        if (index < 0) {
            return Math.max(index + length, by < 0 ? -1 : 0);
        }
        return Math.min(index, by < 0 ? length - 1L : length);
    }

    private static long index(Object value) {
        return switch (value) {
            case Long number -> Math.clamp(number, -(1L << 40), 1L << 40);
            case Boolean flag -> flag ? 1 : 0;
            case BigInteger number -> number.signum() * (1L << 40);
            default ->
                    throw TemplateError.type(
                            "slice indices must be integers or None or have an __index__ method");
        };
    }

    static <T extends @Nullable Object> List<T> take(List<T> items, Range range) {
        List<T> taken = new ArrayList<>(range.count());
        for (int i = 0; i < range.count(); i++) {
            taken.add(items.get(range.at(i)));
        }
        return taken;
    }
}
