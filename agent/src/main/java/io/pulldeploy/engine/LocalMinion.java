package io.pulldeploy.engine;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The machine that this process runs on, with its configuration, grains and pillar. */
public final class LocalMinion implements Minion {
    private final MinionParts parts;
    private final Map<String, @Nullable Object> opts;
    private Map<String, @Nullable Object> grains;
    private final Map<Object, @Nullable Object> pillarOverride;
    private final Map<String, @Nullable Object> context;
    private final TemplateRenderer templates;
    private PillarSource.@Nullable Compiled pillar;

    /** Whose pillar this minion's is compiled on top of. */
    private Optional<LocalMinion> caller = Optional.empty();

    private boolean compilingPillar;
    private Map<Object, @Nullable Object> meanwhile = Map.of();

    /**
     * @param opts the configuration under Salt's keys, with defaults
     */
    public LocalMinion(
            MinionParts parts,
            Map<String, @Nullable Object> opts,
            Map<String, @Nullable Object> grains) {
        this(parts, opts, grains, Map.of(), Collections.synchronizedMap(new LinkedHashMap<>()));
    }

    private LocalMinion(
            MinionParts parts,
            Map<String, @Nullable Object> opts,
            Map<String, @Nullable Object> grains,
            Map<Object, @Nullable Object> pillarOverride,
            Map<String, @Nullable Object> context) {
        this.parts = parts;
        this.opts = Collections.unmodifiableMap(new LinkedHashMap<>(opts));
        this.grains = grains;
        this.pillarOverride = pillarOverride;
        this.context = context;
        this.templates = parts.renderers().templates(this);
    }

    /**
     * This minion with other options, and with values laid over its pillar. It shares the context;
     * a pillar that is already compiled is kept if neither it nor its saltenv is touched, and is
     * what the new one is compiled on top of otherwise, as under Salt.
     */
    public LocalMinion with(
            Map<String, @Nullable Object> otherOpts, Map<Object, @Nullable Object> override) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(opts);
        merged.putAll(otherOpts);
        LocalMinion other = new LocalMinion(parts, merged, grains, override, context);
        if (override.equals(pillarOverride)
                && Objects.equals(merged.get("pillarenv"), opts.get("pillarenv"))) {
            other.pillar = pillar;
            other.caller = caller;
        } else {
            other.caller = Optional.of(this);
        }
        return other;
    }

    MinionParts parts() {
        return parts;
    }

    @Override
    public String id() {
        return String.valueOf(opts.get("id"));
    }

    @Override
    public Map<String, @Nullable Object> opts() {
        return opts;
    }

    @Override
    public synchronized Map<String, @Nullable Object> grains() {
        return grains;
    }

    @Override
    public Map<Object, @Nullable Object> pillar() {
        return compiledPillar().pillar();
    }

    /** This minion, with another one's notes for later calls. */
    LocalMinion sharing(Map<String, @Nullable Object> otherContext) {
        return new LocalMinion(parts, opts, grains, pillarOverride, otherContext);
    }

    /** What is wrong with the pillar. */
    public List<SlsError> pillarErrors() {
        return compiledPillar().errors();
    }

    /** Finds the grains out anew. */
    public synchronized void rereadGrains() {
        grains = parts.grains().get();
    }

    /** Compiles the pillar anew when it is next asked for. */
    public synchronized void forgetPillar() {
        pillar = null;
    }

    /** What the pillar's own templates see of it while it is compiled. */
    synchronized void showMeanwhile(Map<Object, @Nullable Object> part) {
        meanwhile = part;
    }

    /**
     * While the pillar is compiled, its own templates see the one that there was, or what {@code
     * ext_pillar_first} read; not even the values laid over it.
     */
    private synchronized PillarSource.Compiled compiledPillar() {
        PillarSource.Compiled compiled = pillar;
        if (compiled == null) {
            if (compilingPillar) {
                return new PillarSource.Compiled(meanwhile, List.of());
            }
            Map<Object, @Nullable Object> before = caller.map(LocalMinion::pillar).orElse(Map.of());
            compilingPillar = true;
            meanwhile = before;
            try {
                compiled = parts.pillars().compile(this, before, pillarOverride);
                pillar = compiled;
            } finally {
                compilingPillar = false;
            }
        }
        return compiled;
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Optional<ExecutionFunction> found = parts.functions().find(function);
        if (found.isEmpty()) {
            List<String> close = parts.functions().closeTo(function);
            throw new CallError(
                    "'%s' is not available.%s"
                            .formatted(
                                    function,
                                    close.isEmpty()
                                            ? ""
                                            : " Did you mean %s?"
                                                    .formatted(String.join(" or ", close))));
        }
        return found.get().body().call(this, found.get().signature().bind(function, args, kwargs));
    }

    @Override
    public List<String> functionNames(String prefix) {
        return parts.functions().names(prefix);
    }

    @Override
    public boolean hasFunction(String function) {
        return parts.functions().find(function).isPresent();
    }

    @Override
    public Optional<Signature> signature(String function) {
        return parts.functions().find(function).map(ExecutionFunction::signature);
    }

    @Override
    public SaltFiles files() {
        return parts.files();
    }

    @Override
    public TemplateRenderer templates() {
        return templates;
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return context;
    }

    /** Notes the author's mistakes for whoever reports them with their places. */
    void note(List<SlsError> mistakes) {
        context.put("sls_errors", List.copyOf(mistakes));
    }

    /** Notes the exit code that the function at work asks for. */
    void note(ExitCode code) {
        context.put("retcode", code.code());
    }
}
