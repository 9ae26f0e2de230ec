package io.pulldeploy.pillar;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.TemplateRenderer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A minion with configuration and grains, and nothing else. */
record StillMinion(
        String id, Map<String, @Nullable Object> opts, Map<String, @Nullable Object> grains)
        implements Minion {
    @Override
    public Map<Object, @Nullable Object> pillar() {
        return Map.of();
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        throw new CallError("'" + function + "' is not available.");
    }

    @Override
    public boolean hasFunction(String function) {
        return false;
    }

    @Override
    public SaltFiles files() {
        throw new UnsupportedOperationException("no state tree");
    }

    @Override
    public TemplateRenderer templates() {
        throw new UnsupportedOperationException("no templates");
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return new LinkedHashMap<>();
    }
}
