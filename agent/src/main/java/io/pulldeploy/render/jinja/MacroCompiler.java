package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compiles {@code macro} and {@code call}. */
final class MacroCompiler {
    private final Compiler compiler;

    MacroCompiler(Compiler compiler) {
        this.compiler = compiler;
    }

    Code.Step macro(Stmt.Macro node, Scope scope) {
        Macro.Definition definition =
                definition(
                        node, node.name(), node.parameters(), node.defaults(), node.body(), scope);
        int slot = scope.symbols.ref(node.name()).index();
        Code.Step publish =
                scope.toplevel ? Compiler.publish(node.name(), scope, true) : _ -> Code.Flow.NEXT;
        return frame -> {
            frame.slots[slot] = new Macro(definition, frame);
            return publish.run(frame);
        };
    }

    Code.Step callBlock(Stmt.CallBlock node, Scope scope) {
        Macro.Definition definition =
                definition(node, null, node.parameters(), node.defaults(), node.body(), scope);
        int line = compiler.at(node);
        Code call =
                compiler.expressions()
                        .call(node.call(), scope, frame -> new Macro(definition, frame));
        return frame -> {
            frame.line = line;
            OutputCompiler.append(frame, call.eval(frame));
            return Code.Flow.NEXT;
        };
    }

    private Macro.Definition definition(
            Stmt node,
            @Nullable String name,
            List<Expr.Name> parameters,
            List<Expr> defaults,
            List<Stmt> body,
            Scope scope) {
        int line = compiler.at(node);
        Scope inner = scope.innerFunction();
        analyze(inner, parameters, defaults, body);
        Set<String> special = SymbolVisitor.undeclared(body, Set.of("caller", "kwargs", "varargs"));
        List<String> names = parameters.stream().map(Expr.Name::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                throw new TemplateError(
                        "SyntaxError",
                        "duplicate argument '" + names.get(i) + "' in function definition");
            }
        }
        int explicitCaller = names.lastIndexOf("caller");
        int caller = -1;
        if (special.contains("caller")) {
            if (explicitCaller >= 0) {
                if (names.size() - explicitCaller > defaults.size()) {
                    throw compiler.assertion(
                            "When defining macros or call blocks the special \"caller\" argument"
                                    + " must be omitted or be given a default.",
                            node.line());
                }
                caller = slot(inner, "caller");
            } else {
                caller = inner.symbols.declareParameter("caller").index();
            }
        }
        int kwargs =
                special.contains("kwargs") && !names.contains("kwargs")
                        ? inner.symbols.declareParameter("kwargs").index()
                        : -1;
        int varargs =
                special.contains("varargs") && !names.contains("varargs")
                        ? inner.symbols.declareParameter("varargs").index()
                        : -1;
        inner.outputChecked = false;
        analyze(inner, parameters, defaults, body);
        int[] slots = names.stream().mapToInt(parameter -> slot(inner, parameter)).toArray();
        List<Code.Step> steps = new ArrayList<>();
        steps.add(Compiler.enter(inner));
        for (int i = 0; i < slots.length; i++) {
            steps.add(
                    fill(
                            slots[i],
                            names.get(i),
                            i - slots.length + defaults.size(),
                            defaults,
                            inner));
        }
        steps.add(compiler.functionBody(body, inner));
        Code.Routine routine =
                new Code.Routine(
                        compiler.source(),
                        "template",
                        line,
                        inner.function().size(),
                        Compiler.sequence(steps));
        return new Macro.Definition(name, names, slots, caller, kwargs, varargs, routine);
    }

    private static void analyze(
            Scope inner, List<Expr.Name> parameters, List<Expr> defaults, List<Stmt> body) {
        SymbolVisitor.enter(inner.symbols, parameters);
        SymbolVisitor.enter(inner.symbols, defaults);
        SymbolVisitor.enter(inner.symbols, body);
    }

    private static int slot(Scope scope, String name) {
        return scope.symbols.ref(name).index();
    }

    /** A parameter that was not given gets its default, else an undefined value. */
    private Code.Step fill(
            int slot, String name, int defaultIndex, List<Expr> defaults, Scope inner) {
        Code value =
                defaultIndex >= 0
                        ? compiler.expressions().compile(defaults.get(defaultIndex), inner)
                        : frame ->
                                frame.context
                                        .environment()
                                        .undefined(
                                                "parameter "
                                                        + PyRepr.repr(name)
                                                        + " was not provided");
        return frame -> {
            if (frame.slots[slot] == Missing.MISSING) {
                frame.slots[slot] = value.eval(frame);
            }
            return Code.Flow.NEXT;
        };
    }
}
