package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.compile.SlsRenderer;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.states.TestState;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.Targets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A minion over a directory of SLS files, whose SLS files are plain YAML and whose states are those
 * of test.
 */
public final class EngineFixture {
    private final Path directory;
    private final Map<String, @Nullable Object> opts = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> grains = new LinkedHashMap<>();
    private final Map<Object, @Nullable Object> pillar = new LinkedHashMap<>();
    private final List<SlsError> pillarErrors = new ArrayList<>();
    private final Registry<StateFunction> states = Registry.ofStateFunctions();
    private final List<Long> slept = new ArrayList<>();
    private Runnable whileSleeping = () -> {};

    public EngineFixture(Path directory) {
        this.directory = directory;
        opts.put("id", "minion");
        opts.put("cachedir", directory + "/cache");
        opts.put("failhard", false);
        opts.put("state_auto_order", true);
        opts.put("top_file_merging_strategy", "merge");
        opts.put("default_top", "base");
        opts.put("file_roots", Map.of("base", List.of("base")));
        grains.put("id", "minion");
        grains.put("os", "Debian");
        grains.put("os_family", "Debian");
        grains.put("kernel", "Linux");
        grains.put("roles", List.of("web", "db"));
        states.add(new TestState(() -> true).functions());
        states.add(
                List.of(
                        new StateFunction(
                                "file.managed",
                                "Stands for a state without mod_watch.",
                                "name, contents=None, **kwargs",
                                call -> StateResult.succeeded("File " + call.name())),
                        new StateFunction(
                                "pkg.installed",
                                "Says what it would install.",
                                "name, pkgs=None, **kwargs",
                                call ->
                                        StateResult.succeeded(
                                                String.valueOf(call.args().value("pkgs")))),
                        watched("pkg.mod_watch"),
                        watched("cmd.mod_watch"),
                        watched("service.mod_watch"),
                        watched("module.mod_watch")));
    }

    private static StateFunction watched(String name) {
        return new StateFunction(
                name, "Reacts.", "name, **kwargs", call -> StateResult.succeeded(""));
    }

    public EngineFixture file(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public EngineFixture opt(String key, @Nullable Object value) {
        opts.put(key, value);
        return this;
    }

    public EngineFixture grain(String key, @Nullable Object value) {
        grains.put(key, value);
        return this;
    }

    public EngineFixture pillar(Map<?, ?> values) {
        pillar.putAll(values);
        return this;
    }

    public EngineFixture pillarError(String text) {
        pillarErrors.add(SlsError.of(text));
        return this;
    }

    public EngineFixture states(List<StateFunction> functions) {
        states.add(functions);
        return this;
    }

    /** What happens elsewhere whenever a run waits. */
    public void whileSleeping(Runnable elsewhere) {
        whileSleeping = elsewhere;
    }

    /** Seconds that runs waited between attempts. */
    public List<Long> slept() {
        return slept;
    }

    public LocalMinion minion() {
        Map<String, List<String>> roots = new LinkedHashMap<>();
        if (opts.get("file_roots") instanceof Map<?, ?> map) {
            map.forEach((saltenv, paths) ->
                    roots.put(
                            String.valueOf(saltenv),
                            ((List<?>) paths).stream().map(p -> directory + "/" + p).toList()));
        }
        FileRoots files = new FileRoots(new FileTree(), roots);
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new StateModule().functions());
        functions.add(functions());
        MinionParts parts =
                new MinionParts(
                        files,
                        files,
                        new YamlRenderers(),
                        (minion, _, override) -> {
                            Map<Object, @Nullable Object> merged = new LinkedHashMap<>(pillar);
                            merged.putAll(override);
                            return new PillarSource.Compiled(merged, pillarErrors);
                        },
                        () -> new LinkedHashMap<>(grains),
                        (minion, expression, type) ->
                                Targets.matches(
                                        expression,
                                        type,
                                        new Subject(
                                                minion.id(),
                                                minion.grains(),
                                                minion.pillar(),
                                                opts.get("nodegroups") instanceof Map<?, ?> groups
                                                        ? groups
                                                        : Map.of())),
                        functions,
                        states,
                        new FileTree(),
                        file -> {
                            throw new CallError("no other configuration than the fixture's");
                        },
                        new Secrets(),
                        Clock.systemUTC(),
                        seconds -> {
                            slept.add(seconds);
                            whileSleeping.run();
                        });
        return new LocalMinion(parts, opts, new LinkedHashMap<>(grains));
    }

    private List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "cmd.retcode",
                        "Runs a command.",
                        "cmd, **kwargs",
                        (minion, args) -> retcode(args.string("cmd"))),
                new ExecutionFunction("test.true", "True.", "", (minion, args) -> true),
                new ExecutionFunction("test.false", "False.", "", (minion, args) -> false),
                new ExecutionFunction(
                        "test.echo", "Echoes.", "text", (minion, args) -> args.value("text")),
                new ExecutionFunction(
                        "test.arg",
                        "Shows its arguments.",
                        "*args, **kwargs",
                        (minion, args) -> Map.of("args", args.varargs(), "kwargs", args.extra())),
                new ExecutionFunction(
                        "pillar.get",
                        "A pillar value.",
                        "key, default=''",
                        (minion, args) ->
                                Traverse.get(
                                        minion.pillar(),
                                        args.string("key"),
                                        args.value("default"),
                                        ":")));
    }

    private long retcode(String command) {
        try {
            return new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new CallError(command, e);
        }
    }

    private static final class YamlRenderers implements Renderers {
        @Override
        public SlsRenderer sls(Minion minion) {
            return YamlRenderers::render;
        }

        @Override
        public TemplateRenderer templates(Minion minion) {
            return new TemplateRenderer() {
                @Override
                public String render(
                        String engine,
                        String text,
                        String name,
                        String saltenv,
                        Map<String, @Nullable Object> context) {
                    return text;
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

        private static @Nullable Object render(SlsFile file, String sls) {
            try {
                return YamlLoader.load(file.text(), YamlLoader.TEXT);
            } catch (YamlError e) {
                throw new SlsException(
                        SlsError.at(
                                "Rendering SLS '%s:%s' failed: %s"
                                        .formatted(file.saltenv(), sls, e.getMessage()),
                                file.path(),
                                0,
                                "",
                                ""));
            }
        }
    }
}
