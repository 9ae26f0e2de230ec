package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles what brings in other templates: block, extends, include, import and from. */
final class TemplateCompiler {
    private final Compiler compiler;
    private final ExpressionCompiler expressions;

    TemplateCompiler(Compiler compiler) {
        this.compiler = compiler;
        this.expressions = compiler.expressions();
    }

    void block(Stmt.Block block, Scope scope, List<Code.Step> steps) {
        if (scope.toplevel && compiler.isSurelyExtended()) {
            return;
        }
        boolean checked = scope.toplevel && compiler.isPerhapsExtended();
        int line = compiler.at(block);
        String name = block.name();
        Map<String, Symbols.Slot> locals =
                block.scoped() ? scope.symbols.storedVariables() : Map.of();
        Symbols.Function function = scope.function();
        steps.add(frame -> {
            if (checked && frame.root().parentTemplate != null) {
                return Code.Flow.NEXT;
            }
            frame.line = line;
            List<Code.Routine> stack = frame.context.blocks.getOrDefault(name, List.of());
            if (block.required() && stack.size() <= 1) {
                throw TemplateError.runtime("Required block " + PyRepr.repr(name) + " not found");
            }
            Context context =
                    block.scoped()
                            ? frame.context.derived(values(locals, function, frame))
                            : frame.context;
            Code.Routine routine = stack.getFirst();
            routine.run(new Frame(context, null, routine, frame.out));
            return Code.Flow.NEXT;
        });
    }

    private static Map<String, @Nullable Object> values(
            Map<String, Symbols.Slot> locals, Symbols.Function function, Frame frame) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        locals.forEach((name, slot) -> {
            Object value = frame.outer(slot.hops(function)).slots[slot.index()];
            if (value != Missing.MISSING) {
                values.put(name, value);
            }
        });
        return values;
    }

    void extend(Stmt.Extends node, Scope scope, List<Code.Step> steps) {
        if (!scope.toplevel) {
            throw compiler.assertion("cannot use extend from a non top-level scope", node.line());
        }
        if (compiler.isPerhapsExtended()) {
            int before = compiler.line();
            boolean surely = compiler.isSurelyExtended();
            steps.add(frame -> {
                if (surely || frame.parentTemplate != null) {
                    frame.line = before;
                    throw TemplateError.runtime("extended multiple times");
                }
                return Code.Flow.NEXT;
            });
            if (surely) {
                throw new Compiler.Unreachable();
            }
        }
        int line = compiler.at(node);
        Code template = expressions.compile(node.template(), scope);
        steps.add(frame -> {
            frame.line = line;
            Template parent = single(frame.context.environment(), template.eval(frame));
            frame.parentTemplate = parent;
            parent.blocks()
                    .forEach((name, routine) ->
                            frame.context
                                    .blocks
                                    .computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(routine));
            return Code.Flow.NEXT;
        });
        compiler.extendedBy(scope.rootlevel);
    }

    /** A template of exactly one name, as import and extends want it. */
    private static Template single(Environment environment, @Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        String name = PyValues.text(value);
        if (name == null) {
            PyKey.of(value);
            return environment.template(PyRepr.str(value));
        }
        return environment.template(name);
    }

    Code.Step include(Stmt.Include node, Scope scope) {
        int line = compiler.at(node);
        Code template = expressions.compile(node.template(), scope);
        Map<String, Symbols.Slot> locals = scope.symbols.storedVariables();
        Symbols.Function function = scope.function();
        return frame -> {
            frame.line = line;
            Environment environment = frame.context.environment();
            Template included;
            try {
                included = environment.template(template.eval(frame));
            } catch (TemplateError e) {
                if (node.ignoreMissing() && e.is("TemplateNotFound")) {
                    return Code.Flow.NEXT;
                }
                throw e;
            }
            if (node.withContext()) {
                Map<String, @Nullable Object> all = new LinkedHashMap<>(frame.context.all());
                all.putAll(values(locals, function, frame));
                included.run(environment.newContext(included, all), frame.out);
            } else {
                frame.out.append(environment.module(included).str());
            }
            environment.meter().checkOutput(frame.out);
            return Code.Flow.NEXT;
        };
    }

    /** The module of a template that is imported. */
    private Code module(Expr template, boolean withContext, Scope scope) {
        Code name = expressions.compile(template, scope);
        Map<String, Symbols.Slot> locals = scope.symbols.storedVariables();
        Symbols.Function function = scope.function();
        return frame -> {
            Environment environment = frame.context.environment();
            Template imported = single(environment, name.eval(frame));
            if (!withContext) {
                return environment.module(imported);
            }
            Map<String, @Nullable Object> all = new LinkedHashMap<>(frame.context.all());
            all.putAll(values(locals, function, frame));
            return environment.makeModule(imported, environment.newContext(imported, all));
        };
    }

    Code.Step imported(Stmt.Import node, Scope scope) {
        int line = compiler.at(node);
        Code module = module(node.template(), node.withContext(), scope);
        int slot = scope.symbols.ref(node.target()).index();
        Code.Step publish =
                scope.toplevel
                        ? Compiler.publish(node.target(), scope, false)
                        : _ -> Code.Flow.NEXT;
        return frame -> {
            frame.line = line;
            frame.slots[slot] = module.eval(frame);
            return publish.run(frame);
        };
    }

    Code.Step fromImport(Stmt.FromImport node, Scope scope) {
        int line = compiler.at(node);
        Code module = module(node.template(), node.withContext(), scope);
        List<Code.Step> publish = new ArrayList<>();
        int[] slots = new int[node.names().size()];
        for (int i = 0; i < slots.length; i++) {
            String alias = node.names().get(i).alias();
            slots[i] = scope.symbols.ref(alias).index();
            if (scope.toplevel) {
                publish.add(Compiler.publish(alias, scope, false));
            }
        }
        Code.Step publishAll = Compiler.sequence(publish);
        String position = compiler.source().position(node.line());
        return frame -> {
            frame.line = line;
            TemplateModule imported = (TemplateModule) module.eval(frame);
            for (int i = 0; i < slots.length; i++) {
                String name = node.names().get(i).name();
                Object value = imported == null ? Missing.MISSING : imported.attribute(name);
                frame.slots[slots[i]] =
                        value == Missing.MISSING
                                ? notExported(frame, imported, position, name)
                                : value;
            }
            return publishAll.run(frame);
        };
    }

    private static Undefined notExported(
            Frame frame, @Nullable TemplateModule module, String position, String name) {
        Object template = module == null ? null : module.attribute("__name__");
        return frame.context
                .environment()
                .undefined(
                        "the template "
                                + PyRepr.repr(template)
                                + " (imported on "
                                + position
                                + ") does not export the requested name "
                                + PyRepr.repr(name));
    }
}
