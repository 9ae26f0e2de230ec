package io.pulldeploy.cli.deploy;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.TemplateRenderer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** A minion whose states come out as a test says. */
final class FakeMinion implements Minion {
    private final Map<String, @Nullable Object> results;
    private final IntSupplier retcode;
    private final Map<String, @Nullable Object> context = new LinkedHashMap<>();

    FakeMinion(Map<String, @Nullable Object> results, IntSupplier retcode) {
        this.results = results;
        this.retcode = retcode;
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        context.put("retcode", retcode.getAsInt());
        return results;
    }

    @Override
    public String id() {
        return "myapp-testing-useast1-1";
    }

    @Override
    public Map<String, @Nullable Object> opts() {
        return Map.of();
    }

    @Override
    public Map<String, @Nullable Object> grains() {
        return Map.of("service_name", "myapp", "service_instance", "testing");
    }

    @Override
    public Map<Object, @Nullable Object> pillar() {
        return Map.of();
    }

    @Override
    public boolean hasFunction(String function) {
        return true;
    }

    @Override
    public SaltFiles files() {
        throw new IllegalStateException("no files");
    }

    @Override
    public TemplateRenderer templates() {
        throw new IllegalStateException("no templates");
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return context;
    }
}
