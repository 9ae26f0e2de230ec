package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Compiles what is assigned to. */
final class TargetCompiler {
    private final ExpressionCompiler expressions;

    TargetCompiler(ExpressionCompiler expressions) {
        this.expressions = expressions;
    }

    /** Where an assignment stores: a name, a namespace's attribute, or a tuple of them. */
    Code.Target compile(Expr target, Scope scope) {
        return switch (target) {
            case Expr.Name name -> {
                int index = scope.symbols.ref(name.name()).index();
                yield (frame, value) -> frame.slots[index] = value;
            }
            case Expr.NamespaceRef ref -> {
                Code owner = expressions.name(ref.name(), scope);
                String attribute = ref.attribute();
                yield (frame, value) -> {
                    if (owner.eval(frame) instanceof Namespace namespace) {
                        namespace.set(attribute, value);
                    }
                };
            }
            case Expr.Tuple tuple -> {
                List<Code.Target> targets =
                        tuple.items().stream().map(item -> compile(item, scope)).toList();
                yield (frame, value) -> unpack(targets, frame, value);
            }
            default -> throw new IllegalStateException("no target: " + target);
        };
    }

    private static void unpack(List<Code.Target> targets, Frame frame, @Nullable Object value) {
        List<@Nullable Object> values = unpack(value, targets.size());
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(frame, values.get(i));
        }
    }

    /** Exactly {@code count} values out of one. */
    static List<@Nullable Object> unpack(@Nullable Object value, int count) {
        List<@Nullable Object> values;
        try {
            values = PyValues.list(value);
        } catch (TemplateError e) {
            throw e.is("TypeError")
                    ? TemplateError.type(
                            "cannot unpack non-iterable " + PyValues.typeName(value) + " object")
                    : e;
        }
        if (values.size() < count) {
            throw TemplateError.value(
                    "not enough values to unpack (expected "
                            + count
                            + ", got "
                            + values.size()
                            + ")");
        }
        if (values.size() > count) {
            throw TemplateError.value("too many values to unpack (expected " + count + ")");
        }
        return values;
    }
}
