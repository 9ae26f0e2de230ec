package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** An expression of a template, with the line that Jinja2 gives it. */
public sealed interface Expr extends Node {
    /** What a name is used for. */
    enum Use {
        LOAD,
        STORE,
        PARAMETER
    }

    /** Whether this is more than a name or a literal. */
    default boolean isComputed() {
        return switch (this) {
            case Name _, NamespaceRef _, Const _, Data _, Tuple _, ListDisplay _, DictDisplay _ ->
                    false;
            case Slice _ -> false;
            case Conditional _, Binary _, And _, Or _, Not _, Unary _, Concat _, Compare _ -> true;
            case GetAttribute _, GetItem _, Call _, Filter _, Test _ -> true;
        };
    }

    record Name(String name, Use use, int line) implements Expr {}

    /** {@code namespace.attribute} as the target of an assignment. */
    record NamespaceRef(String name, String attribute, int line) implements Expr {}

    record Const(@Nullable Object value, int line) implements Expr {}

    /** Text of the template outside all tags. */
    record Data(String text, int line) implements Expr {}

    record Tuple(List<Expr> items, int line) implements Expr {}

    record ListDisplay(List<Expr> items, int line) implements Expr {}

    record DictDisplay(List<Expr> keys, List<Expr> values, int line) implements Expr {}

    record Conditional(Expr test, Expr then, @Nullable Expr otherwise, int line) implements Expr {}

    /** Operator {@code + - * / // % **}. */
    record Binary(String operator, Expr left, Expr right, int line) implements Expr {}

    record And(Expr left, Expr right, int line) implements Expr {}

    record Or(Expr left, Expr right, int line) implements Expr {}

    record Not(Expr operand, int line) implements Expr {}

    /** Operator {@code + -}. */
    record Unary(String operator, Expr operand, int line) implements Expr {}

    record Concat(List<Expr> parts, int line) implements Expr {}

    /** A chain {@code first op operand op operand …}; operators by their token's type. */
    record Compare(Expr first, List<String> operators, List<Expr> operands, int line)
            implements Expr {}

    record GetAttribute(Expr owner, String name, int line) implements Expr {}

    record GetItem(Expr owner, Expr key, int line) implements Expr {}

    record Slice(@Nullable Expr start, @Nullable Expr stop, @Nullable Expr step, int line)
            implements Expr {}

    record Call(Expr function, CallArguments arguments, int line) implements Expr {}

    /** {@code value|name(…)}; no value in a filter block. */
    record Filter(@Nullable Expr value, String name, CallArguments arguments, int line)
            implements Expr {}

    /** {@code value is name(…)}. */
    record Test(Expr value, String name, CallArguments arguments, int line) implements Expr {}

    /** What stands between the parentheses of a call. */
    record CallArguments(
            List<Expr> positional,
            List<Keyword> keywords,
            @Nullable Expr star,
            @Nullable Expr doubleStar) {
        public static final CallArguments NONE =
                new CallArguments(List.of(), List.of(), null, null);
    }

    record Keyword(String name, Expr value) {}
}
