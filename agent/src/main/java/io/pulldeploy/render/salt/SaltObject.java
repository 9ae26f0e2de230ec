package io.pulldeploy.render.salt;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.render.SaltFunctions;
import io.pulldeploy.render.jinja.Context;
import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyInvocable;
import io.pulldeploy.render.jinja.PyObject;
import io.pulldeploy.render.jinja.PySubscriptable;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.system.FileFailure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A template's {@code salt}: {@code salt['a.b'](…)} and {@code salt.a.b(…)}. */
final class SaltObject implements PySubscriptable {
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
        if (key instanceof Undefined undefined) {
            throw undefined.error();
        }
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
        if (!functions.names(name + ".").isEmpty()) {
            return new Module(name);
        }
        // The loader behind is a mapping, whose method finds a function that may be missing.
        return name.equals("get")
                ? PyFunction.of("Mapping.get", "@, key, default=None", (_, a) -> get(a[0], a[1]))
                : Missing.MISSING;
    }

    private @Nullable Object get(@Nullable Object key, @Nullable Object missing) {
        return contains(key) ? item(key) : missing;
    }

    /** What Python's {@code open} and its kin raise. */
    private static TemplateError osError(FileFailure e) {
        record Errno(int number, String pythonClass) {}
        Errno errno =
                switch (e.reason()) {
                    case "Operation not permitted" -> new Errno(1, "PermissionError");
                    case "No such file or directory" -> new Errno(2, "FileNotFoundError");
                    case "Permission denied" -> new Errno(13, "PermissionError");
                    case "File exists" -> new Errno(17, "FileExistsError");
                    case "Not a directory" -> new Errno(20, "NotADirectoryError");
                    case "Is a directory" -> new Errno(21, "IsADirectoryError");
                    case "Directory not empty" -> new Errno(39, "OSError");
                    case "Too many levels of symbolic links" -> new Errno(40, "OSError");
                    default -> new Errno(0, "OSError");
                };
        return new TemplateError(
                errno.pythonClass(),
                errno.number() == 0
                        ? String.valueOf(e.getMessage())
                        : "[Errno %d] %s: %s"
                                .formatted(errno.number(), e.reason(), PyValues.repr(e.path())),
                e);
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
        public String description() {
            return "salt.loader.lazy.LoadedFunc object";
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
                return functions.call(name, args, kwargs);
            } catch (CallError e) {
                if (e.getCause() instanceof FileFailure failure
                        && String.valueOf(e.getMessage()).equals(failure.getMessage())) {
                    throw osError(failure);
                }
                throw new TemplateError(e.pythonClass(), String.valueOf(e.getMessage()), e);
            } catch (SlsException e) {
                throw new TemplateError("SaltRenderError", e.errors().getFirst().saltText(), e);
            } catch (FileFailure e) {
                throw osError(e);
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
