package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The methods of list and tuple. */
final class PyListMethods {
    static final Set<String> NAMES =
            Set.of(
                    "append", "clear", "copy", "count", "extend", "index", "insert", "pop",
                    "remove", "reverse", "sort");

    static final Set<String> TUPLE_NAMES = Set.of("count", "index");

    private PyListMethods() {}

    static @Nullable Object call(Context context, PyList self, String name, Arguments a) {
        List<@Nullable Object> items = self.items;
        String full = "list." + name;
        switch (name) {
            case "append" -> {
                items.add(a.one(full));
                Bounds.checkLength(items.size());
            }
            case "extend" -> {
                items.addAll(PyValues.list(a.one(full)));
                Bounds.checkLength(items.size());
            }
            case "insert" -> {
                a.between("list", name, 2, 2);
                long index = PyNumbers.index(a.get(0));
                long at = index < 0 ? Math.max(0, index + items.size()) : index;
                items.add((int) Math.min(at, items.size()), a.get(1));
            }
            case "remove" -> {
                int at = position(items, a.one(full), 0, items.size());
                if (at < 0) {
                    throw TemplateError.value("list.remove(x): x not in list");
                }
                items.remove(at);
            }
            case "clear" -> {
                a.none(full);
                items.clear();
            }
            case "reverse" -> {
                a.none(full);
                Collections.reverse(items);
            }
            case "sort" -> sort(context, self, a);
            case "pop" -> {
                return pop(items, a);
            }
            case "copy" -> {
                a.none(full);
                return new PyList(items);
            }
            case "count" -> {
                return count(items, a.one(full));
            }
            case "index" -> {
                return index(items, "list", a);
            }
            default -> throw new IllegalArgumentException(name);
        }
        return null;
    }

    static @Nullable Object callTuple(PyTuple self, String name, Arguments a) {
        return name.equals("count")
                ? count(self.items, a.one("tuple.count"))
                : index(self.items, "tuple", a);
    }

    private static void sort(Context context, PyList self, Arguments a) {
        if (a.count() > 0) {
            throw TemplateError.type("sort() takes no positional arguments");
        }
        @Nullable Object[] named = a.named("sort", "key", "reverse");
        boolean reverse = named[1] != Missing.MISSING && PyNumbers.index(named[1]) != 0;
        List<@Nullable Object> keys = new ArrayList<>();
        for (Object item : self.items) {
            keys.add(
                    named[0] == Missing.MISSING || named[0] == null
                            ? item
                            : PyValues.call(
                                    context,
                                    named[0],
                                    Collections.singletonList(item),
                                    java.util.Map.of()));
        }
        List<@Nullable Object> sorted = PyValues.sorted(new ArrayList<>(self.items), keys, reverse);
        self.items.clear();
        self.items.addAll(sorted);
    }

    private static @Nullable Object pop(List<@Nullable Object> items, Arguments a) {
        a.between("list", "pop", 0, 1);
        long index = PyNumbers.index(a.get(0, -1L));
        if (items.isEmpty()) {
            throw new TemplateError("IndexError", "pop from empty list");
        }
        long at = index < 0 ? index + items.size() : index;
        if (at < 0 || at >= items.size()) {
            throw new TemplateError("IndexError", "pop index out of range");
        }
        return items.remove((int) at);
    }

    private static Object count(List<? extends @Nullable Object> items, @Nullable Object wanted) {
        return items.stream().filter(item -> PyCompare.same(item, wanted)).count();
    }

    private static int position(
            List<? extends @Nullable Object> items, @Nullable Object wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (PyCompare.same(items.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static Object index(List<? extends @Nullable Object> items, String type, Arguments a) {
        a.between(type, "index", 1, 3);
        PySlice.Range range =
                new PySlice(a.get(1, 0L), a.get(2, (long) items.size()), null).of(items.size());
        int at = position(items, a.get(0), range.start(), range.start() + range.count());
        if (at < 0) {
            throw TemplateError.value(
                    type.equals("list")
                            ? PyRepr.repr(a.get(0)) + " is not in list"
                            : "tuple.index(x): x not in tuple");
        }
        return (long) at;
    }
}
