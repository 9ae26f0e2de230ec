package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Python's order of plain values, which is defined within numbers, texts and bytes only. */
public final class PythonOrder {
    /** Python's TypeError for two values that have no order. */
    public static final class NotComparable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotComparable(@Nullable Object a, @Nullable Object b) {
            super(
                    "'<' not supported between instances of '%s' and '%s'"
                            .formatted(PythonText.type(a), PythonText.type(b)),
                    null,
                    false,
                    false);
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
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

    /**
     * Negative, 0 or positive.
     *
     * @throws NotComparable where Python raises TypeError
     */
    public static int compare(@Nullable Object a, @Nullable Object b) {
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
        Optional<BigDecimal> x = number(a);
        Optional<BigDecimal> y = number(b);
        if (x.isEmpty() || y.isEmpty()) {
            throw new NotComparable(a, b);
        }
        return isNan(a) || isNan(b) ? 0 : x.get().compareTo(y.get());
    }

    /** Python's {@code ==}: 1, 1.0 and True are equal; the order of keys does not matter. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(e ->
                                    y.containsKey(e.getKey())
                                            && equal(e.getValue(), y.get(e.getKey())));
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        Optional<BigDecimal> x = number(a);
        Optional<BigDecimal> y = number(b);
        if (x.isPresent() && y.isPresent()) {
            return !isNan(a) && !isNan(b) && x.get().compareTo(y.get()) == 0;
        }
        return Objects.equals(a, b);
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

    private static boolean isNan(@Nullable Object value) {
        return value instanceof Double d && d.isNaN();
    }

    private static Optional<BigDecimal> number(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> Optional.of(BigDecimal.valueOf(b ? 1 : 0));
            case Long l -> Optional.of(BigDecimal.valueOf(l));
            case Integer i -> Optional.of(BigDecimal.valueOf(i));
            case BigInteger i -> Optional.of(new BigDecimal(i));
            case Double d when d.isNaN() -> Optional.of(BigDecimal.ZERO);
            case Double d when d.isInfinite() ->
                    Optional.of(BigDecimal.valueOf(d > 0 ? 1 : -1).movePointRight(400));
            case Double d -> Optional.of(new BigDecimal(d));
            case null, default -> Optional.empty();
        };
    }
}
