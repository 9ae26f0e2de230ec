package io.pulldeploy.render.jinja;

/** What the compiler knows about the place it is at: Jinja2's compile-time frame. */
final class Scope {
    final Symbols symbols;
    boolean outputChecked;
    boolean toplevel;
    boolean rootlevel;
    boolean inLoop;
    boolean inBlock;
    boolean soft;

    private Scope(Symbols symbols) {
        this.symbols = symbols;
    }

    /** The scope of a function of its own, with no names around it. */
    static Scope root() {
        return new Scope(new Symbols(null, new Symbols.Function(null)));
    }

    Scope inner() {
        return inner(symbols.function);
    }

    /** The scope of a function within this one. */
    Scope innerFunction() {
        return inner(new Symbols.Function(symbols.function));
    }

    /** A scope within this one, in a function that already has one. */
    Scope inner(Symbols.Function function) {
        Scope inner = new Scope(new Symbols(symbols, function));
        inner.outputChecked = outputChecked;
        return inner;
    }

    /** The same scope, where what fails must fail when it runs. */
    Scope soften() {
        Scope soft = new Scope(symbols.copy());
        soft.outputChecked = outputChecked;
        soft.toplevel = toplevel;
        soft.inLoop = inLoop;
        soft.inBlock = inBlock;
        soft.soft = true;
        return soft;
    }

    Symbols.Function function() {
        return symbols.function;
    }
}
