package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The methods of set. */
final class PySetMethods {
    static final Set<String> NAMES =
            Set.of(
                    "add",
                    "clear",
                    "copy",
                    "difference",
                    "discard",
                    "intersection",
                    "isdisjoint",
                    "issubset",
                    "issuperset",
                    "pop",
                    "remove",
                    "symmetric_difference",
                    "union",
                    "update");

    private PySetMethods() {}

    static @Nullable Object call(PySet self, String name, Arguments a) {
        String full = "set." + name;
        return switch (name) {
            case "add" -> {
                self.add(a.one(full));
                yield null;
            }
            case "discard" -> {
                self.remove(a.one(full));
                yield null;
            }
            case "remove" -> {
                Object member = a.one(full);
                if (!self.remove(member)) {
                    throw new TemplateError("KeyError", PyRepr.repr(member));
                }
                yield null;
            }
            case "clear" -> {
                a.none(full);
                PyValues.list(self).forEach(self::remove);
                yield null;
            }
            case "update" -> {
                a.args().forEach(other -> PyValues.list(other).forEach(self::add));
                yield null;
            }
            case "copy" -> {
                a.none(full);
                yield new PySet(PyValues.list(self));
            }
            case "pop" -> {
                a.none(full);
                if (self.size() == 0) {
                    throw new TemplateError("KeyError", "'pop from an empty set'");
                }
                Object member = self.iterate().next();
                self.remove(member);
                yield member;
            }
            default -> combined(self, name, a, full);
        };
    }

    private static Object combined(PySet self, String name, Arguments a, String full) {
        PySet result = new PySet(PyValues.list(self));
        return switch (name) {
            case "union" -> {
                a.args().forEach(other -> PyValues.list(other).forEach(result::add));
                yield result;
            }
            case "difference" -> {
                a.args().forEach(other -> PyValues.list(other).forEach(result::remove));
                yield result;
            }
            case "intersection" -> {
                for (Object other : a.args()) {
                    keep(result, new PySet(PyValues.list(other)));
                }
                yield result;
            }
            case "symmetric_difference" -> {
                for (Object item : PyValues.list(new PySet(PyValues.list(a.one(full))))) {
                    if (!result.add(item)) {
                        result.remove(item);
                    }
                }
                yield result;
            }
            case "isdisjoint" -> {
                keep(result, new PySet(PyValues.list(a.one(full))));
                yield result.size() == 0;
            }
            case "issubset" -> {
                keep(result, new PySet(PyValues.list(a.one(full))));
                yield result.size() == self.size();
            }
            case "issuperset" -> PyValues.list(a.one(full)).stream().allMatch(self::contains);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void keep(PySet set, PySet others) {
        List<@Nullable Object> members = new ArrayList<>(PyValues.list(set));
        members.removeIf(others::contains);
        members.forEach(set::remove);
    }
}
