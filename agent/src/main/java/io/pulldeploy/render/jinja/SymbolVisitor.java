package io.pulldeploy.render.jinja;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the names that nodes use, and enters them into a scope. */
final class SymbolVisitor {
    private Symbols symbols;

    private SymbolVisitor(Symbols symbols) {
        this.symbols = symbols;
    }

    /** Enters the names of these nodes, which stand directly in the scope. */
    static void enter(Symbols symbols, List<? extends Node> nodes) {
        SymbolVisitor visitor = new SymbolVisitor(symbols);
        nodes.forEach(visitor::visit);
    }

    /** Enters a loop's targets as parameters. */
    static void enterTarget(Symbols symbols, Expr target) {
        switch (target) {
            case Expr.Name name -> symbols.declareParameter(name.name());
            default ->
                    target.children()
                            .forEach(child -> {
                                if (child instanceof Expr inner) {
                                    enterTarget(symbols, inner);
                                }
                            });
        }
    }

    private void visit(Node node) {
        switch (node) {
            case Expr.Name name -> {
                switch (name.use()) {
                    case PARAMETER -> symbols.declareParameter(name.name());
                    case STORE -> symbols.store(name.name());
                    case LOAD -> symbols.load(name.name());
                }
            }
            case Expr.NamespaceRef ref -> symbols.load(ref.name());
            case Stmt.If test -> branches(test);
            case Stmt.Macro macro -> symbols.store(macro.name());
            case Stmt.Import node1 -> {
                visit(node1.template());
                symbols.store(node1.target());
            }
            case Stmt.FromImport node1 -> {
                visit(node1.template());
                node1.names().forEach(name -> symbols.store(name.alias()));
            }
            case Stmt.Assign assign -> {
                visit(assign.value());
                visit(assign.target());
            }
            case Stmt.For loop -> visit(loop.iterable());
            case Stmt.CallBlock block -> visit(block.call());
            case Stmt.FilterBlock block -> visit(block.filter());
            case Stmt.With with -> with.values().forEach(this::visit);
            case Stmt.AssignBlock block -> visit(block.target());
            case Stmt.Autoescape _, Stmt.Block _ -> {}
            default -> node.children().forEach(this::visit);
        }
    }

    private void branches(Stmt.If test) {
        visit(test.test());
        Symbols original = symbols;
        List<Symbols> branches = new ArrayList<>();
        for (List<? extends Stmt> branch : List.of(test.body(), test.elifs(), test.otherwise())) {
            symbols = original.copy();
            branch.forEach(this::visit);
            branches.add(symbols);
        }
        symbols = original;
        original.branchUpdate(branches);
    }

    /** Which of {@code names} the nodes use without setting them first; blocks do not count. */
    static Set<String> undeclared(List<? extends Node> nodes, Set<String> names) {
        Set<String> looked = new HashSet<>(names);
        Set<String> undeclared = new HashSet<>();
        nodes.forEach(node -> findUndeclared(node, looked, undeclared));
        return undeclared;
    }

    private static void findUndeclared(Node node, Set<String> looked, Set<String> undeclared) {
        switch (node) {
            case Expr.Name name -> {
                if (name.use() == Expr.Use.LOAD && looked.contains(name.name())) {
                    undeclared.add(name.name());
                } else {
                    looked.remove(name.name());
                }
            }
            case Stmt.Block _ -> {}
            default -> node.children().forEach(child -> findUndeclared(child, looked, undeclared));
        }
    }

    /** All nodes of a kind within these, in order. */
    static <T extends Node> List<T> findAll(List<? extends Node> nodes, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Node node : nodes) {
            if (kind.isInstance(node)) {
                found.add(kind.cast(node));
            }
            found.addAll(findAll(node.children(), kind));
        }
        return found;
    }
}
