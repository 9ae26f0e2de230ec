package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.RenderPipe;
import io.pulldeploy.render.TestHosts;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A minion of given values. */
final class PlainMinion implements Minion {
    private final Map<String, @Nullable Object> opts;
    private final Map<String, @Nullable Object> grains;
    private final Map<Object, @Nullable Object> pillar;
    private final FileTree files;
    private final Registry<ExecutionFunction> functions;
    private final Map<String, @Nullable Object> context = new LinkedHashMap<>();

    PlainMinion(
            Map<String, @Nullable Object> opts,
            Map<String, @Nullable Object> grains,
            Map<Object, @Nullable Object> pillar,
            FileTree files,
            Registry<ExecutionFunction> functions) {
        this.opts = opts;
        this.grains = grains;
        this.pillar = pillar;
        this.files = files;
        this.functions = functions;
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
    public Map<String, @Nullable Object> grains() {
        return grains;
    }

    @Override
    public Map<Object, @Nullable Object> pillar() {
        return pillar;
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        ExecutionFunction found =
                functions
                        .find(function)
                        .orElseThrow(() -> new CallError("'" + function + "' is not available."));
        return found.body().call(this, found.signature().bind(function, args, kwargs));
    }

    @Override
    public boolean hasFunction(String function) {
        return functions.find(function).isPresent();
    }

    @Override
    public SaltFiles files() {
        return new SaltFiles() {
            @Override
            public Optional<Path> find(String path, String saltenv) {
                return root(saltenv).map(root -> root.resolve(path)).filter(files::isFile);
            }

            @Override
            public List<String> list(String saltenv) {
                return root(saltenv)
                        .map(root ->
                                files.walk(root).stream()
                                        .filter(files::isFile)
                                        .map(file -> root.relativize(file).toString())
                                        .sorted()
                                        .toList())
                        .orElse(List.of());
            }

            @Override
            public List<String> environments() {
                return List.of("base");
            }
        };
    }

    private Optional<Path> root(String saltenv) {
        return opts.get("file_roots") instanceof Map<?, ?> roots
                        && roots.get(saltenv) instanceof List<?> list
                ? Optional.of(Path.of(String.valueOf(list.getFirst())))
                : Optional.empty();
    }

    @Override
    public TemplateRenderer templates() {
        return new RenderPipe(TestHosts.real(), new SplittableRandom(1), new Secrets())
                .forMinion(this);
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return context;
    }
}
