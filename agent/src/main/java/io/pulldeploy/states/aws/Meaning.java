package io.pulldeploy.states.aws;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether two values mean the same to AWS: numbers and truth values may be text, the order of a
 * list of names says nothing, nor does a member that is empty or false.
 */
final class Meaning {
    private Meaning() {}

    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (Objects.equals(a, b)) {
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return holds(x, y) && holds(y, x);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return sameMembers(x, y);
        }
        return a != null
                && b != null
                && isScalar(a)
                && isScalar(b)
                && sameScalar(a.toString(), b.toString());
    }

    /** Whether a mapping has another's members; AWS writes out some that mean nothing. */
    private static boolean holds(Map<?, ?> a, Map<?, ?> b) {
        return b.entrySet().stream()
                .allMatch(e -> Properties.same(a.get(e.getKey()), e.getValue()));
    }

    private static boolean sameMembers(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        List<Object> left = new ArrayList<>(b);
        for (Object item : a) {
            int at = -1;
            for (int i = 0; i < left.size() && at < 0; i++) {
                at = same(item, left.get(i)) ? i : -1;
            }
            if (at < 0) {
                return false;
            }
            left.remove(at);
        }
        return true;
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof Map) && !(value instanceof List);
    }

    private static boolean sameScalar(String a, String b) {
        if (a.equals(b) || (isFlag(a) && a.equalsIgnoreCase(b))) {
            return true;
        }
        return isNumber(a) && isNumber(b) && new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    }

    private static boolean isFlag(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    }
}
