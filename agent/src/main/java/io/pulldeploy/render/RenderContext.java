package io.pulldeploy.render;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.SaltFiles;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a template sees of the machine. All values are plain; mappings are read when the template
 * reads them.
 *
 * @param files where templates that others import are found: the state tree, or the pillar's
 * @param extra further names; they win over Salt's own
 * @param kept the mappings that SLS files have changed, by name: one that is rendered later with
 *     the same context sees the change, as under Salt
 * @param stateConf what files of the renderer of that name have set
 */
public record RenderContext(
        SaltFunctions salt,
        Map<String, @Nullable Object> opts,
        Map<String, @Nullable Object> grains,
        Map<?, ?> pillar,
        SaltFiles files,
        Map<String, @Nullable Object> extra,
        Map<String, Object> kept,
        StateConf.Known stateConf) {
    public RenderContext {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    public RenderContext(
            SaltFunctions salt,
            Map<String, @Nullable Object> opts,
            Map<String, @Nullable Object> grains,
            Map<?, ?> pillar,
            SaltFiles files,
            Map<String, @Nullable Object> extra) {
        this(
                salt,
                opts,
                grains,
                pillar,
                files,
                extra,
                new LinkedHashMap<>(),
                new StateConf.Known());
    }

    public static RenderContext of(Minion minion) {
        return new RenderContext(
                SaltFunctions.of(minion),
                minion.opts(),
                minion.grains(),
                minion.pillar(),
                minion.files(),
                Map.of());
    }

    public RenderContext withExtra(Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(extra);
        all.putAll(more);
        return new RenderContext(salt, opts, grains, pillar, files, all, kept, stateConf);
    }

    /** An option's text; empty if it is unset. */
    String option(String name) {
        return opts.get(name) instanceof String text ? text : "";
    }
}
