package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One render's environment: its globals, the templates it has loaded, and what it has used. */
public final class Environment {
    private final Jinja jinja;
    private final TemplateLoader loader;
    private final Meter meter;
    private final Map<String, @Nullable Object> globals;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Map<Template, TemplateModule> modules = new LinkedHashMap<>();

    Environment(Jinja jinja, TemplateLoader loader, Map<String, @Nullable Object> globals) {
        this.jinja = jinja;
        this.loader = loader;
        this.globals = globals;
        this.meter = new Meter(jinja.options().limits());
    }

    public JinjaOptions options() {
        return jinja.options();
    }

    /** The filters by name. */
    public Map<String, PyFunction> filters() {
        return jinja.filters();
    }

    /** The tests by name. */
    public Map<String, PyFunction> tests() {
        return jinja.tests();
    }

    Meter meter() {
        return meter;
    }

    /** An undefined value with a message of its own. */
    public Undefined undefined(String hint) {
        return Undefined.hint(options().strictUndefined(), hint);
    }

    /** {@code owner.name}: the attribute, else the item, else undefined. */
    public @Nullable Object getattr(@Nullable Object owner, String name) {
        if (owner instanceof Undefined undefined && !Attributes.isInternal(owner, name)) {
            throw undefined.error();
        }
        Object value = Attributes.find(owner, name);
        if (value != Missing.MISSING) {
            return name.startsWith("_") ? unsafe(owner, name) : value;
        }
        if (name.startsWith("__") && Attributes.isInternal(owner, name)) {
            return unsafe(owner, name);
        }
        if (owner instanceof PyDict dict) {
            value = dict.get(name);
            return value == Missing.MISSING ? missing(owner, name) : value;
        }
        if (owner instanceof PySubscriptable object) {
            try {
                return object.item(name);
            } catch (TemplateError e) {
                if (!e.is("TypeError") && !e.is("LookupError")) {
                    throw e;
                }
            }
        }
        return missing(owner, name);
    }

    /** {@code owner[key]}: the item, else the attribute, else undefined. */
    public @Nullable Object getitem(@Nullable Object owner, @Nullable Object key) {
        if (owner instanceof PyDict dict && key instanceof String name) {
            Object value = dict.get(name);
            if (value != Missing.MISSING) {
                return value;
            }
        } else {
            try {
                return Attributes.subscript(owner, key);
            } catch (TemplateError e) {
                if (!e.is("TypeError") && !e.is("LookupError")) {
                    throw e;
                }
            }
        }
        String name = PyValues.text(key);
        if (name != null) {
            Object value = Attributes.find(owner, name);
            if (value != Missing.MISSING) {
                return name.startsWith("_") ? unsafe(owner, name) : value;
            }
            if (Attributes.isInternal(owner, name)) {
                return unsafe(owner, name);
            }
        }
        return missing(owner, key);
    }

    private Undefined missing(@Nullable Object owner, @Nullable Object name) {
        return Undefined.of(options().strictUndefined(), owner, name);
    }

    private Undefined unsafe(@Nullable Object owner, String name) {
        return Undefined.unsafe(options().strictUndefined(), owner, name);
    }

    /** Applies a filter by name, as {@code map('name')} does. */
    public @Nullable Object filter(
            Context context,
            @Nullable Object name,
            List<@Nullable Object> valueAndArgs,
            Map<String, @Nullable Object> kwargs) {
        return named(filters(), "filter", name).call(context, valueAndArgs, kwargs);
    }

    /** Applies a test by name, as {@code select('name')} does. */
    public @Nullable Object test(
            Context context,
            @Nullable Object name,
            List<@Nullable Object> valueAndArgs,
            Map<String, @Nullable Object> kwargs) {
        return named(tests(), "test", name).call(context, valueAndArgs, kwargs);
    }

    private static PyFunction named(
            Map<String, PyFunction> functions, String type, @Nullable Object name) {
        PyKey.of(name);
        String text = PyValues.text(name);
        PyFunction function = text == null ? null : functions.get(text);
        if (function == null) {
            String message = "No " + type + " named " + PyRepr.repr(name) + ".";
            throw TemplateError.runtime(
                    name instanceof Undefined undefined
                            ? message
                                    + " ("
                                    + undefined.message()
                                    + "; did you forget to quote the callable name?)"
                            : message);
        }
        return function;
    }

    /** The template of one of the names in a value: a name, or a list of candidates. */
    Template template(@Nullable Object nameOrList) {
        if (nameOrList instanceof Undefined undefined) {
            throw undefined.error();
        }
        String name = PyValues.text(nameOrList);
        return name != null ? template(name) : select(nameOrList);
    }

    private Template select(@Nullable Object names) {
        if (!PyValues.truth(names)) {
            throw new TemplateError(
                    "TemplatesNotFound", "Tried to select from an empty list of templates.");
        }
        List<String> tried = new ArrayList<>();
        for (Object candidate : PyValues.list(names)) {
            if (candidate instanceof Undefined undefined) {
                tried.add(undefined.message());
                continue;
            }
            String name = PyValues.text(candidate);
            if (name == null) {
                PyKey.of(candidate);
                throw TemplateError.noAttribute(candidate, "split");
            }
            tried.add(name);
            Optional<Template> template = find(name);
            if (template.isPresent()) {
                return template.get();
            }
        }
        // Python's error is named after the last one, which not all that can be iterated have.
        PyValues.item(names, -1L);
        throw new TemplateError(
                "TemplatesNotFound",
                "none of the templates given were found: " + String.join(", ", tried));
    }

    Template template(String name) {
        return find(name).orElseThrow(() -> new TemplateError("TemplateNotFound", name));
    }

    private Optional<Template> find(String name) {
        Template known = templates.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return loader.load(name)
                .map(loaded -> {
                    loaded.globals()
                            .forEach((key, value) -> globals.put(key, PyValues.fromJava(value)));
                    Template template =
                            jinja.compile(new Source(loaded.text(), name, loaded.path()));
                    templates.put(name, template);
                    return template;
                });
    }

    Map<String, @Nullable Object> globals() {
        return globals;
    }

    /** The module of a template imported without context; made once. */
    TemplateModule module(Template template) {
        TemplateModule known = modules.get(template);
        if (known == null) {
            known = makeModule(template, newContext(template, new LinkedHashMap<>(globals)));
            modules.put(template, known);
        }
        return known;
    }

    Context newContext(Template template, Map<String, @Nullable Object> variables) {
        Context.Escaping escaping = new Context.Escaping();
        escaping.on = options().autoescape();
        return new Context(this, variables, template.source().name(), template.blocks(), escaping);
    }

    TemplateModule makeModule(Template template, Context context) {
        StringBuilder out = new StringBuilder();
        template.run(context, out);
        return new TemplateModule(
                template.source().name(), context.exportedValues(), out.toString());
    }
}
