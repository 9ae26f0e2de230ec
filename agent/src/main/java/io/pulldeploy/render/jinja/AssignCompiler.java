package io.pulldeploy.render.jinja;

import java.util.ArrayList;
import java.util.List;

/** Compiles {@code set}. */
final class AssignCompiler {
    private final Compiler compiler;
    private final ExpressionCompiler expressions;

    AssignCompiler(Compiler compiler) {
        this.compiler = compiler;
        this.expressions = compiler.expressions();
    }

    Code.Step assign(Stmt.Assign assign, Scope scope) {
        int before = compiler.line();
        List<Code> namespaces = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        for (Expr.NamespaceRef ref :
                SymbolVisitor.findAll(List.of(assign.target()), Expr.NamespaceRef.class)) {
            if (!checked.contains(ref.name())) {
                checked.add(ref.name());
                namespaces.add(expressions.compile(ref, scope));
            }
        }
        int at = compiler.at(assign);
        Code value = expressions.compile(assign.value(), scope);
        Code.Target target = new TargetCompiler(expressions).compile(assign.target(), scope);
        Code.Step export = export(assign.target(), scope);
        return frame -> {
            for (Code namespace : namespaces) {
                if (!(namespace.eval(frame) instanceof Namespace)) {
                    frame.line = before;
                    throw TemplateError.runtime("cannot assign attribute on non-namespace object");
                }
            }
            frame.line = at;
            target.set(frame, value.eval(frame));
            return export.run(frame);
        };
    }

    Code.Step assignBlock(Stmt.AssignBlock block, Scope scope) {
        Scope inner = scope.inner();
        inner.outputChecked = false;
        SymbolVisitor.enter(inner.symbols, block.body());
        Expr.Filter filter = block.filter();
        if (filter != null) {
            SymbolVisitor.enter(inner.symbols, List.of(filter));
        }
        Code.Step enter = Compiler.enter(inner);
        Code.Step steps = compiler.body(block.body(), inner);
        int at = compiler.at(block);
        Code.Target target = new TargetCompiler(expressions).compile(block.target(), scope);
        Code value =
                filter == null
                        ? new OutputCompiler(compiler).printed()
                        : expressions.filter(filter, inner, new OutputCompiler(compiler).printed());
        Code.Step export = export(block.target(), scope);
        Code.Step leave = Compiler.leave(inner);
        return frame -> {
            enter.run(frame);
            StringBuilder out = frame.out;
            frame.out = new StringBuilder();
            Code.Flow flow = steps.run(frame);
            if (flow != Code.Flow.NEXT) {
                frame.out = out;
                return flow;
            }
            frame.line = at;
            Object result = value.eval(frame);
            frame.out = out;
            if (frame.context.autoescape() && !(result instanceof Markup)) {
                result = new Markup(PyRepr.str(result));
            }
            target.set(frame, result);
            export.run(frame);
            leave.run(frame);
            return Code.Flow.NEXT;
        };
    }

    /** What a template's own level sets becomes visible to blocks and importing templates. */
    private static Code.Step export(Expr target, Scope scope) {
        if (!scope.toplevel) {
            return _ -> Code.Flow.NEXT;
        }
        List<Expr.Name> names = SymbolVisitor.findAll(List.of(target), Expr.Name.class);
        List<Code.Step> steps = new ArrayList<>();
        for (Expr.Name name : names) {
            steps.add(Compiler.publish(name.name(), scope, true));
        }
        return Compiler.sequence(steps);
    }
}
