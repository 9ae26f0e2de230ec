package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods of dict. */
final class PyDictMethods {
    static final Set<String> NAMES =
            Set.of(
                    "clear",
                    "copy",
                    "fromkeys",
                    "get",
                    "items",
                    "keys",
                    "pop",
                    "popitem",
                    "setdefault",
                    "update",
                    "values");

    /** What an OrderedDict does of its own. */
    private static final Set<String> OF_PLACES = Set.of("popitem", "move_to_end");

    static final Set<String> ORDERED_NAMES;

    static {
        Set<String> names = new HashSet<>(NAMES);
        names.addAll(OF_PLACES);
        ORDERED_NAMES = Set.copyOf(names);
    }

    private PyDictMethods() {}

    static @Nullable Object call(PyDict self, String name, Arguments a) {
        switch (name) {
            case "get", "pop", "setdefault", "fromkeys" -> {
                if (name.equals("pop") && self.isOrdered() && a.count() == 0) {
                    throw TemplateError.type("pop() missing required argument 'key' (pos 1)");
                }
                a.between("dict", name, 1, 2);
            }
            case "update" -> {}
            default -> {
                if (!self.isOrdered() || !OF_PLACES.contains(name)) {
                    a.none("dict." + name);
                }
            }
        }
        return switch (name) {
            case "get" -> orElse(self.get(a.get(0)), a.get(1, null));
            case "items" -> new PyView(self, PyView.Kind.ITEMS);
            case "keys" -> new PyView(self, PyView.Kind.KEYS);
            case "values" -> new PyView(self, PyView.Kind.VALUES);
            case "update" -> {
                PyMethod.update(self, a, name);
                yield null;
            }
            case "setdefault" -> {
                Object value = self.get(a.get(0));
                if (value == Missing.MISSING) {
                    value = a.get(1, null);
                    self.put(a.get(0), value);
                }
                yield value;
            }
            case "pop" -> {
                Object value = self.remove(a.get(0));
                if (value == Missing.MISSING && a.count() < 2) {
                    throw new TemplateError("KeyError", PyRepr.repr(a.get(0)));
                }
                yield orElse(value, a.get(1, null));
            }
            case "popitem" -> {
                List<Map.Entry<@Nullable Object, @Nullable Object>> entries = self.entries();
                if (entries.isEmpty()) {
                    throw new TemplateError(
                            "KeyError", PyRepr.repr("popitem(): dictionary is empty"));
                }
                Map.Entry<@Nullable Object, @Nullable Object> last =
                        isLast(a, 0) ? entries.getLast() : entries.getFirst();
                self.remove(last.getKey());
                yield PyTuple.of(last.getKey(), last.getValue());
            }
            case "move_to_end" -> {
                self.move(a.get(0), isLast(a, 1));
                yield null;
            }
            case "copy" -> self.copy();
            case "clear" -> {
                self.clear();
                yield null;
            }
            case "fromkeys" -> {
                PyDict dict = new PyDict(self.kind());
                PyValues.iterate(a.get(0)).forEachRemaining(key -> dict.put(key, a.get(1, null)));
                yield dict;
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean isLast(Arguments a, int index) {
        return PyValues.truth(a.kwargs().getOrDefault("last", a.get(index, true)));
    }

    private static @Nullable Object orElse(@Nullable Object value, @Nullable Object missing) {
        return value == Missing.MISSING ? missing : value;
    }
}
