package io.pulldeploy.pillar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every tree of pillar files compiles to the pillar that Salt makes of it. */
class PillarConformanceTest {
    private static final String FILE = "pillar/cases.json";

    private final FileTree files = new FileTree();
    @TempDir Path scratch;

    @Test
    void treesCompileAsInSalt() {
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        FILE, Set.of("name", "roots", "opts", "override", "before", "pillar"));
        for (Map<String, @Nullable Object> one : cases) {
            String name = String.valueOf(one.get("name"));
            Map<Object, @Nullable Object> actual = compile(one, scratch.resolve(name)).pillar();
            Map<String, @Nullable Object> expected = Conformance.mapping(one.get("pillar"));
            // Keys count in their order; JSON has neither numbers nor booleans as keys.
            if (!PythonText.repr(Conformance.mapping(actual)).equals(PythonText.repr(expected))) {
                differences.add(name + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(70);
    }

    private PillarResult compile(Map<String, @Nullable Object> one, Path directory) {
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
        Map<String, @Nullable Object> all = Conformance.read(FILE);
        return compiler.compile(
                new StillMinion(
                        String.valueOf(all.get("id")),
                        opts,
                        Conformance.mapping(all.get("grains"))),
                PillarConformanceTest::yaml,
                mapping(one.get("before")),
                mapping(one.get("override")),
                _ -> {});
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

    private static @Nullable Object yaml(PillarSls file, Map<String, @Nullable Object> defaults) {
        try {
            return YamlLoader.load(file.text(), YamlLoader.TEXT);
        } catch (YamlError e) {
            throw new SlsException(
                    SlsError.at(e.getMessage(), file.path(), e.line(), "", e.problem()));
        }
    }
}
