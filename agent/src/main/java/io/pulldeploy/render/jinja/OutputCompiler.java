package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Compiles what is printed: texts, {@code {{ … }}}, and the blocks of {@code filter}. */
final class OutputCompiler {
    private final Compiler compiler;
    private final ExpressionCompiler expressions;

    OutputCompiler(Compiler compiler) {
        this.compiler = compiler;
        this.expressions = compiler.expressions();
    }

    void output(Stmt.Output output, Scope scope, List<Code.Step> steps) {
        if (scope.outputChecked && compiler.isSurelyExtended()) {
            return;
        }
        List<Code.Step> parts = new ArrayList<>();
        for (Expr part : output.parts()) {
            if (part instanceof Expr.Data data) {
                if (expressions.escaping().dynamic()) {
                    compiler.at(
                            data); // Text that may have to be escaped is no constant for Jinja2.
                }
                parts.add(constantly(data.text()));
            } else {
                parts.add(printing(part, scope));
            }
        }
        Code.Step all = Compiler.sequence(parts);
        if (scope.outputChecked) {
            steps.add(
                    frame -> frame.root().parentTemplate == null ? all.run(frame) : Code.Flow.NEXT);
        } else {
            steps.add(all);
        }
    }

    private static Code.Step constantly(String text) {
        return frame -> {
            frame.out.append(text);
            frame.context.environment().meter().checkOutput(frame.out);
            return Code.Flow.NEXT;
        };
    }

    private Code.Step printing(Expr part, Scope scope) {
        String constant = constantText(part);
        if (constant != null) {
            return constantly(constant);
        }
        Escaping escaping = expressions.escaping();
        int at = compiler.at(part);
        Code code = expressions.compile(part, scope);
        return frame -> {
            frame.line = at;
            frame.out.append(text(code.eval(frame), escaping.isOn(frame)));
            frame.context.environment().meter().checkOutput(frame.out);
            return Code.Flow.NEXT;
        };
    }

    /** What a constant expression prints, or null if it is none or cannot be printed. */
    private @Nullable String constantText(Expr part) {
        try {
            Object value = expressions.constant(part);
            if (value == Missing.MISSING) {
                return null;
            }
            // Jinja2 escapes a constant's str() before the printer sees it.
            return expressions.escaping().on() && !Markup.hasHtml(value)
                    ? Markup.escape(PyValues.str(value)).text()
                    : text(value, expressions.escaping().on());
        } catch (TemplateError e) {
            // It fails again, with its line, when the template comes to it.
            return null;
        }
    }

    private String text(@Nullable Object value, boolean escaped) {
        if (escaped && Markup.hasHtml(value)) {
            return Markup.escape(value).text();
        }
        String text = value instanceof String plain ? plain : compiler.printer().apply(value);
        return escaped ? Markup.escape(text).text() : text;
    }

    Code.Step filterBlock(Stmt.FilterBlock block, Scope scope) {
        Scope inner = scope.inner();
        SymbolVisitor.enter(inner.symbols, block.children());
        Code.Step enter = Compiler.enter(inner);
        Code.Step steps = compiler.body(block.body(), inner);
        int at = compiler.at(block);
        Code filter = expressions.filter(block.filter(), inner, printed());
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
            Object value = filter.eval(frame);
            frame.out = out;
            append(frame, value);
            leave.run(frame);
            return Code.Flow.NEXT;
        };
    }

    /** What a filter or set block has printed. */
    Code printed() {
        Escaping escaping = expressions.escaping();
        return frame ->
                escaping.isOn(frame) ? new Markup(frame.out.toString()) : frame.out.toString();
    }

    /** Appends a value that is text already, as Python's join would take it. */
    static void append(Frame frame, @Nullable Object value) {
        String text = PyValues.text(value);
        if (text == null) {
            throw TemplateError.type(
                    "sequence item 0: expected str instance, "
                            + PyValues.typeName(value)
                            + " found");
        }
        frame.out.append(text);
        frame.context.environment().meter().checkOutput(frame.out);
    }
}
