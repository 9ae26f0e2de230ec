package io.pulldeploy.render.salt;

import io.pulldeploy.render.RenderContext;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.jinja.Jinja;
import io.pulldeploy.render.jinja.JinjaOptions;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.TemplateLoader;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Jinja2 as Salt sets it up: salt.utils.templates.render_jinja_tmpl. One instance serves a process,
 * so that a template is parsed once.
 */
public final class SaltJinja {
    private static final Logger LOG = LoggerFactory.getLogger(SaltJinja.class);
    private static final JinjaOptions OPTIONS =
            JinjaOptions.DEFAULT.withPrinter(SaltPrinter::print);

    /** What Salt wraps the minion's own mappings in, as its errors show. */
    private static final PyDict.Kind PROXY =
            new PyDict.Kind("DictProxy", "salt.utils.optsdict.DictProxy object");

    private static final PyDict.Kind OPTS =
            new PyDict.Kind("OptsDict", "salt.utils.optsdict.OptsDict object");

    private final FileTree disk;
    private final Jinja jinja;

    public SaltJinja(Host host, RandomGenerator random) {
        this.disk = host.files();
        this.jinja =
                new Jinja(
                        OPTIONS,
                        TemplateLoader.none(),
                        new Jinja.Extensions(
                                SaltFilters.all(host, random),
                                SaltTests.ALL,
                                SaltGlobals.ALL,
                                SaltTags.ALL));
    }

    /** The environment itself, for listing what it has. */
    public Jinja environment() {
        return jinja;
    }

    /**
     * Renders a text.
     *
     * @throws SaltTemplateError in Salt's words
     */
    public String render(SlsSource source, RenderContext context) {
        Map<String, @Nullable Object> names = names(source, context);
        JinjaHeader header = JinjaHeader.of(source.text());
        JinjaOptions options = options(source, context, header);
        SaltTemplateLoader loader =
                new SaltTemplateLoader(
                        disk,
                        context.files(),
                        source.saltenv(),
                        context.opts().get("cachedir") instanceof String dir ? dir : "",
                        names.get("tpldir") instanceof String dir
                                ? Optional.of(dir)
                                : Optional.empty());
        try {
            String output =
                    jinja.with(options).with(loader).render(header.text(), "<template>", names);
            return output + lastLineBreak(source.text());
        } catch (TemplateError e) {
            TemplateHints hints =
                    new TemplateHints(context, jinja, names.keySet(), source.saltenv());
            throw new SaltErrors(disk, loader, hints).of(e, source, header.text());
        }
    }

    /** Jinja2 drops the last line break, and Salt puts it back. */
    private static String lastLineBreak(String text) {
        return text.endsWith("\n") ? "\n" : "";
    }

    private static Map<String, @Nullable Object> names(SlsSource source, RenderContext context) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("salt", new SaltObject(context.salt()));
        names.put("grains", kept("grains", context.grains(), context));
        names.put("opts", PyDict.of(opts(context), OPTS));
        names.put("pillar", kept("pillar", context.pillar(), context));
        names.put("saltenv", source.saltenv());
        if (!source.sls().isEmpty()) {
            names.put("sls", source.sls());
        }
        names.putAll(context.extra());
        // What is no SLS file, such as the source of file.managed, is not told where it stands.
        Object sls = names.get("sls");
        if (sls instanceof String dotted) {
            SaltNames.of(source.tplpath(), dotted).forEach(names::putIfAbsent);
            // Of proxy minions, which this is none of.
            names.putIfAbsent("proxy", new PyDict());
        }
        return names;
    }

    private static Object kept(String name, Map<?, ?> plain, RenderContext context) {
        return context.kept().computeIfAbsent(name, _ -> PyDict.of(plain, PROXY));
    }

    /** Salt's opts hold the grains and the pillar, too; few templates ask for more than one. */
    private static Map<String, @Nullable Object> opts(RenderContext context) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("grains", PyDict.of(context.grains(), PROXY));
        more.put("pillar", PyDict.of(context.pillar(), PROXY));
        return new AbstractMap<>() {
            @Override
            public boolean containsKey(Object key) {
                return more.containsKey(key) || context.opts().containsKey(key);
            }

            @Override
            public @Nullable Object get(Object key) {
                return more.containsKey(key) ? more.get(key) : context.opts().get(key);
            }

            @Override
            public Set<Entry<String, @Nullable Object>> entrySet() {
                Map<String, @Nullable Object> all = new LinkedHashMap<>(context.opts());
                all.putAll(more);
                return all.entrySet();
            }
        };
    }

    private static JinjaOptions options(
            SlsSource source, RenderContext context, JinjaHeader header) {
        Map<String, @Nullable Object> opts = context.opts();
        String section = source.sls().isEmpty() ? "jinja_env" : "jinja_sls_env";
        Map<Object, @Nullable Object> settings = new LinkedHashMap<>();
        if (opts.get(section) instanceof Map<?, ?> map) {
            settings.putAll(map);
        }
        if (Boolean.TRUE.equals(opts.get("jinja_trim_blocks"))) {
            settings.put("trim_blocks", true);
        }
        if (Boolean.TRUE.equals(opts.get("jinja_lstrip_blocks"))) {
            settings.put("lstrip_blocks", true);
        }
        settings.putAll(header.options());
        JinjaOptions options =
                Boolean.TRUE.equals(opts.get("allow_undefined"))
                        ? OPTIONS.withStrictUndefined(false)
                        : OPTIONS;
        for (Map.Entry<Object, @Nullable Object> setting : settings.entrySet()) {
            options = set(options, String.valueOf(setting.getKey()), setting.getValue());
        }
        return options;
    }

    private static JinjaOptions set(JinjaOptions options, String name, @Nullable Object value) {
        String key = name.toLowerCase(Locale.ROOT);
        boolean on = Boolean.TRUE.equals(value) || (value instanceof Long n && n != 0);
        return switch (key) {
            case "trim_blocks" -> options.withTrimBlocks(on);
            case "lstrip_blocks" -> options.withLstripBlocks(on);
            case "keep_trailing_newline" -> options.withKeepTrailingNewline(on);
            case "newline_sequence" -> options.withNewlineSequence(String.valueOf(value));
            case "block_start_string",
                    "block_end_string",
                    "variable_start_string",
                    "variable_end_string",
                    "comment_start_string",
                    "comment_end_string" ->
                    options.withDelimiter(key, String.valueOf(value));
            default -> {
                LOG.warn("Jinja2 environment {} is not recognized", key);
                yield options;
            }
        };
    }
}
