package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A block that a template can call: {@code self.name} and {@code super}. */
final class BlockReference implements PyInvocable {
    private final String name;
    private final Context context;
    private final List<Code.Routine> stack;
    private final int depth;

    private BlockReference(String name, Context context, List<Code.Routine> stack, int depth) {
        this.name = name;
        this.context = context;
        this.stack = stack;
        this.depth = depth;
    }

    /** {@code super} in the block {@code current}. */
    static Object parentOf(Context context, String name, Code.Routine current) {
        List<Code.Routine> stack = context.blocks.getOrDefault(name, List.of());
        int index = stack.indexOf(current) + 1;
        return index == 0 || index >= stack.size()
                ? noParent(context, name)
                : new BlockReference(name, context, stack, index);
    }

    private static Object noParent(Context context, String name) {
        return context.environment()
                .undefined("there is no parent block called " + PyRepr.repr(name) + ".");
    }

    /** {@code self}: a block by its name. */
    record Self(Context context) implements PySubscriptable, PyIterable {
        @Override
        public String typeName() {
            return "TemplateReference";
        }

        @Override
        public String description() {
            return "jinja2.runtime.TemplateReference object";
        }

        @Override
        public Object item(@Nullable Object key) {
            List<Code.Routine> stack = key instanceof String name ? context.blocks.get(name) : null;
            if (stack == null) {
                PyKey.of(key);
                throw new TemplateError("KeyError", PyRepr.repr(key));
            }
            return new BlockReference(PyRepr.str(key), context, stack, 0);
        }

        /** Python iterates what has items by number, of which this has none. */
        @Override
        public Iterator<@Nullable Object> iterate() {
            return Lazy.map(List.<@Nullable Object>of(0L).iterator(), this::item);
        }

        @Override
        public boolean contains(@Nullable Object key) {
            item(0L);
            return false;
        }

        @Override
        public String repr() {
            return "<TemplateReference "
                    + (context.templateName().isEmpty()
                            ? "None"
                            : PyRepr.repr(context.templateName()))
                    + ">";
        }
    }

    @Override
    public String typeName() {
        return "BlockReference";
    }

    @Override
    public String description() {
        return "jinja2.runtime.BlockReference object";
    }

    @Override
    public @Nullable Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name;
            case "super" ->
                    depth + 1 >= stack.size()
                            ? noParent(context, name)
                            : new BlockReference(name, context, stack, depth + 1);
            default -> Missing.MISSING;
        };
    }

    @Override
    public Object call(
            Context caller, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        StringBuilder out = new StringBuilder();
        Code.Routine routine = stack.get(depth);
        routine.run(new Frame(context, null, routine, out));
        return context.autoescape() ? new Markup(out.toString()) : out.toString();
    }
}
