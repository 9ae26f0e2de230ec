package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** Every call answers what Salt's own module answers. */
class ModulesConformanceTest {
    private static final String FILE = "modules/cases.json";

    private final FileTree files = new FileTree();
    @TempDir Path scratch;

    @Test
    void callsAnswerAsInSalt() {
        Map<String, @Nullable Object> all = Conformance.read(FILE);
        PlainMinion minion = minion(all);
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(FILE, Set.of("function", "args", "kwargs", "result", "error"));
        for (Map<String, @Nullable Object> one : cases) {
            Object expected =
                    one.containsKey("error") ? "ERROR " + one.get("error") : one.get("result");
            Object actual = answer(minion, one);
            if (!Objects.equals(comparable(expected), comparable(actual))) {
                differences.add(
                        one.get("function")
                                + " "
                                + one.get("args")
                                + " "
                                + one.get("kwargs")
                                + "\n  salt "
                                + expected
                                + "\n  ours "
                                + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(280);
    }

    private @Nullable Object answer(PlainMinion minion, Map<String, @Nullable Object> one) {
        try {
            return minion.call(
                    String.valueOf(one.get("function")),
                    Conformance.list(one.get("args")),
                    Conformance.mapping(one.get("kwargs")));
        } catch (CallError e) {
            return "ERROR " + e.getMessage();
        }
    }

    /** As text with the scratch directory's name left out: numbers and order count. */
    private String comparable(@Nullable Object value) {
        return PythonText.repr(plain(value)).replace(scratch.toString(), "<scratch>");
    }

    /** As JSON holds it, which knows no OrderedDict. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, entry) -> plain.put(key, plain(entry)));
                yield plain;
            }
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(entry -> plain.add(plain(entry)));
                yield plain;
            }
            case null, default -> value;
        };
    }

    private PlainMinion minion(Map<String, @Nullable Object> all) {
        Conformance.mapping(all.get("files"))
                .forEach((path, text) -> {
                    Path file = scratch.resolve("states").resolve(path);
                    files.makeDirectories(file.resolve("..").normalize());
                    files.write(file, String.valueOf(text));
                });
        Map<String, @Nullable Object> opts = new LinkedHashMap<>();
        opts.put("id", "myapp-testing-useast1-1");
        opts.put("cachedir", scratch + "/var/cache/salt/minion");
        opts.put("hash_type", "sha256");
        opts.put("backup_mode", "");
        opts.put("file_roots", Map.of("base", List.of(scratch + "/states")));
        opts.putAll(Conformance.mapping(all.get("config")));
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        PillarModule.Compiler none =
                (minion, override, pillarenv) -> {
                    throw new UnsupportedOperationException("compiles no pillar");
                };
        functions.add(new ConfigModule().functions());
        functions.add(new PillarModule(files, none).functions());
        functions.add(new GrainsModule(files).functions());
        functions.add(new SlsutilModule(files).functions());
        functions.add(new DefaultsModule(files).functions());
        functions.add(new MatchModule().functions());
        functions.add(new TestModule(seconds -> {}).functions());
        functions.add(new HashutilModule(files).functions());
        functions.add(new RandomModule(new SplittableRandom(1)).functions());
        functions.add(
                new CpModule(
                                files,
                                uri -> {
                                    throw new AssertionError("no download here: " + uri);
                                })
                        .functions());
        functions.add(new DataModule(files).functions());
        functions.add(new SysModule(functions, Registry::ofStateFunctions).functions());
        functions.add(new SaltutilModule().functions());
        functions.add(new MineModule().functions());
        Map<Object, @Nullable Object> pillar =
                new LinkedHashMap<>(Conformance.mapping(all.get("pillar")));
        return new PlainMinion(
                opts, Conformance.mapping(all.get("grains")), pillar, files, functions);
    }
}
