package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The arguments of a call of a method that Python has in C, with C's ways to complain. */
record Arguments(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    int count() {
        return args.size();
    }

    @Nullable Object get(int index) {
        return args.get(index);
    }

    /** The argument, or {@code missing} if there are fewer. */
    @Nullable Object get(int index, @Nullable Object missing) {
        return index < args.size() ? args.get(index) : missing;
    }

    private void noKeywords(String name) {
        if (!kwargs.isEmpty()) {
            throw TemplateError.type(name + "() takes no keyword arguments");
        }
    }

    /** {@code type.method()}. */
    void none(String name) {
        noKeywords(name);
        if (!args.isEmpty()) {
            throw TemplateError.type(name + "() takes no arguments (" + count() + " given)");
        }
    }

    /** {@code type.method(x)}. */
    @Nullable Object one(String name) {
        noKeywords(name);
        if (count() != 1) {
            throw TemplateError.type(
                    name + "() takes exactly one argument (" + count() + " given)");
        }
        return args.getFirst();
    }

    /** Positional arguments only; {@code type} is what the message on keywords starts with. */
    void between(String type, String name, int least, int most) {
        noKeywords(type + "." + name);
        if (count() < least || count() > most) {
            int bound = count() < least ? least : most;
            String which = least == most ? "" : count() < least ? "at least " : "at most ";
            throw TemplateError.type(
                    name
                            + " expected "
                            + which
                            + bound
                            + (bound == 1 ? " argument, got " : " arguments, got ")
                            + count());
        }
    }

    /** As functions that parse {@code "O|OO:name"}. */
    void parsed(String name, int least, int most) {
        noKeywords("str." + name);
        if (count() < least || count() > most) {
            int bound = count() < least ? least : most;
            throw TemplateError.type(
                    name
                            + "() takes "
                            + (count() < least ? "at least " : "at most ")
                            + bound
                            + (bound == 1 ? " argument (" : " arguments (")
                            + count()
                            + " given)");
        }
    }

    /** Arguments that may also come by name; those not given are {@link Missing#MISSING}. */
    @Nullable Object[] named(String name, String... names) {
        if (count() + kwargs.size() > names.length) {
            throw TemplateError.type(
                    name
                            + "() takes at most "
                            + names.length
                            + (names.length == 1 ? " argument (" : " arguments (")
                            + (count() + kwargs.size())
                            + " given)");
        }
        @Nullable Object[] values = new @Nullable Object[names.length];
        int found = 0;
        for (int i = 0; i < names.length; i++) {
            if (i < count()) {
                if (kwargs.containsKey(names[i])) {
                    throw TemplateError.type(
                            "argument for "
                                    + name
                                    + "() given by name ('"
                                    + names[i]
                                    + "') and position ("
                                    + (i + 1)
                                    + ")");
                }
                values[i] = args.get(i);
            } else if (kwargs.containsKey(names[i])) {
                found++;
                values[i] = kwargs.get(names[i]);
            } else {
                values[i] = Missing.MISSING;
            }
        }
        if (found < kwargs.size()) {
            for (String key : kwargs.keySet()) {
                if (!List.of(names).contains(key)) {
                    throw TemplateError.type(
                            "'" + key + "' is an invalid keyword argument for " + name + "()");
                }
            }
        }
        return values;
    }

    /** A str argument, with the message that {@code str.replace} and its kin give. */
    static String text(@Nullable Object value, String what) {
        String text = PyValues.text(value);
        if (text == null) {
            throw TemplateError.type(what + " must be str, not " + argumentType(value));
        }
        return text;
    }

    static String text(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text == null) {
            throw TemplateError.type("must be str, not " + PyValues.typeName(value));
        }
        return text;
    }

    private static String argumentType(@Nullable Object value) {
        return value == null ? "None" : PyValues.typeName(value);
    }
}
