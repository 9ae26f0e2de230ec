package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One state's result as the outputter reads it.
 *
 * @param key Salt's key of the result, split: state, ID, name, function
 * @param info Salt's result mapping
 */
record StateLine(List<String> key, Map<?, ?> info) {
    StateLine(String[] key, Map<?, ?> info) {
        this(List.of(key), info);
    }

    StateLine {
        key = List.copyOf(key);
    }

    @Nullable Object get(String field) {
        return info.get(field);
    }

    boolean has(String field) {
        return info.containsKey(field);
    }

    String stateName() {
        return key.getFirst();
    }

    String id() {
        return key.size() > 1 ? key.get(1) : key.getFirst();
    }

    String name() {
        return key.size() > 2 ? key.get(2) : id();
    }

    String functionName() {
        return key.getLast();
    }

    String function() {
        return stateName() + "." + functionName();
    }

    StateLine namedById() {
        return new StateLine(List.of(stateName(), id(), id(), functionName()), info);
    }

    @Nullable Object result() {
        return info.get("result");
    }

    boolean succeeded() {
        return Boolean.TRUE.equals(result());
    }

    boolean failed() {
        return Boolean.FALSE.equals(result());
    }

    /** A test run found something to change. */
    boolean differs() {
        return result() == null;
    }

    boolean changed() {
        return switch (info.get("changes")) {
            case null -> false;
            case Map<?, ?> changes -> !changes.isEmpty();
            case List<?> changes -> !changes.isEmpty();
            case String text -> !text.isEmpty();
            default -> true;
        };
    }

    long runNumber() {
        return info.get("__run_num__") instanceof Number n ? n.longValue() : 0;
    }

    List<String> warnings() {
        return info.get("warnings") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Milliseconds; zero if the state did not run. */
    double duration() {
        return switch (info.get("duration")) {
            case Number n -> n.doubleValue();
            case String text when text.matches("[0-9.]+( ms)?") ->
                    Double.parseDouble(text.replace(" ms", ""));
            case null, default -> 0;
        };
    }

    boolean parallel() {
        return info.containsKey("__parallel__");
    }
}
