package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The variable {@code loop}. */
final class LoopContext implements PyIterable, PyInvocable {
    private final Environment environment;
    private final @Nullable Object iterable;
    private final @Nullable BiFunction<@Nullable Object, Integer, Object> recurse;
    private final int depth0;
    private Iterator<@Nullable Object> iterator;
    private int index0 = -1;
    private int length = -1;
    private @Nullable Object after = Missing.MISSING;
    private @Nullable Object current = Missing.MISSING;
    private @Nullable Object before = Missing.MISSING;
    private @Nullable Object lastChanged = Missing.MISSING;

    LoopContext(
            Environment environment,
            @Nullable Object iterable,
            @Nullable BiFunction<@Nullable Object, Integer, Object> recurse,
            int depth0) {
        this.environment = environment;
        this.iterable = iterable;
        this.iterator = PyValues.iterate(iterable);
        this.recurse = recurse;
        this.depth0 = depth0;
    }

    /** The items of the loop; this object follows as they are taken. */
    Iterator<@Nullable Object> items() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return after != Missing.MISSING || iterator.hasNext();
            }

            @Override
            public @Nullable Object next() {
                Object item = after == Missing.MISSING ? iterator.next() : after;
                after = Missing.MISSING;
                index0++;
                before = current;
                current = item;
                return item;
            }
        };
    }

    private @Nullable Object peek() {
        if (after == Missing.MISSING && iterator.hasNext()) {
            after = iterator.next();
        }
        return after;
    }

    @Override
    public int length() {
        if (length >= 0) {
            return length;
        }
        boolean sized = !(iterable instanceof PyIterable known) || known.length() >= 0;
        if (sized) {
            length = PyValues.length(iterable);
        } else {
            List<@Nullable Object> rest = new ArrayList<>();
            iterator.forEachRemaining(rest::add);
            iterator = rest.iterator();
            length = rest.size() + index0 + 1 + (after == Missing.MISSING ? 0 : 1);
        }
        return length;
    }

    @Override
    public Iterator<@Nullable Object> iterate() {
        return Lazy.map(items(), item -> PyTuple.of(item, this));
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String description() {
        return "jinja2.runtime.LoopContext object";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "index" -> index0 + 1L;
            case "index0" -> (long) index0;
            case "revindex" -> (long) length() - index0;
            case "revindex0" -> (long) length() - index0 - 1;
            case "first" -> index0 == 0;
            case "last" -> peek() == Missing.MISSING;
            case "length" -> (long) length();
            case "depth" -> depth0 + 1L;
            case "depth0" -> (long) depth0;
            case "previtem" ->
                    index0 == 0 ? environment.undefined("there is no previous item") : before;
            case "nextitem" ->
                    peek() == Missing.MISSING
                            ? environment.undefined("there is no next item")
                            : peek();
            case "cycle" -> PyFunction.of("LoopContext.cycle", "@, *args", (_, a) -> cycle(a));
            case "changed" ->
                    PyFunction.of("LoopContext.changed", "@, *value", (_, a) -> changed(a[0]));
            default -> Missing.MISSING;
        };
    }

    private @Nullable Object cycle(@Nullable Object[] a) {
        List<@Nullable Object> items = PyValues.list(a[0]);
        if (items.isEmpty()) {
            throw TemplateError.type("no items for cycling given");
        }
        return items.get(index0 % items.size());
    }

    private boolean changed(@Nullable Object value) {
        if (lastChanged != Missing.MISSING && PyCompare.equal(lastChanged, value)) {
            return false;
        }
        lastChanged = value;
        return true;
    }

    @Override
    public Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Object inner = Signature.of("LoopContext.__call__", "@, iterable").bind(args, kwargs)[0];
        if (recurse == null) {
            throw TemplateError.type(
                    "The loop must have the 'recursive' marker to be called recursively.");
        }
        return recurse.apply(inner, depth0 + 1);
    }

    @Override
    public boolean truth() {
        return length() != 0;
    }

    @Override
    public String repr() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
