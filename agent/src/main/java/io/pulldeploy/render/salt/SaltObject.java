package io.pulldeploy.render.salt;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.render.SaltFunctions;
import io.pulldeploy.render.jinja.Context;
import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyInvocable;
import io.pulldeploy.render.jinja.PyObject;
import io.pulldeploy.render.jinja.PySubscriptable;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A template's {@code salt}: {@code salt['a.b'](…)} and {@code salt.a.b(…)}. */
final class SaltObject implements PySubscriptable {
    private static final Pattern WRONG_ARGUMENTS =
            Pattern.compile("\\w+\\(\\) (?:missing|got|takes) .*", Pattern.DOTALL);

    private final SaltFunctions functions;

    SaltObject(SaltFunctions functions) {
        this.functions = functions;
    }

    @Override
    public String typeName() {
        return "AliasedLoader";
    }

    @Override
    public String description() {
        return "salt.utils.templates.AliasedLoader object";
    }

    @Override
    public @Nullable Object item(@Nullable Object key) {
        String name = PyValues.text(key);
        if (name == null || !functions.has(name)) {
            throw new TemplateError("KeyError", PyValues.repr(key));
        }
        return function(name);
    }

    @Override
    public boolean contains(@Nullable Object key) {
        String name = PyValues.text(key);
        return name != null && functions.has(name);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return functions.names(name + ".").isEmpty() ? Missing.MISSING : new Module(name);
    }

    /** The pillar's mappings come out of YAML, which errors about them show. */
    private @Nullable Object typed(
            String function,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs,
            @Nullable Object value) {
        if (!function.startsWith("pillar.") && !isOfPillar(function, args, kwargs, value)) {
            return value;
        }
        boolean merged = PyValues.truth(kwargs.getOrDefault("merge", false));
        String outermost =
                merged || function.equals("pillar.items") ? PyDict.PLAIN : PyDict.ORDERED;
        return switch (value) {
            case Map<?, ?> map -> PyDict.of(map, outermost, PyDict.ORDERED);
            case List<?> list -> PyDict.children(list, PyDict.ORDERED);
            case null, default -> value;
        };
    }

    /** Whether a configuration value was found in the pillar. */
    @SuppressWarnings("ReferenceEquality") // The pillar's own object, not one that equals it.
    private boolean isOfPillar(
            String function,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs,
            @Nullable Object value) {
        return (function.equals("config.get") || function.equals("config.option"))
                && (value instanceof Map || value instanceof List)
                && !args.isEmpty()
                && !kwargs.containsKey("merge")
                && value
                        == functions.call(
                                "pillar.get",
                                args.subList(0, 1),
                                kwargs.containsKey("delimiter")
                                        ? Map.of(
                                                "delimiter",
                                                String.valueOf(kwargs.get("delimiter")))
                                        : Map.of());
    }

    private PyInvocable function(String name) {
        return new Function(name);
    }

    /** One function, such as {@code salt['test.ping']}. */
    private final class Function implements PyInvocable {
        private final String name;

        Function(String name) {
            this.name = name;
        }

        @Override
        public String typeName() {
            return "LoadedFunc";
        }

        @Override
        public String repr() {
            return "<LoadedFunc name=" + PyValues.repr(name) + ">";
        }

        @Override
        public @Nullable Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            return InPlaceArgument.call(name, args, kwargs, this::plain);
        }

        private @Nullable Object plain(
                List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
            try {
                return typed(name, args, kwargs, functions.call(name, args, kwargs));
            } catch (CallError e) {
                String kind =
                        WRONG_ARGUMENTS.matcher(String.valueOf(e.getMessage())).matches()
                                ? "TypeError"
                                : "CommandExecutionError";
                throw new TemplateError(kind, String.valueOf(e.getMessage()), e);
            } catch (SlsException e) {
                throw new TemplateError("SaltRenderError", e.errors().getFirst().saltText(), e);
            } catch (Failure e) {
                throw new TemplateError("CommandExecutionError", String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** One module of functions: {@code salt.test}. */
    private final class Module implements PyObject {
        private final String module;

        Module(String module) {
            this.module = module;
        }

        @Override
        public String typeName() {
            return "LoadedMod";
        }

        @Override
        public String description() {
            return "salt.loader.lazy.LoadedMod object";
        }

        @Override
        public @Nullable Object attribute(String name) {
            String full = module + "." + name;
            return functions.has(full) ? function(full) : Missing.MISSING;
        }
    }
}
