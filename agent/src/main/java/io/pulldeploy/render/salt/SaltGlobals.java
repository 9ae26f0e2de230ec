package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Context;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyInvocable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PySubscriptable;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that Salt gives every template, beside those of the render itself. */
final class SaltGlobals {
    static final Map<String, @Nullable Object> ALL = all();

    private SaltGlobals() {}

    private static Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("ifelse", PyFunction.of("ifelse", "*args, **kwargs", SaltGlobals::ifElse));
        all.put(
                "raise",
                PyFunction.of(
                        "jinja_raise",
                        "msg",
                        (_, a) -> {
                            throw new TemplateError("TemplateError", PyValues.str(a[0]));
                        }));
        all.put("odict", new OrderedDict());
        all.put(
                "show_full_context",
                PyFunction.of(
                        "show_full_context",
                        "@",
                        (context, _) -> {
                            PyDict names = new PyDict();
                            context.all().forEach((name, value) -> names.put(name, simple(value)));
                            return names;
                        }));
        return all;
    }

    /** Pairs of a target expression and a value; the last argument is the default. */
    private static @Nullable Object ifElse(Context context, @Nullable Object[] a) {
        List<@Nullable Object> args = PyValues.list(a[0]);
        if (args.size() % 2 == 0) {
            throw new TemplateError(
                    "SaltException", "The ifelse function must have an odd number of arguments!");
        }
        if (args.size() == 1) {
            return args.getFirst();
        }
        Object salt = context.resolve("salt");
        if (!(salt instanceof PySubscriptable functions) || !functions.contains("match.ifelse")) {
            throw new TemplateError(
                    "CommandExecutionError", "ifelse needs the function match.ifelse");
        }
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        if (a[1] instanceof PyDict named) {
            named.entries().forEach(e -> kwargs.put(PyValues.str(e.getKey()), e.getValue()));
        }
        return PyValues.call(context, functions.item("match.ifelse"), args, kwargs);
    }

    /** {@code salt.utils.data.simple_types_filter}: what is no plain value becomes its text. */
    private static @Nullable Object simple(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, BigInteger _, Double _ -> value;
            case PyList list -> {
                PyList result = new PyList();
                list.items().forEach(item -> result.items().add(simple(item)));
                yield result;
            }
            case PyTuple tuple -> {
                PyList result = new PyList();
                tuple.items().forEach(item -> result.items().add(simple(item)));
                yield result;
            }
            case PyDict dict -> {
                PyDict result = new PyDict();
                dict.entries()
                        .forEach(e -> result.put(simpleKey(e.getKey()), simple(e.getValue())));
                yield result;
            }
            default -> PyValues.repr(value);
        };
    }

    private static @Nullable Object simpleKey(@Nullable Object key) {
        return switch (key) {
            case PyBytes _, PyTuple _, PySet _ -> PyValues.repr(key);
            case null, default -> key;
        };
    }

    /** Python's OrderedDict, which a dict is as well. */
    private static final class OrderedDict implements PyInvocable {
        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public String repr() {
            return "<class 'collections.OrderedDict'>";
        }

        @Override
        public @Nullable Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            return PyDict.made(PyDict.Kind.ORDERED, args, kwargs);
        }
    }
}
