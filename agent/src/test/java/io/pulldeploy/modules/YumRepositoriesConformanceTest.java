package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ScriptedProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every function about yum's repositories answers and writes what Salt's own does. */
class YumRepositoriesConformanceTest {
    private static final Path DIRECTORY = Path.of("/repos");

    @TempDir Path scratch;

    @Test
    void repositoriesAreReadAndWrittenAsInSalt() {
        Map<String, @Nullable Object> fixture = Conformance.read("yum_repos/fixture.json");
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        "yum_repos/cases.json",
                        Set.of("call", "function", "args", "kwargs", "result", "error", "files"));
        List<String> differences = new ArrayList<>();
        int number = 0;
        for (Map<String, @Nullable Object> one : cases) {
            String expected =
                    (one.containsKey("error") ? "ERROR " + one.get("error") : one.get("result"))
                            + " "
                            + new TreeMap<>(Conformance.mapping(one.get("files")));
            String actual = answer(one, fixture, scratch.resolve("" + number++));
            if (!expected.equals(actual)) {
                differences.add(one.get("call") + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(25);
    }

    private static String answer(
            Map<String, @Nullable Object> one, Map<String, @Nullable Object> fixture, Path root) {
        new FileTree().makeDirectories(root);
        FileTree files = new FileTree(root, new FakeOwnership(new FakeAccounts()));
        files.makeDirectories(DIRECTORY.resolve("more"));
        fixture.forEach((name, text) -> files.write(DIRECTORY.resolve(name), String.valueOf(text)));
        Host host =
                new Host(
                        files,
                        new ScriptedProcesses(),
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new PkgReposModule(host).functions());
        PlainMinion minion = new PlainMinion(Map.of(), Map.of(), Map.of(), files, functions);
        String result;
        try {
            result =
                    PythonText.repr(
                            minion.call(
                                    String.valueOf(one.get("function")),
                                    Conformance.list(one.get("args")),
                                    placed(Conformance.mapping(one.get("kwargs")))));
        } catch (CallError e) {
            result = "ERROR " + e.getMessage();
        }
        Map<String, String> after = new TreeMap<>();
        for (String directory : List.of("", "more/")) {
            Path path = DIRECTORY.resolve(directory);
            for (String name : files.list(path)) {
                if (files.isFile(path.resolve(name))) {
                    after.put(directory + name, files.text(path.resolve(name)));
                }
            }
        }
        return result.replace(DIRECTORY.toString(), "{dir}") + " " + after;
    }

    private static Map<String, @Nullable Object> placed(Map<String, @Nullable Object> named) {
        Map<String, @Nullable Object> placed = new LinkedHashMap<>(named);
        placed.computeIfPresent(
                "basedir",
                (_, value) ->
                        value instanceof List<?> list
                                ? list.stream().map(YumRepositoriesConformanceTest::placed).toList()
                                : placed(value));
        return placed;
    }

    private static String placed(Object directory) {
        return String.valueOf(directory).replace("{dir}", DIRECTORY.toString());
    }
}
