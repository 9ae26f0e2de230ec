package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Python's order of plain values, which is defined within numbers, texts and bytes only. */
public final class PythonOrder {
    private static final class NotComparable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotComparable() {
            super(null, null, false, false);
        }
    }

    private PythonOrder() {}

    /** The keys sorted; as they came if Python cannot compare them, or if {@code sort} is false. */
    public static List<@Nullable Object> sorted(Collection<?> keys, boolean sort) {
        List<@Nullable Object> list = new ArrayList<>(keys);
        if (!sort || list.size() < 2) {
            return list;
        }
        List<@Nullable Object> sorted = new ArrayList<>(list);
        try {
            sorted.sort(PythonOrder::compare);
            return sorted;
        } catch (NotComparable e) {
            return list;
        }
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof CharSequence x && b instanceof CharSequence y) {
            return compareText(x.toString(), y.toString());
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.compareUnsigned(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                int order = compare(x.get(i), y.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        return Double.isNaN(asDouble(a)) || Double.isNaN(asDouble(b))
                ? 0
                : number(a).compareTo(number(b));
    }

    /** By code points, where Java's own order is by UTF-16 units. */
    public static int compareText(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogate ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static double asDouble(@Nullable Object value) {
        return value instanceof Double d ? d : 0;
    }

    private static BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> BigDecimal.valueOf(b ? 1 : 0);
            case Long l -> BigDecimal.valueOf(l);
            case Integer i -> BigDecimal.valueOf(i);
            case BigInteger i -> new BigDecimal(i);
            case Double d when d.isInfinite() ->
                    BigDecimal.valueOf(d > 0 ? 1 : -1).movePointRight(400);
            case Double d -> new BigDecimal(d);
            case null, default -> throw new NotComparable();
        };
    }
}
