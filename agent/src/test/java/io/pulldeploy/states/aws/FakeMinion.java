package io.pulldeploy.states.aws;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.TemplateRenderer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A minion with options and pillar, and no files. */
public final class FakeMinion implements Minion {
    private final Map<String, @Nullable Object> opts = new LinkedHashMap<>();
    private final Map<Object, @Nullable Object> pillar = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> context = new HashMap<>();

    @Override
    public String id() {
        return "minion";
    }

    @Override
    public Map<String, @Nullable Object> opts() {
        return opts;
    }

    @Override
    public Map<String, @Nullable Object> grains() {
        return Map.of();
    }

    @Override
    public Map<Object, @Nullable Object> pillar() {
        return pillar;
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        if (!function.equals("pillar.get")) {
            throw new AssertionError(function);
        }
        return pillar.getOrDefault(args.getFirst(), "");
    }

    @Override
    public boolean hasFunction(String function) {
        return function.equals("pillar.get");
    }

    @Override
    public SaltFiles files() {
        return new SaltFiles() {
            @Override
            public Optional<Path> find(String path, String saltenv) {
                return Optional.empty();
            }

            @Override
            public List<String> list(String saltenv) {
                return List.of();
            }

            @Override
            public List<String> environments() {
                return List.of();
            }
        };
    }

    @Override
    public TemplateRenderer templates() {
        throw new AssertionError("no templates here");
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return context;
    }
}
