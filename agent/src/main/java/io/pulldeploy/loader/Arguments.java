package io.pulldeploy.loader;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A call's arguments, bound to a signature: plain values by parameter name. */
public final class Arguments {
    private final Map<String, @Nullable Object> bound;
    private final Set<String> given;
    private final List<@Nullable Object> varargs;
    private final Map<String, @Nullable Object> extra;

    /** Keeps the collections themselves, which nobody else may change from now on. */
    Arguments(
            SequencedMap<String, @Nullable Object> bound,
            Set<String> given,
            List<@Nullable Object> varargs,
            SequencedMap<String, @Nullable Object> extra) {
        this.bound = Collections.unmodifiableMap(bound);
        this.given = Collections.unmodifiableSet(given);
        this.varargs = Collections.unmodifiableList(varargs);
        this.extra = Collections.unmodifiableMap(extra);
    }

    /** The value of a parameter, or its default; null is Python's None. */
    public @Nullable Object value(String name) {
        if (!bound.containsKey(name)) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return bound.get(name);
    }

    /** Whether the caller gave the parameter, as opposed to its default. */
    public boolean isGiven(String name) {
        return given.contains(name);
    }

    /**
     * The value as text, if it is not None. Numbers and booleans are written as Python's str()
     * writes them.
     */
    public Optional<String> text(String name) {
        Object value = value(name);
        return value == null ? Optional.empty() : Optional.of(pythonText(value));
    }

    /** The value as text, for parameters that are never None. */
    public String string(String name) {
        return text(name)
                .orElseThrow(() -> new CallError("'" + name + "' must be a string, not None"));
    }

    /** The argument {@code key}, a path of keys; None is what Python cannot iterate. */
    public String key() {
        if (value("key") == null) {
            throw new CallError("TypeError", "'NoneType' object is not iterable");
        }
        return string("key");
    }

    /** The keys of that path; a list is one already. */
    public List<String> path() {
        return value("key") instanceof List<?> keys
                ? keys.stream().map(PythonText::str).toList()
                : Traverse.split(key(), delimiter());
    }

    /** What separates the keys of a path: the argument {@code delimiter}. */
    public String delimiter() {
        String delimiter = string("delimiter");
        if (!(value("delimiter") instanceof String)) {
            throw new CallError(
                    "TypeError", "must be str or None, not " + PythonText.type(value("delimiter")));
        }
        if (delimiter.isEmpty()) {
            throw new CallError("ValueError", "empty separator");
        }
        return delimiter;
    }

    /** Python's truth of the value. */
    public boolean flag(String name) {
        return switch (value(name)) {
            case null -> false;
            case Boolean b -> b;
            case Number n -> n.doubleValue() != 0;
            case CharSequence s -> !s.isEmpty();
            case List<?> l -> !l.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            default -> true;
        };
    }

    /**
     * The value as a whole number, if it is not None; text that holds one is accepted, as Salt
     * accepts it.
     */
    public Optional<Long> integer(String name) {
        return switch (value(name)) {
            case null -> Optional.empty();
            case Boolean b -> Optional.of(b ? 1L : 0L);
            case Number n -> Optional.of(n.longValue());
            case Object other -> {
                try {
                    yield Optional.of(Long.valueOf(other.toString().strip()));
                } catch (NumberFormatException e) {
                    throw new CallError(
                            "'" + name + "' must be a whole number, not '" + other + "'", e);
                }
            }
        };
    }

    /** The value as a list: None is empty, a single value is a list of one. */
    public List<@Nullable Object> list(String name) {
        return switch (value(name)) {
            case null -> List.of();
            case List<?> l -> Collections.unmodifiableList(new ArrayList<@Nullable Object>(l));
            case Object single -> List.of(single);
        };
    }

    /** The value as a mapping: None is empty. */
    public Map<Object, @Nullable Object> map(String name) {
        return switch (value(name)) {
            case null -> Map.of();
            case Map<?, ?> m ->
                    Collections.unmodifiableMap(new LinkedHashMap<Object, @Nullable Object>(m));
            case Object other ->
                    throw new CallError("'" + name + "' must be a mapping, not '" + other + "'");
        };
    }

    /** The names of the parameters. */
    public Set<String> names() {
        return bound.keySet();
    }

    /** Positional arguments beyond the parameters. */
    public List<@Nullable Object> varargs() {
        return varargs;
    }

    /** Keyword arguments that are no parameter, in order. */
    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    private static String pythonText(Object value) {
        return switch (value) {
            case Boolean b -> b ? "True" : "False";
            default -> value.toString();
        };
    }
}
