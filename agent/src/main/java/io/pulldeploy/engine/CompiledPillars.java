package io.pulldeploy.engine;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.pillar.PillarCompiler;
import io.pulldeploy.pillar.PillarRenderer;
import io.pulldeploy.pillar.PillarResult;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The minion's pillar, compiled by the pillar compiler; and once more on top of itself. */
public final class CompiledPillars implements PillarSource {
    private final PillarCompiler compiler;
    private final Function<Minion, PillarRenderer> renderers;

    /**
     * @param renderers the renderer whose templates see a minion
     */
    public CompiledPillars(PillarCompiler compiler, Function<Minion, PillarRenderer> renderers) {
        this.compiler = compiler;
        this.renderers = renderers;
    }

    @Override
    public Compiled compile(
            LocalMinion minion,
            Map<Object, @Nullable Object> before,
            Map<Object, @Nullable Object> override) {
        PillarResult result =
                compiler.compile(
                        minion, renderers.apply(minion), before, override, minion::showMeanwhile);
        return new Compiled(result.pillar(), result.errors());
    }

    /**
     * What {@code pillar.items} shows: the pillar compiled anew, by templates that see the one that
     * the minion has.
     *
     * @param pillarenv the only pillar environment to use; empty is the configured one
     */
    public Map<Object, @Nullable Object> again(
            Minion minion, Map<Object, @Nullable Object> override, Optional<String> pillarenv) {
        Minion seen =
                minion instanceof LocalMinion local && pillarenv.isPresent()
                        ? local.with(Map.of("pillarenv", pillarenv.get()), Map.of())
                        : minion;
        return compiler.compile(seen, renderers.apply(seen), minion.pillar(), override, _ -> {})
                .pillar();
    }
}
