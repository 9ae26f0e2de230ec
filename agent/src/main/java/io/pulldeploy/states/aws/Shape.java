package io.pulldeploy.states.aws;

import io.pulldeploy.model.CloseNames;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** What a parameter's value looks like, so that a mistake is found before AWS is asked anything. */
sealed interface Shape {

    /**
     * Adds a sentence for each thing that is wrong.
     *
     * @param at where the value stands, as the author would name it: {@code rules[0].from_port}
     */
    void check(String at, Object value, List<String> problems);

    /** Checks a value that may be left out. */
    default void checkOptional(String at, @Nullable Object value, List<String> problems) {
        if (value != null) {
            check(at, value, problems);
        }
    }

    /** What a single value may be. */
    enum Kind {
        TEXT("text"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        FLAG("true or false"),
        PORT("a port from 1 to 65535"),
        BLOCK("a block of addresses such as 10.0.0.0/8");

        private static final int LAST_PORT = 65535;

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean accepts(Object value) {
            return switch (this) {
                case TEXT -> !(value instanceof Map || value instanceof List);
                case INTEGER -> value instanceof Long || matches(value, "[+-]?\\d+");
                case NUMBER ->
                        value instanceof Number
                                || matches(value, "[+-]?\\d+(\\.\\d*)?|[+-]?\\.\\d+");
                case PORT ->
                        matches(value.toString(), "\\d{1,5}")
                                && Integer.parseInt(value.toString().strip()) >= 1
                                && Integer.parseInt(value.toString().strip()) <= LAST_PORT;
                case BLOCK -> value instanceof String text && isBlock(text);
                case FLAG -> value instanceof Boolean || matches(value, "(?i)true|false");
            };
        }

        private static boolean isBlock(String text) {
            String[] halves = text.split("/");
            boolean v6 = text.contains(":");
            return halves.length == 2
                    && halves[1].matches("\\d{1,3}")
                    && Integer.parseInt(halves[1]) <= (v6 ? 128 : 32)
                    && (v6
                            ? halves[0].matches("[0-9a-fA-F:.]+")
                            : halves[0].matches("(\\d{1,3})(\\.\\d{1,3}){3}"));
        }

        private static boolean matches(Object value, String regex) {
            return value instanceof String text && text.strip().matches(regex);
        }
    }

    /** A single value. */
    record Scalar(Kind kind) implements Shape {
        @Override
        public void check(String at, Object value, List<String> problems) {
            if (!kind.accepts(value)) {
                problems.add(wrong(at, kind.words, value));
            }
        }
    }

    /** Whatever YAML gives. */
    record Anything() implements Shape {
        @Override
        public void check(String at, Object value, List<String> problems) {}
    }

    /** A list of one shape. */
    record ListOf(Shape item) implements Shape {
        @Override
        public void check(String at, Object value, List<String> problems) {
            if (!(value instanceof List<?> list)) {
                problems.add(wrong(at, "a list", value));
                return;
            }
            for (int i = 0; i < list.size(); i++) {
                Object entry = list.get(i);
                if (entry == null) {
                    problems.add("'%s[%d]' is empty.".formatted(at, i));
                } else {
                    item.check("%s[%d]".formatted(at, i), entry, problems);
                }
            }
        }
    }

    /** A list of one shape, or one value of it. */
    record OneOrMore(Shape item) implements Shape {
        @Override
        public void check(String at, Object value, List<String> problems) {
            if (value instanceof List<?>) {
                new ListOf(item).check(at, value, problems);
            } else if (value instanceof Map<?, ?> && item instanceof Scalar) {
                problems.add(wrong(at, "a list", value));
            } else {
                item.check(at, value, problems);
            }
        }
    }

    /** A mapping whose keys are the author's. */
    record MappingOf(Shape item) implements Shape {
        @Override
        public void check(String at, Object value, List<String> problems) {
            switch (value) {
                case Map<?, ?> map ->
                        map.forEach((k, v) -> item.checkOptional(at + "." + k, v, problems));
                case List<?> list when list.stream().allMatch(e -> e instanceof Map<?, ?>) ->
                        list.forEach(e -> checkOptional(at, e, problems));
                default -> problems.add(wrong(at, "a mapping", value));
            }
        }
    }

    /** A mapping whose keys are known. */
    record Fields(SequencedMap<String, Shape> shapes, SequencedSet<String> required)
            implements Shape {
        /** The same with one more key, whose shape has no name. */
        Fields with(String name, Shape shape) {
            SequencedMap<String, Shape> more = new LinkedHashMap<>(shapes);
            more.put(name, shape);
            return new Fields(more, required);
        }

        @Override
        public void check(String at, Object value, List<String> problems) {
            if (!(value instanceof Map<?, ?> map)) {
                if (value instanceof List<?> list
                        && list.stream().allMatch(e -> e instanceof Map<?, ?> m && m.size() == 1)) {
                    Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
                    list.forEach(e -> merged.putAll((Map<?, ?>) e));
                    check(at, merged, problems);
                    return;
                }
                problems.add(wrong(at, "a mapping", value));
                return;
            }
            map.forEach((k, v) -> {
                Shape shape = shapes.get(String.valueOf(k));
                if (shape == null) {
                    problems.add(unknown(at, String.valueOf(k), shapes.keySet()));
                } else {
                    shape.checkOptional(at + "." + k, v, problems);
                }
            });
            required.stream()
                    .filter(name -> map.get(name) == null)
                    .forEach(name -> problems.add("'%s' needs '%s'.".formatted(at, name)));
        }
    }

    /** A sentence about a key that does not exist, with the ones that look like it. */
    static String unknown(String at, String key, Collection<String> known) {
        List<String> close = CloseNames.of(key, known);
        String where = at.isEmpty() ? "There is no parameter" : "'" + at + "' has no";
        return where
                + " '"
                + key
                + "'; "
                + (close.isEmpty()
                        ? "there are " + String.join(", ", known) + "."
                        : "did you mean "
                                + close.stream().collect(Collectors.joining(" or "))
                                + "?");
    }

    private static String wrong(String at, String wanted, Object value) {
        String kind =
                switch (value) {
                    case Map<?, ?> _ -> "a mapping";
                    case List<?> _ -> "a list";
                    default -> "'" + value + "'";
                };
        return "'%s' must be %s, not %s.".formatted(at, wanted, kind);
    }
}
