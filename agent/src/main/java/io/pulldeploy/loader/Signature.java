package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * A function's parameters, written as Python writes them, because that is how Salt documents them:
 * {@code Signature.of("name, user=None, makedirs=False, **kwargs")}. Defaults are Python literals
 * without nesting: None, True, False, numbers, quoted strings (with {@code \\n}), [] and {}. What
 * stands behind {@code *args} is given by name only. The text is read when it is first needed: a
 * run calls few of the functions that there are.
 */
public final class Signature {
    /** What the text says. */
    private record Parsed(
            List<Parameter> parameters,
            int positional,
            boolean takesVarargs,
            boolean takesKwargs) {}

    /** Functions whose own names in Python end with an underscore, as its errors show. */
    private static final Set<String> UNDERSCORED =
            Set.of(
                    "alternatives.set",
                    "archive.list",
                    "archive.zip",
                    "beacons.list",
                    "file.makedirs",
                    "match.list",
                    "service.reload",
                    "service.unmask",
                    "state.apply",
                    "status.time",
                    "test.false",
                    "test.true",
                    "test.try");

    private final String python;
    private volatile @Nullable Parsed parsed;

    private Signature(String python) {
        this.python = python;
    }

    public static Signature of(String python) {
        return new Signature(python);
    }

    public List<Parameter> parameters() {
        return parsed().parameters();
    }

    /** How many of the parameters may be given without their names. */
    public int positional() {
        return parsed().positional();
    }

    /** Whether more positional arguments are allowed than there are parameters ({@code *args}). */
    public boolean takesVarargs() {
        return parsed().takesVarargs();
    }

    /** Whether keyword arguments that are no parameter are allowed ({@code **kwargs}). */
    public boolean takesKwargs() {
        return parsed().takesKwargs();
    }

    private Parsed parsed() {
        Parsed known = parsed;
        if (known == null) {
            known = parse(python);
            parsed = known;
        }
        return known;
    }

    private static Parsed parse(String python) {
        List<Parameter> parameters = new ArrayList<>();
        boolean varargs = false;
        boolean kwargs = false;
        int positional = -1;
        for (String text : parts(python)) {
            if (text.startsWith("**")) {
                kwargs = true;
            } else if (text.startsWith("*")) {
                varargs = true;
                positional = parameters.size();
            } else {
                int equals = text.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(text, true, null)
                                : new Parameter(
                                        text.substring(0, equals).strip(),
                                        false,
                                        literal(text.substring(equals + 1).strip())));
            }
        }
        return new Parsed(
                List.copyOf(parameters),
                positional < 0 ? parameters.size() : positional,
                varargs,
                kwargs);
    }

    /** What stands between the commas that are in no quoted text. */
    private static List<String> parts(String python) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= python.length(); i++) {
            if (i == python.length() || (python.charAt(i) == ',' && !quoted)) {
                String part = python.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (python.charAt(i) == '\'') {
                quoted = !quoted;
            }
        }
        return parts;
    }

    public Optional<Parameter> parameter(String name) {
        // Every argument of every state asks this; a stream would cost more than the search.
        for (Parameter parameter : parameters()) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    /**
     * Binds a call's arguments to the parameters.
     *
     * @throws CallError with Python's TypeError text if they do not fit
     */
    public Arguments bind(
            String function,
            List<? extends @Nullable Object> unnamed,
            Map<String, ? extends @Nullable Object> named) {
        SequencedMap<String, @Nullable Object> bound = new LinkedHashMap<>();
        SequencedMap<String, @Nullable Object> extra = new LinkedHashMap<>();
        SequencedSet<String> given = new LinkedHashSet<>();
        List<@Nullable Object> varargs = new ArrayList<>();
        List<Parameter> parameters = parameters();
        for (int i = 0; i < unnamed.size(); i++) {
            if (i < positional()) {
                bound.put(parameters.get(i).name(), unnamed.get(i));
                given.add(parameters.get(i).name());
            } else {
                varargs.add(unnamed.get(i));
            }
        }
        String shortName =
                function.substring(function.lastIndexOf('.') + 1)
                        + (UNDERSCORED.contains(function) ? "_" : "");
        if (!varargs.isEmpty() && !takesVarargs()) {
            throw new CallError("TypeError", tooMany(shortName, unnamed.size()));
        }
        named.forEach((name, value) -> {
            if (parameter(name).isPresent()) {
                if (!given.add(name)) {
                    throw new CallError(
                            "TypeError",
                            shortName + "() got multiple values for argument '" + name + "'");
                }
                bound.put(name, value);
            } else if (takesKwargs()) {
                extra.put(name, value);
            } else {
                throw new CallError(
                        "TypeError",
                        shortName + "() got an unexpected keyword argument '" + name + "'");
            }
        });
        List<String> missing = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.required() && !given.contains(parameter.name())) {
                missing.add(parameter.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new CallError("TypeError", missing(shortName, missing));
        }
        // None is a value like others: only what was not given gets its default.
        for (Parameter parameter : parameters) {
            if (!given.contains(parameter.name())) {
                bound.put(parameter.name(), parameter.defaultValue());
            }
        }
        return new Arguments(bound, given, varargs, extra);
    }

    private String tooMany(String function, int given) {
        List<Parameter> parameters = parameters();
        long required = parameters.stream().filter(Parameter::required).count();
        String takes =
                required == parameters.size()
                        ? "" + parameters.size()
                        : "from " + required + " to " + parameters.size();
        String noun =
                parameters.size() == 1 && required == 1
                        ? " positional argument but "
                        : " positional arguments but ";
        return function
                + "() takes "
                + takes
                + noun
                + given
                + (given == 1 ? " was given" : " were given");
    }

    private static String missing(String function, List<String> names) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                list.append(names.size() == 2 ? " and " : i == names.size() - 1 ? ", and " : ", ");
            }
            list.append('\'').append(names.get(i)).append('\'');
        }
        return "%s() missing %d required positional argument%s: %s"
                .formatted(function, names.size(), names.size() == 1 ? "" : "s", list);
    }

    private static @Nullable Object literal(String text) {
        return switch (text) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "[]", "()" -> List.of();
            case "{}" -> Map.of();
            default -> {
                char first = text.charAt(0);
                if (first == '\'' || first == '"') {
                    yield text.substring(1, text.length() - 1).replace("\\n", "\n");
                }
                yield text.contains(".")
                        ? (Object) Double.valueOf(text)
                        : (Object) Long.valueOf(text);
            }
        };
    }
}
