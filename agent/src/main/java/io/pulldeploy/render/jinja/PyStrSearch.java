package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The methods of str that look for other texts, within a range. */
final class PyStrSearch {
    private PyStrSearch() {}

    private static PySlice.Range range(String self, Arguments a) {
        return new PySlice(a.get(1, null), a.get(2, null), null).of(PyStr.length(self));
    }

    /** Whether a start argument lies past the end, where even an empty string is not found. */
    private static boolean startsPastEnd(String self, Arguments a) {
        return a.get(1, null) instanceof Long start && start > PyStr.length(self);
    }

    private static String within(String self, PySlice.Range range) {
        int from = PyStr.offset(self, Math.min(range.start(), PyStr.length(self)));
        return self.substring(from, self.offsetByCodePoints(from, range.count()));
    }

    static Object find(String self, String name, Arguments a) {
        a.parsed(name, 1, 3);
        String part = Arguments.text(a.get(0));
        PySlice.Range range = range(self, a);
        String within = within(self, range);
        int at = name.startsWith("r") ? within.lastIndexOf(part) : within.indexOf(part);
        if (at < 0 || startsPastEnd(self, a)) {
            if (name.endsWith("index")) {
                throw TemplateError.value("substring not found");
            }
            return -1L;
        }
        return (long) range.start() + PyStr.index(within, at);
    }

    static Object count(String self, Arguments a) {
        a.parsed("count", 1, 3);
        String part = Arguments.text(a.get(0));
        String within = within(self, range(self, a));
        if (startsPastEnd(self, a)) {
            return 0L;
        }
        if (part.isEmpty()) {
            return PyStr.length(within) + 1L;
        }
        return (long) PyStr.split(within, part, -1).size() - 1;
    }

    static Object startsOrEnds(String self, String name, Arguments a) {
        a.parsed(name, 1, 3);
        PySlice.Range range = range(self, a);
        String within = within(self, range);
        boolean past = startsPastEnd(self, a);
        List<? extends @Nullable Object> parts =
                a.get(0) instanceof PyTuple tuple ? tuple.items : null;
        if (parts == null) {
            String part = PyValues.text(a.get(0));
            if (part == null) {
                throw TemplateError.type(
                        name
                                + " first arg must be str or a tuple of str, not "
                                + PyValues.typeName(a.get(0)));
            }
            return !past
                    && (name.startsWith("s") ? within.startsWith(part) : within.endsWith(part));
        }
        for (Object item : parts) {
            String part = PyValues.text(item);
            if (part == null) {
                throw TemplateError.type(
                        "tuple for "
                                + name
                                + " must only contain str, not "
                                + PyValues.typeName(item));
            }
            if (!past && (name.startsWith("s") ? within.startsWith(part) : within.endsWith(part))) {
                return true;
            }
        }
        return false;
    }
}
