package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A node of a parsed template. */
public sealed interface Node permits Expr, Stmt {
    int line();

    /** The nodes within this one, in Jinja2's order, which scoping depends on. */
    default List<Node> children() {
        Children all = new Children();
        switch (this) {
            case Expr.Name _, Expr.NamespaceRef _, Expr.Const _, Expr.Data _ -> {}
            case Expr.Tuple tuple -> all.with(tuple.items());
            case Expr.ListDisplay list -> all.with(list.items());
            case Expr.DictDisplay dict -> {
                for (int i = 0; i < dict.keys().size(); i++) {
                    all.with(dict.keys().get(i)).with(dict.values().get(i));
                }
            }
            case Expr.Conditional c -> all.with(c.test()).with(c.then()).with(c.otherwise());
            case Expr.Binary binary -> all.with(binary.left()).with(binary.right());
            case Expr.And and -> all.with(and.left()).with(and.right());
            case Expr.Or or -> all.with(or.left()).with(or.right());
            case Expr.Not not -> all.with(not.operand());
            case Expr.Unary unary -> all.with(unary.operand());
            case Expr.Concat concat -> all.with(concat.parts());
            case Expr.Compare compare -> all.with(compare.first()).with(compare.operands());
            case Expr.GetAttribute get -> all.with(get.owner());
            case Expr.GetItem get -> all.with(get.owner()).with(get.key());
            case Expr.Slice slice -> all.with(slice.start()).with(slice.stop()).with(slice.step());
            case Expr.Call call -> all.with(call.function()).with(call.arguments());
            case Expr.Filter filter -> all.with(filter.value()).with(filter.arguments());
            case Expr.Test test -> all.with(test.value()).with(test.arguments());
            case Stmt.Output output -> all.with(output.parts());
            case Stmt.If test ->
                    all.with(test.test())
                            .with(test.body())
                            .with(test.elifs())
                            .with(test.otherwise());
            case Stmt.For loop ->
                    all.with(loop.target())
                            .with(loop.iterable())
                            .with(loop.body())
                            .with(loop.otherwise())
                            .with(loop.test());
            case Stmt.Macro macro ->
                    all.with(macro.parameters()).with(macro.defaults()).with(macro.body());
            case Stmt.CallBlock block ->
                    all.with(block.call())
                            .with(block.parameters())
                            .with(block.defaults())
                            .with(block.body());
            case Stmt.FilterBlock block -> all.with(block.body()).with(block.filter());
            case Stmt.With with -> all.with(with.targets()).with(with.values()).with(with.body());
            case Stmt.Block block -> all.with(block.body());
            case Stmt.Extends node -> all.with(node.template());
            case Stmt.Include node -> all.with(node.template());
            case Stmt.Import node -> all.with(node.template());
            case Stmt.FromImport node -> all.with(node.template());
            case Stmt.Assign assign -> all.with(assign.target()).with(assign.value());
            case Stmt.AssignBlock block ->
                    all.with(block.target()).with(block.filter()).with(block.body());
            case Stmt.Do node -> all.with(node.expression());
            case Stmt.Autoescape node -> all.with(node.enabled()).with(node.body());
            case Stmt.Break _, Stmt.Continue _ -> {}
        }
        return all.nodes;
    }

    /** Collects children. */
    final class Children {
        private final List<Node> nodes = new ArrayList<>();

        Children with(@Nullable Node node) {
            if (node != null) {
                nodes.add(node);
            }
            return this;
        }

        Children with(Collection<? extends Node> more) {
            nodes.addAll(more);
            return this;
        }

        Children with(Expr.CallArguments arguments) {
            with(arguments.positional());
            for (Expr.Keyword keyword : arguments.keywords()) {
                with(keyword.value());
            }
            return with(arguments.star()).with(arguments.doubleStar());
        }
    }
}
