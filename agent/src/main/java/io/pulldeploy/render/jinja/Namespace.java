package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** The object of the global {@code namespace}, whose attributes templates may set. */
final class Namespace implements PyObject {
    private final PyDict attributes;

    Namespace(PyDict attributes) {
        this.attributes = attributes;
    }

    void set(String name, @Nullable Object value) {
        attributes.put(name, value);
    }

    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public String description() {
        return "jinja2.utils.Namespace object";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public String repr() {
        return "<Namespace " + PyRepr.repr(attributes) + ">";
    }
}
