package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** A name, attribute or item that was not there; strict ones fail wherever they are used. */
public final class Undefined {
    private final boolean strict;
    private final @Nullable String hint;
    private final @Nullable Object owner;
    private final @Nullable Object name;
    private final String kind;

    private Undefined(
            boolean strict,
            @Nullable String hint,
            @Nullable Object owner,
            @Nullable Object name,
            String kind) {
        this.strict = strict;
        this.hint = hint;
        this.owner = owner;
        this.name = name;
        this.kind = kind;
    }

    /** A variable that the context does not have. */
    static Undefined name(boolean strict, String name) {
        return new Undefined(strict, null, Missing.MISSING, name, "UndefinedError");
    }

    /** An attribute or item that {@code owner} does not have. */
    static Undefined of(boolean strict, @Nullable Object owner, @Nullable Object name) {
        return new Undefined(strict, null, owner, name, "UndefinedError");
    }

    /** A value whose use fails with this message. */
    public static Undefined hint(boolean strict, String hint) {
        return new Undefined(strict, hint, Missing.MISSING, null, "UndefinedError");
    }

    static Undefined unsafe(boolean strict, @Nullable Object owner, String name) {
        String type = PyValues.typeName(owner);
        String hint =
                "access to attribute "
                        + PyRepr.repr(name)
                        + " of "
                        + PyRepr.repr(type.substring(type.lastIndexOf('.') + 1))
                        + " object is unsafe.";
        return new Undefined(strict, hint, owner, name, "SecurityError");
    }

    /** Whether printing, iterating and comparing fail, too. */
    public boolean strict() {
        return strict;
    }

    /** The error of using this value. */
    public TemplateError error() {
        return new TemplateError(kind, message());
    }

    /** The error's text. */
    public String message() {
        if (hint != null) {
            return hint;
        }
        if (owner == Missing.MISSING) {
            return PyRepr.repr(name) + " is undefined";
        }
        if (!(name instanceof String || name instanceof Markup)) {
            return PyValues.describe(owner) + " has no element " + PyRepr.repr(name);
        }
        return PyRepr.repr(PyValues.describe(owner)) + " has no attribute " + PyRepr.repr(name);
    }

    /** Fails if strict; else returns what a lenient undefined is in that use. */
    <T> T orStrict(T lenient) {
        if (strict) {
            throw error();
        }
        return lenient;
    }

    @Override
    public String toString() {
        return "Undefined";
    }
}
