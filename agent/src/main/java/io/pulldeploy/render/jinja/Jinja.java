package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jinja2 3.1.6 as a library: templates in, text out.
 *
 * <p>One instance serves a process: it keeps what it has parsed, by content, and is safe for
 * threads. {@link #with} makes a sibling with other options or another loader that shares it.
 */
public final class Jinja {
    private static final int MAX_PARSED = 2000;

    /**
     * What an environment adds to Jinja2's own filters, tests, globals and tags; a name that Jinja2
     * has is replaced.
     *
     * @param globals engine values, plain Java values, {@link PyCallable}s or {@link PyObject}s
     */
    public record Extensions(
            Map<String, PyFunction> filters,
            Map<String, PyFunction> tests,
            Map<String, @Nullable Object> globals,
            List<Tag> tags) {
        public static final Extensions NONE =
                new Extensions(Map.of(), Map.of(), Map.of(), List.of());
    }

    private record Key(JinjaOptions options, Source source) {}

    private final JinjaOptions options;
    private final TemplateLoader loader;
    private final Map<String, PyFunction> filters;
    private final Map<String, PyFunction> tests;
    private final Map<String, @Nullable Object> globals;
    private final Map<String, Tag> tags;
    private final Map<Key, Template> parsed;

    public Jinja(JinjaOptions options, TemplateLoader loader, Extensions extensions) {
        this.options = options;
        this.loader = loader;
        this.filters = merged(Filters.ALL, extensions.filters());
        this.tests = merged(Tests.ALL, extensions.tests());
        Map<String, @Nullable Object> names = new LinkedHashMap<>(Globals.ALL);
        extensions.globals().forEach((name, value) -> names.put(name, PyValues.fromJava(value)));
        this.globals = Collections.unmodifiableMap(names);
        this.tags = byName(extensions.tags());
        this.parsed = new ConcurrentHashMap<>();
    }

    private Jinja(Jinja other, JinjaOptions options, TemplateLoader loader) {
        this.options = options;
        this.loader = loader;
        this.filters = other.filters;
        this.tests = other.tests;
        this.globals = other.globals;
        this.tags = other.tags;
        this.parsed = other.parsed;
    }

    private static Map<String, PyFunction> merged(
            Map<String, PyFunction> own, Map<String, PyFunction> more) {
        Map<String, PyFunction> all = new HashMap<>(own);
        all.putAll(more);
        return Map.copyOf(all);
    }

    private static Map<String, Tag> byName(Collection<Tag> tags) {
        Map<String, Tag> named = new HashMap<>();
        tags.forEach(tag -> tag.names().forEach(name -> named.put(name, tag)));
        return Map.copyOf(named);
    }

    /** The same environment with other options. */
    public Jinja with(JinjaOptions other) {
        return new Jinja(this, other, loader);
    }

    /** The same environment with another loader. */
    public Jinja with(TemplateLoader other) {
        return new Jinja(this, options, other);
    }

    public JinjaOptions options() {
        return options;
    }

    /** The filters by name, Jinja2's own included. */
    public Map<String, PyFunction> filters() {
        return filters;
    }

    /** The tests by name, Jinja2's own included. */
    public Map<String, PyFunction> tests() {
        return tests;
    }

    /** The names that every template has, Jinja2's own included. */
    public Map<String, @Nullable Object> globals() {
        return globals;
    }

    /**
     * Renders a text. As under Salt, the context's names are globals, too: templates imported
     * without context see them.
     *
     * @param label what errors call the text
     * @param context plain Java values, {@link PyCallable}s or {@link PyObject}s by name
     * @throws TemplateError what Python would raise, or a TemplateLimitError
     */
    public String render(String text, String label, Map<String, @Nullable Object> context) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>(globals);
        context.forEach((name, value) -> names.put(name, PyValues.fromJava(value)));
        Environment environment = new Environment(this, loader, new LinkedHashMap<>(names));
        try {
            Template template = compile(new Source(text, null, label));
            StringBuilder out = new StringBuilder(text.length() * 2);
            template.run(environment.newContext(template, names), out);
            return out.toString();
        } catch (StackOverflowError e) {
            throw TemplateError.limit("the template's values or expressions are nested too deeply")
                    .within(new TemplateFrame(label, true, 1, "template"));
        }
    }

    Template compile(Source source) {
        Key key = new Key(options, source);
        Template known = parsed.get(key);
        if (known != null) {
            return known;
        }
        List<Stmt> body = new Parser(options, tags, source).parse();
        Template template = Compiler.compile(this, source, body);
        if (parsed.size() >= MAX_PARSED) {
            parsed.clear();
        }
        parsed.put(key, template);
        return template;
    }
}
