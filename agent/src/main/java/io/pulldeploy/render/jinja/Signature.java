package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a Python function, and the messages it has for arguments that do not fit. */
final class Signature {
    private final String function;

    /** Parameters that the engine fills itself, but that Python's messages count. */
    private final int injected;

    private final List<String> names = new ArrayList<>();
    private final List<@Nullable Object> defaults = new ArrayList<>();

    /** Whether this is a function in C of one argument, whose messages are others. */
    private final boolean onlyArgument;

    private final boolean varargs;
    private final boolean kwargs;

    private Signature(String function, String parameters) {
        this.function = function;
        int hidden = 0;
        boolean all = false;
        boolean builtin = false;
        boolean named = false;
        for (String parameter :
                parameters.isEmpty()
                        ? List.<String>of()
                        : List.of(parameters.split(", (?=[a-z_*@/])"))) {
            int equals = parameter.indexOf('=');
            if (parameter.equals("@")) {
                hidden++;
            } else if (parameter.equals("/")) {
                builtin = true;
            } else if (parameter.startsWith("**")) {
                named = true;
            } else if (parameter.startsWith("*")) {
                all = true;
            } else {
                names.add(equals < 0 ? parameter : parameter.substring(0, equals));
                defaults.add(
                        equals < 0 ? Missing.MISSING : literal(parameter.substring(equals + 1)));
            }
        }
        injected = hidden;
        onlyArgument = builtin;
        varargs = all;
        kwargs = named;
    }

    /**
     * @param parameters {@code "value, width=4, first=False, *args, **kwargs"}; {@code @} is one
     *     that is passed by the engine, {@code /} at the end makes it a function in C
     */
    static Signature of(String function, String parameters) {
        return new Signature(function, parameters);
    }

    private static @Nullable Object literal(String text) {
        return switch (text) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            default ->
                    text.startsWith("'")
                            ? text.substring(1, text.length() - 1)
                            : text.contains(".")
                                    ? (Object) Double.parseDouble(text)
                                    : (Object) Long.parseLong(text);
        };
    }

    /**
     * One value per parameter, then a tuple of the further ones and a dict of the further names.
     */
    @Nullable Object[] bind(
            List<? extends @Nullable Object> args, Map<String, @Nullable Object> named) {
        int count = names.size();
        if (onlyArgument) {
            new Arguments(new ArrayList<>(args), named).one(function);
        }
        @Nullable Object[] bound =
                new @Nullable Object[count + (varargs ? 1 : 0) + (kwargs ? 1 : 0)];
        for (int i = 0; i < count; i++) {
            bound[i] = i < args.size() ? args.get(i) : Missing.MISSING;
        }
        Map<String, @Nullable Object> rest = named;
        if (!named.isEmpty()) {
            rest = new LinkedHashMap<>();
            for (Map.Entry<String, @Nullable Object> entry : named.entrySet()) {
                int at = names.indexOf(entry.getKey());
                if (at < 0) {
                    rest.put(entry.getKey(), entry.getValue());
                } else if (bound[at] != Missing.MISSING) {
                    throw TemplateError.type(
                            function
                                    + "() got multiple values for argument '"
                                    + entry.getKey()
                                    + "'");
                } else {
                    bound[at] = entry.getValue();
                }
            }
        }
        if (!kwargs && !rest.isEmpty()) {
            throw TemplateError.type(
                    function
                            + "() got an unexpected keyword argument '"
                            + rest.keySet().iterator().next()
                            + "'");
        }
        if (!varargs && args.size() > count) {
            throw tooMany(args.size());
        }
        fill(bound);
        if (varargs) {
            bound[count] =
                    args.size() > count
                            ? PyTuple.copyOf(args.subList(count, args.size()))
                            : PyTuple.EMPTY;
        }
        if (kwargs) {
            PyDict dict = new PyDict();
            rest.forEach(dict::put);
            bound[bound.length - 1] = dict;
        }
        return bound;
    }

    private void fill(@Nullable Object[] bound) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (bound[i] == Missing.MISSING) {
                bound[i] = defaults.get(i);
                if (bound[i] == Missing.MISSING) {
                    missing.add("'" + names.get(i) + "'");
                }
            }
        }
        if (!missing.isEmpty()) {
            int size = missing.size();
            String list =
                    size <= 2
                            ? String.join(" and ", missing)
                            : String.join(", ", missing.subList(0, size - 1))
                                    + ", and "
                                    + missing.getLast();
            throw TemplateError.type(
                    function
                            + "() missing "
                            + size
                            + " required positional argument"
                            + (size == 1 ? "" : "s")
                            + ": "
                            + list);
        }
    }

    private TemplateError tooMany(int given) {
        int most = names.size() + injected;
        int least = injected + (int) defaults.stream().filter(d -> d == Missing.MISSING).count();
        String takes =
                least == most
                        ? most + " positional argument" + (most == 1 ? "" : "s")
                        : "from " + least + " to " + most + " positional arguments";
        int all = given + injected;
        return TemplateError.type(
                function
                        + "() takes "
                        + takes
                        + " but "
                        + all
                        + (all == 1 ? " was given" : " were given"));
    }
}
