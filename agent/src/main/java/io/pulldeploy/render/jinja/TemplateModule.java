package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** An imported template: its macros and variables as attributes, its output as its text. */
public final class TemplateModule implements PyObject {
    private final @Nullable String name;
    private final Map<String, @Nullable Object> exported;
    private final String output;

    TemplateModule(@Nullable String name, Map<String, @Nullable Object> exported, String output) {
        this.name = name;
        this.exported = exported;
        this.output = output;
    }

    @Override
    public String typeName() {
        return "TemplateModule";
    }

    @Override
    public String description() {
        return "jinja2.environment.TemplateModule object";
    }

    @Override
    public @Nullable Object attribute(String attribute) {
        Object value = exported.get(attribute);
        if (value == null && !exported.containsKey(attribute)) {
            return attribute.equals("__name__") ? name : Missing.MISSING;
        }
        return value;
    }

    @Override
    public String str() {
        return output;
    }

    @Override
    public String repr() {
        return "<TemplateModule " + PyRepr.repr(name) + ">";
    }
}
