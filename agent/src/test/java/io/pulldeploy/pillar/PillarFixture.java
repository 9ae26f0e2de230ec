package io.pulldeploy.pillar;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.RenderContext;
import io.pulldeploy.render.RenderPipe;
import io.pulldeploy.render.SaltFunctions;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.TestHosts;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Compiles trees of pillar files, which are plain YAML, for one minion. */
final class PillarFixture {
    private final FileTree files = new FileTree();
    private final String id;
    private final Map<String, @Nullable Object> grains;

    private final RenderPipe pipe =
            new RenderPipe(TestHosts.real(), new SplittableRandom(1), new Secrets());

    PillarFixture(String id, Map<String, @Nullable Object> grains) {
        this.id = id;
        this.grains = grains;
    }

    /**
     * @param one {@code roots}: for each saltenv its directories, each with texts by path; {@code
     *     opts}, {@code before} and {@code override}
     */
    PillarResult compile(Map<String, @Nullable Object> one, Path directory) {
        Map<String, @Nullable Object> opts = new LinkedHashMap<>();
        opts.put("state_top", "salt://top.sls");
        opts.put("renderer", "jinja|yaml");
        opts.put("decrypt_pillar_renderers", List.of("gpg"));
        opts.put("pillar_roots", write(Conformance.mapping(one.get("roots")), directory));
        if (one.containsKey("opts")) {
            opts.putAll(Conformance.mapping(one.get("opts")));
        }
        AccountFiles accounts =
                new AccountFiles(
                        files,
                        command -> {
                            throw new UnsupportedOperationException(command.toString());
                        });
        Processes processes = new RealProcesses(files, accounts, System.getenv());
        PillarCompiler compiler =
                new PillarCompiler(
                        files,
                        roots -> new FilesBelow(files, roots),
                        Map.of(
                                "cmd_yaml", CommandPillar.yaml(processes),
                                "cmd_json", CommandPillar.json(processes)),
                        Map.of("gpg", (data, _) -> data));
        PillarResult made =
                compiler.compile(
                        new StillMinion(id, opts, grains),
                        (file, defaults) -> render(file, defaults, opts),
                        mapping(one.get("before")),
                        mapping(one.get("override")),
                        _ -> {});
        return new PillarResult(plain(made.pillar()), made.errors());
    }

    private static Map<Object, @Nullable Object> mapping(@Nullable Object value) {
        return value == null
                ? Map.of()
                : new LinkedHashMap<Object, @Nullable Object>(Conformance.mapping(value));
    }

    private Map<String, @Nullable Object> write(
            Map<String, @Nullable Object> roots, Path directory) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        roots.forEach((saltenv, trees) -> {
            List<String> directories = new ArrayList<>();
            for (Object tree : Conformance.list(trees)) {
                Path root = directory.resolve(saltenv.replace("_", "") + directories.size());
                files.makeDirectories(root);
                directories.add(root.toString());
                Conformance.mapping(tree)
                        .forEach((path, text) -> {
                            Path file = root.resolve(path);
                            files.makeDirectories(file.resolve("..").normalize());
                            files.write(file, String.valueOf(text));
                        });
            }
            written.put(saltenv, directories);
        });
        return written;
    }

    private @Nullable Object render(
            PillarSls file,
            Map<String, @Nullable Object> defaults,
            Map<String, @Nullable Object> opts) {
        // An include of a dot alone asks for a path with empty parts, which the found one lacks.
        int relative = Path.of(file.relativePath()).toString().length();
        String root = file.path().substring(0, file.path().length() - relative - 1);
        SaltFunctions none =
                new SaltFunctions() {
                    @Override
                    public @Nullable Object call(
                            String function,
                            List<@Nullable Object> args,
                            Map<String, @Nullable Object> kwargs) {
                        throw new CallError("'" + function + "' is not available.");
                    }

                    @Override
                    public List<String> names(String prefix) {
                        return List.of();
                    }
                };
        return pipe.render(
                new SlsSource(
                        file.text(), file.path(), file.relativePath(), file.saltenv(), file.sls()),
                new RenderContext(
                        none,
                        opts,
                        grains,
                        new LinkedHashMap<>(),
                        new FilesBelow(files, Map.of("base", List.of(root))),
                        defaults));
    }

    /** Salt's mappings stand in the files of cases as dicts, of whatever class they were. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> plain(map);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case null, default -> value;
        };
    }

    private static Map<Object, @Nullable Object> plain(Map<?, ?> map) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        map.forEach((key, item) -> dict.put(key, plain(item)));
        return dict;
    }
}
