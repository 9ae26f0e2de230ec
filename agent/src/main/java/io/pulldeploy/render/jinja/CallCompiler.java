package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles what is called: functions, filters and tests with their arguments. */
final class CallCompiler {
    private static final String CALL = "jinja2.sandbox.SandboxedEnvironment.call()";

    private final ExpressionCompiler expressions;
    private final Jinja jinja;
    private final Source source;

    CallCompiler(ExpressionCompiler expressions, Jinja jinja, Source source) {
        this.expressions = expressions;
        this.jinja = jinja;
        this.source = source;
    }

    /** A call; {@code caller} is the body of a call block. */
    Code call(Expr.Call call, Scope scope, @Nullable Code caller) {
        Code function = expressions.compile(call.function(), scope);
        return invocation(function, null, call.arguments(), scope, caller);
    }

    /** A filter; {@code block} is what a filter block has printed. */
    Code filter(Expr.Filter filter, Scope scope, @Nullable Code block) {
        Code function = function(jinja.filters(), "filter", filter.name(), filter.line(), scope);
        Code value;
        if (filter.value() instanceof Expr.Filter inner) {
            value = filter(inner, scope, block);
        } else if (filter.value() != null) {
            value = expressions.compile(filter.value(), scope);
        } else if (block != null) {
            value = block;
        } else {
            throw new IllegalStateException("a filter without a value");
        }
        return invocation(function, value, filter.arguments(), scope, null);
    }

    Code test(Expr.Test test, Scope scope) {
        Code value = expressions.compile(test.value(), scope);
        Code function = function(jinja.tests(), "test", test.name(), test.line(), scope);
        return invocation(function, value, test.arguments(), scope, null);
    }

    private Code function(
            Map<String, PyFunction> functions, String type, String name, int line, Scope scope) {
        PyFunction function = functions.get(name);
        if (function != null) {
            return _ -> function;
        }
        if (!scope.soft) {
            throw new TemplateError(
                            "TemplateAssertionError",
                            "No " + type + " named " + PyRepr.repr(name) + ".")
                    .within(source.frame(line, "template"));
        }
        PyFunction missing =
                PyFunction.of(
                        name,
                        "*args, **kwargs",
                        (_, _) -> {
                            throw TemplateError.runtime(
                                    "No " + type + " named " + PyRepr.repr(name) + " found.");
                        });
        return _ -> missing;
    }

    private Code invocation(
            Code function,
            @Nullable Code first,
            Expr.CallArguments arguments,
            Scope scope,
            @Nullable Code caller) {
        List<Code> leading = new ArrayList<>();
        if (first != null) {
            leading.add(first);
        }
        leading.addAll(Arrays.asList(expressions.all(arguments.positional(), scope)));
        Code[] positional = leading.toArray(Code[]::new);
        if (arguments.keywords().isEmpty()
                && arguments.star() == null
                && arguments.doubleStar() == null
                && caller == null) {
            return frame -> {
                Object callee = function.eval(frame);
                return PyValues.call(
                        frame.context,
                        callee,
                        ExpressionCompiler.evaluate(positional, frame),
                        Map.of());
            };
        }
        Map<String, Code> keywords = new LinkedHashMap<>();
        for (Expr.Keyword keyword : arguments.keywords()) {
            if (keywords.put(keyword.name(), expressions.compile(keyword.value(), scope)) != null) {
                throw new TemplateError(
                        "SyntaxError", "keyword argument repeated: " + keyword.name());
            }
        }
        if (caller != null) {
            keywords.put("caller", caller);
        }
        Code star = arguments.star() == null ? null : expressions.compile(arguments.star(), scope);
        Code doubleStar =
                arguments.doubleStar() == null
                        ? null
                        : expressions.compile(arguments.doubleStar(), scope);
        return frame -> {
            Object callee = function.eval(frame);
            List<@Nullable Object> args =
                    new ArrayList<>(ExpressionCompiler.evaluate(positional, frame));
            if (star != null) {
                args.addAll(starred(star.eval(frame)));
            }
            Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
            keywords.forEach((name, value) -> kwargs.put(name, value.eval(frame)));
            if (doubleStar != null) {
                addStarred(kwargs, doubleStar.eval(frame));
            }
            return PyValues.call(frame.context, callee, args, kwargs);
        };
    }

    private static List<@Nullable Object> starred(@Nullable Object value) {
        try {
            return PyValues.list(value);
        } catch (TemplateError e) {
            throw e.is("TypeError")
                    ? TemplateError.type(
                            "Value after * must be an iterable, not " + PyValues.typeName(value))
                    : e;
        }
    }

    private static void addStarred(Map<String, @Nullable Object> kwargs, @Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(value instanceof PyDict dict)) {
            throw TemplateError.type(
                    CALL + " argument after ** must be a mapping, not " + PyValues.typeName(value));
        }
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            String name = PyValues.text(entry.getKey());
            if (name == null) {
                throw TemplateError.type("keywords must be strings");
            }
            if (kwargs.containsKey(name)) {
                throw TemplateError.type(
                        CALL + " got multiple values for keyword argument " + PyRepr.repr(name));
            }
            kwargs.put(name, entry.getValue());
        }
    }
}
