package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A statement of a template. */
public sealed interface Stmt extends Node {
    record Output(List<Expr> parts, int line) implements Stmt {}

    record If(Expr test, List<Stmt> body, List<If> elifs, List<Stmt> otherwise, int line)
            implements Stmt {}

    record For(
            Expr target,
            Expr iterable,
            List<Stmt> body,
            List<Stmt> otherwise,
            @Nullable Expr test,
            boolean recursive,
            int line)
            implements Stmt {}

    /** A definition {@code (parameters)}; the last defaults belong to the last parameters. */
    record Macro(
            String name, List<Expr.Name> parameters, List<Expr> defaults, List<Stmt> body, int line)
            implements Stmt {}

    record CallBlock(
            Expr.Call call,
            List<Expr.Name> parameters,
            List<Expr> defaults,
            List<Stmt> body,
            int line)
            implements Stmt {}

    record FilterBlock(Expr.Filter filter, List<Stmt> body, int line) implements Stmt {}

    record With(List<Expr> targets, List<Expr> values, List<Stmt> body, int line) implements Stmt {}

    record Block(String name, List<Stmt> body, boolean scoped, boolean required, int line)
            implements Stmt {}

    record Extends(Expr template, int line) implements Stmt {}

    record Include(Expr template, boolean withContext, boolean ignoreMissing, int line)
            implements Stmt {}

    record Import(Expr template, String target, boolean withContext, int line) implements Stmt {}

    record FromImport(Expr template, List<ImportedName> names, boolean withContext, int line)
            implements Stmt {}

    record ImportedName(String name, String alias) {}

    record Assign(Expr target, Expr value, int line) implements Stmt {}

    record AssignBlock(Expr target, Expr.@Nullable Filter filter, List<Stmt> body, int line)
            implements Stmt {}

    /** An expression whose value is dropped: {@code do}. */
    record Do(Expr expression, int line) implements Stmt {}

    record Autoescape(Expr enabled, List<Stmt> body, int line) implements Stmt {}

    record Break(int line) implements Stmt {}

    record Continue(int line) implements Stmt {}
}
