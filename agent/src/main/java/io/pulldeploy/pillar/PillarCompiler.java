package io.pulldeploy.pillar;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.PillarMask;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.TargetError;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Compiles a minion's pillar of its files, its external sources and what a caller lays over it. */
public final class PillarCompiler {
    /** What templates that ask for Salt's version are told. */
    private static final String SALT_VERSION = "3008.3";

    private static final Logger LOG = LoggerFactory.getLogger(PillarCompiler.class);

    private final FileTree files;
    private final Function<Map<String, List<String>>, SaltFiles> filesBelow;
    private final Map<String, ExternalPillar> externals;
    private final Map<String, Decrypter> decrypters;

    /**
     * @param filesBelow the files of roots by saltenv
     * @param externals the kinds of {@code ext_pillar} by name
     * @param decrypters the renderers that {@code decrypt_pillar} may name
     */
    public PillarCompiler(
            FileTree files,
            Function<Map<String, List<String>>, SaltFiles> filesBelow,
            Map<String, ExternalPillar> externals,
            Map<String, Decrypter> decrypters) {
        this.files = files;
        this.filesBelow = filesBelow;
        this.externals = Map.copyOf(externals);
        this.decrypters = Map.copyOf(decrypters);
    }

    /**
     * Compiles the pillar. The templates see {@code minion}, whose own pillar is {@code before}.
     *
     * @param before a pillar that was compiled earlier; its keys stay unless they are replaced
     * @param override laid over the pillar
     * @param meanwhile hears of a pillar that the templates of files are to see already
     */
    public PillarResult compile(
            Minion minion,
            PillarRenderer renderer,
            Map<Object, @Nullable Object> before,
            Map<Object, @Nullable Object> override,
            Consumer<Map<Object, @Nullable Object>> meanwhile) {
        return PillarMask.off(() -> unmasked(minion, renderer, before, override, meanwhile));
    }

    private PillarResult unmasked(
            Minion minion,
            PillarRenderer renderer,
            Map<Object, @Nullable Object> before,
            Map<Object, @Nullable Object> override,
            Consumer<Map<Object, @Nullable Object>> meanwhile) {
        Map<String, @Nullable Object> opts = minion.opts();
        PillarMerge merge = PillarMerge.of(opts);
        String wanted = text(opts, "pillarenv", text(opts, "saltenv", "base"));
        Map<String, List<String>> directories =
                PillarRoots.normalised(opts.get("pillar_roots"), wanted);
        PillarRoots roots = new PillarRoots(files, directories, filesBelow.apply(directories));
        List<SlsError> errors = new ArrayList<>();
        List<SlsError> topErrors = new ArrayList<>();
        PillarTop top = new PillarTop(roots, renderer, opts, topErrors);
        PillarFiles sls = new PillarFiles(roots, renderer, top, opts, errors);
        Map<Object, @Nullable Object> pillar = new LinkedHashMap<>(before);
        if (Boolean.TRUE.equals(opts.get("ext_pillar_first"))) {
            pillar.putAll(external(minion, override, override, merge, errors));
            meanwhile.accept(Collections.unmodifiableMap(pillar));
            Map<Object, @Nullable Object> rendered =
                    sls.render(matches(top, minion, pillar, topErrors), override);
            pillar.putAll(merge.merge(pillar, rendered));
        } else {
            pillar.putAll(sls.render(matches(top, minion, pillar, topErrors), override));
            pillar.putAll(external(minion, pillar, override, merge, errors));
        }
        errors.addAll(topErrors);
        if (Boolean.TRUE.equals(opts.get("pillar_opts"))) {
            pillar.put("master", configuration(opts));
        }
        if (!before.isEmpty()) {
            pillar = merge.merge(before, pillar);
        }
        if (!errors.isEmpty()) {
            pillar.put("_errors", errors.stream().map(SlsError::saltText).toList());
        }
        if (!override.isEmpty()) {
            pillar = merge.merge(pillar, override);
        }
        int found = errors.size();
        pillar =
                new LinkedHashMap<>(
                        new PillarDecryption(decrypters, opts, errors).decrypted(pillar));
        if (errors.size() > found) {
            pillar.put("_errors", errors.stream().map(SlsError::saltText).toList());
        }
        return new PillarResult(Collections.unmodifiableMap(pillar), errors);
    }

    /** What {@code pillar_opts} puts under {@code master}. */
    private static Map<String, @Nullable Object> configuration(Map<String, @Nullable Object> opts) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(opts);
        shown.remove("pillar");
        shown.put("saltversion", SALT_VERSION);
        return shown;
    }

    private static Map<String, List<String>> matches(
            PillarTop top,
            Minion minion,
            Map<Object, @Nullable Object> pillar,
            List<SlsError> errors) {
        Map<?, ?> nodegroups =
                minion.opts().get("nodegroups") instanceof Map<?, ?> groups ? groups : Map.of();
        try {
            return top.matches(new Subject(minion.id(), minion.grains(), pillar, nodegroups));
        } catch (TargetError e) {
            errors.add(SlsError.of(String.valueOf(e.getMessage())));
            return Map.of();
        }
    }

    private Map<Object, @Nullable Object> external(
            Minion minion,
            Map<Object, @Nullable Object> compiled,
            Map<Object, @Nullable Object> override,
            PillarMerge merge,
            List<SlsError> errors) {
        Object configured = minion.opts().get("ext_pillar");
        if (configured == null) {
            return compiled;
        }
        if (!(configured instanceof List<?> sources)) {
            errors.add(SlsError.of("The \"ext_pillar\" option is malformed"));
            return compiled;
        }
        Map<Object, @Nullable Object> pillar =
                override.isEmpty() ? compiled : merge.merge(compiled, override);
        List<?> excluded =
                minion.opts().get("exclude_ext_pillar") instanceof List<?> kinds
                        ? kinds
                        : List.of();
        for (Object source : sources) {
            if (!(source instanceof Map<?, ?> kinds)) {
                errors.add(SlsError.of("The \"ext_pillar\" option is malformed"));
                return Map.of();
            }
            if (!kinds.isEmpty() && excluded.contains(kinds.keySet().iterator().next())) {
                continue;
            }
            for (Map.Entry<?, ?> kind : kinds.entrySet()) {
                pillar =
                        merge.merge(
                                pillar,
                                read(
                                        minion,
                                        pillar,
                                        String.valueOf(kind.getKey()),
                                        kind.getValue(),
                                        errors));
            }
        }
        return pillar;
    }

    private Map<?, ?> read(
            Minion minion,
            Map<Object, @Nullable Object> pillar,
            String kind,
            @Nullable Object settings,
            List<SlsError> errors) {
        ExternalPillar external = externals.get(kind);
        if (external == null) {
            List<String> close = CloseNames.of(kind, externals.keySet());
            LOG.error(
                    "there is no ext_pillar {}{}",
                    kind,
                    close.isEmpty() ? "" : "; did you mean " + close.getFirst() + "?");
            return Map.of();
        }
        try {
            return external.read(minion, pillar, settings);
        } catch (CallError | Failure e) {
            errors.add(SlsError.of("Failed to load ext_pillar " + kind + ": " + e.getMessage()));
            return Map.of();
        }
    }

    private static String text(Map<String, @Nullable Object> opts, String key, String otherwise) {
        return opts.get(key) instanceof String text && !text.isEmpty() ? text : otherwise;
    }
}
