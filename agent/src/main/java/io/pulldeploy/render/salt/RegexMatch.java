package io.pulldeploy.render.salt;

import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySubscriptable;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;

/** Python's {@code re.Match}: what a function that replaces matches is given. */
record RegexMatch(PythonRegex regex, MatchResult match, String text) implements PySubscriptable {
    @Override
    public String typeName() {
        return "re.Match";
    }

    @Override
    public String repr() {
        return "<re.Match object; span=("
                + position(match.start())
                + ", "
                + position(match.end())
                + "), match="
                + PyValues.repr(match.group())
                + ">";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "string" -> text;
            case "group" ->
                    PyFunction.of("group", "*groups", (_, a) -> groups(PyValues.list(a[0])));
            case "groups" -> PyFunction.of("groups", "default=None", (_, a) -> all(a[0]));
            case "groupdict" -> PyFunction.of("groupdict", "default=None", (_, a) -> named(a[0]));
            case "start" ->
                    PyFunction.of("start", "group=0", (_, a) -> position(match.start(index(a[0]))));
            case "end" ->
                    PyFunction.of("end", "group=0", (_, a) -> position(match.end(index(a[0]))));
            case "span" ->
                    PyFunction.of(
                            "span",
                            "group=0",
                            (_, a) ->
                                    PyTuple.of(
                                            position(match.start(index(a[0]))),
                                            position(match.end(index(a[0])))));
            default -> Missing.MISSING;
        };
    }

    @Override
    public @Nullable Object item(@Nullable Object key) {
        return match.group(index(key));
    }

    @Override
    public boolean contains(@Nullable Object key) {
        throw Values.type("argument of type 're.Match' is not iterable");
    }

    private @Nullable Object groups(List<@Nullable Object> wanted) {
        return switch (wanted.size()) {
            case 0 -> match.group();
            case 1 -> item(wanted.getFirst());
            default -> PyTuple.copyOf(wanted.stream().map(this::item).toList());
        };
    }

    private PyTuple all(@Nullable Object missing) {
        PyList groups = new PyList();
        for (int i = 1; i <= match.groupCount(); i++) {
            String group = match.group(i);
            groups.items().add(group == null ? missing : group);
        }
        return PyTuple.copyOf(groups.items());
    }

    private PyDict named(@Nullable Object missing) {
        PyDict groups = new PyDict();
        regex.groupNames()
                .forEach((name, java) -> {
                    String found = match.group(java);
                    groups.put(name, found == null ? missing : found);
                });
        return groups;
    }

    private int index(@Nullable Object group) {
        String name = PyValues.text(group);
        String java = name == null ? null : regex.groupNames().get(name);
        if (java != null) {
            return Objects.requireNonNull(match.namedGroups().get(java));
        }
        if (!(group instanceof Long number) || number < 0 || number > match.groupCount()) {
            throw new TemplateError("IndexError", "no such group");
        }
        return number.intValue();
    }

    /** Python counts code points. */
    private Object position(int index) {
        return index < 0 ? -1L : (long) text.codePointCount(0, index);
    }
}
