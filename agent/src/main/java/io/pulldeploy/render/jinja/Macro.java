package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro, or the body of a call block, with the variables around its definition. */
final class Macro implements PyInvocable {
    /** A definition as compiled: where its arguments go, and what of the rest it takes. */
    @SuppressWarnings("ArrayRecordComponent") // Definitions are not compared.
    record Definition(
            @Nullable String name,
            List<String> parameters,
            int[] slots,
            int caller,
            int kwargs,
            int varargs,
            Code.Routine routine) {}

    private final Definition definition;
    private final Frame around;

    Macro(Definition definition, Frame around) {
        this.definition = definition;
        this.around = around;
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String description() {
        return "jinja2.runtime.Macro object";
    }

    @Override
    public @Nullable Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> definition.name;
            case "arguments" -> PyTuple.copyOf(definition.parameters);
            case "catch_kwargs" -> definition.kwargs >= 0;
            case "catch_varargs" -> definition.varargs >= 0;
            case "caller" -> definition.caller >= 0;
            case "explicit_caller" -> definition.parameters.contains("caller");
            default -> Missing.MISSING;
        };
    }

    @Override
    public String repr() {
        return "<Macro "
                + (definition.name == null ? "anonymous" : PyRepr.repr(definition.name))
                + ">";
    }

    @Override
    public @Nullable Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        StringBuilder out = new StringBuilder();
        Frame frame = new Frame(around.context, around, definition.routine, out);
        bind(frame, args, kwargs.isEmpty() ? kwargs : new LinkedHashMap<>(kwargs));
        definition.routine.run(frame);
        return context.autoescape() ? new Markup(out.toString()) : out.toString();
    }

    private void bind(
            Frame frame, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        List<String> parameters = definition.parameters;
        int count = parameters.size();
        boolean callerFound = args.size() >= count && parameters.contains("caller");
        for (int i = 0; i < count; i++) {
            Object value = Missing.MISSING;
            if (i < args.size()) {
                value = args.get(i);
            } else {
                String name = parameters.get(i);
                callerFound |= name.equals("caller");
                if (kwargs.containsKey(name)) {
                    value = kwargs.remove(name);
                }
            }
            frame.slots[definition.slots[i]] = value;
        }
        if (definition.caller >= 0 && !callerFound) {
            Object caller = kwargs.isEmpty() ? null : kwargs.remove("caller");
            frame.slots[definition.caller] =
                    caller == null
                            ? frame.context.environment().undefined("No caller defined")
                            : caller;
        }
        if (definition.kwargs >= 0) {
            PyDict rest = new PyDict();
            kwargs.forEach(rest::put);
            frame.slots[definition.kwargs] = rest;
        } else if (!kwargs.isEmpty()) {
            if (kwargs.containsKey("caller")) {
                throw TemplateError.type(
                        "macro "
                                + PyRepr.repr(definition.name)
                                + " was invoked with two values for the special caller argument."
                                + " This is most likely a bug.");
            }
            throw TemplateError.type(
                    "macro "
                            + PyRepr.repr(definition.name)
                            + " takes no keyword argument "
                            + PyRepr.repr(kwargs.keySet().iterator().next()));
        }
        if (definition.varargs >= 0) {
            frame.slots[definition.varargs] =
                    args.size() > count
                            ? PyTuple.copyOf(args.subList(count, args.size()))
                            : PyTuple.EMPTY;
        } else if (args.size() > count) {
            throw TemplateError.type(
                    "macro "
                            + PyRepr.repr(definition.name)
                            + " takes not more than "
                            + count
                            + " argument(s)");
        }
    }
}
