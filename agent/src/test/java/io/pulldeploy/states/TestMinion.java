package io.pulldeploy.states;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.modules.CpModule;
import io.pulldeploy.modules.SlsutilModule;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HttpDownloads;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A minion with one state tree and a renderer that knows {@code {{ name }}} and no more. */
public final class TestMinion implements Minion {
    private static final Pattern NAME = Pattern.compile("\\{\\{ (\\w+) }}");

    /** What states call: how data is written, and what directories the tree has. */
    private final Registry<ExecutionFunction> functions =
            Registry.ofExecutionFunctions()
                    .add(new SlsutilModule(new FileTree()).functions())
                    .add(new CpModule(new FileTree(), new HttpDownloads()).functions());

    private final Path states;
    private final Map<Object, @Nullable Object> pillar;
    private final Map<String, @Nullable Object> opts = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> grains = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> context = new LinkedHashMap<>();

    public TestMinion(Path states, Map<Object, @Nullable Object> pillar, Path cache) {
        this.states = states;
        this.pillar = pillar;
        opts.put("user", "root");
        opts.put("file_roots", Map.of("base", List.of(states.toString())));
        opts.put("cachedir", cache.toString());
        grains.put("shell", "/bin/sh");
    }

    @Override
    public String id() {
        return "case";
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
        Optional<ExecutionFunction> registered = functions.find(function);
        if (registered.isPresent()) {
            return registered
                    .get()
                    .body()
                    .call(this, registered.get().signature().bind(function, args, kwargs));
        }
        if (!function.equals("pillar.get")) {
            throw new CallError("'" + function + "' is not available.");
        }
        Object value = pillar;
        for (String key : String.valueOf(args.getFirst()).split(":")) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return args.get(1);
            }
            value = map.get(key);
        }
        return value;
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
                Path file = states.resolve(path);
                return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
            }

            @Override
            public List<String> list(String saltenv) {
                try (Stream<Path> all = Files.walk(states)) {
                    return all.filter(Files::isRegularFile)
                            .map(f -> states.relativize(f).toString())
                            .sorted()
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<String> environments() {
                return List.of("base");
            }
        };
    }

    @Override
    public TemplateRenderer templates() {
        return new TemplateRenderer() {
            @Override
            public String render(
                    String engine,
                    String text,
                    String name,
                    String saltenv,
                    Map<String, @Nullable Object> context) {
                return NAME.matcher(text)
                        .replaceAll(m ->
                                Matcher.quoteReplacement(PythonText.str(context.get(m.group(1)))));
            }

            @Override
            public @Nullable Object data(
                    String standard,
                    String text,
                    String name,
                    String saltenv,
                    Map<String, @Nullable Object> context) {
                throw new AssertionError("no data is rendered here: " + name);
            }
        };
    }

    @Override
    public Map<String, @Nullable Object> context() {
        return context;
    }
}
