package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.states.TestMinion;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

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

/** Every {@code cmd} function runs real commands, and answers what Salt's own answers. */
class CommandsConformanceTest {
    private static final String CASES = "commands/cases.json";

    @TempDir Path scratch;

    @Test
    void commandsAnswerAsInSalt() {
        FileTree files = new FileTree();
        files.makeDirectories(scratch.resolve("states"));
        files.write(scratch.resolve("states/script.sh"), "#!/bin/sh\necho \"$# $1\"\nexit 3\n");
        Registry<ExecutionFunction> functions = functions(files);
        TestMinion minion = new TestMinion(scratch.resolve("states"), Map.of(), scratch);
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        CASES, Set.of("call", "function", "args", "kwargs", "result", "error"));
        for (Map<String, @Nullable Object> one : cases) {
            String expected =
                    one.containsKey("error")
                            ? "ERROR " + one.get("error")
                            : String.valueOf(one.get("result"));
            String actual = answer(functions, minion, one);
            if (!expected.equals(actual)) {
                differences.add(one.get("call") + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(80);
    }

    private static Registry<ExecutionFunction> functions(FileTree files) {
        AccountFiles accounts =
                new AccountFiles(
                        files,
                        command -> {
                            throw new AssertionError("changes no accounts: " + command);
                        });
        Host host =
                new Host(
                        files,
                        new RealProcesses(
                                files, accounts, Map.of("PATH", "/usr/bin:/bin", "HOME", "/")),
                        new FakePackages(),
                        new FakeServices(),
                        accounts,
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        CommandRuns commands =
                new CommandRuns(
                        host,
                        new FileSources(
                                files,
                                _ -> {
                                    throw new AssertionError("no download here");
                                }));
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new CmdModule(host, commands).functions());
        functions.add(new CmdProgramsModule(host, commands).functions());
        return functions;
    }

    private static String answer(
            Registry<ExecutionFunction> functions,
            TestMinion minion,
            Map<String, @Nullable Object> one) {
        ExecutionFunction function =
                functions.find(String.valueOf(one.get("function"))).orElseThrow();
        try {
            Object result =
                    function.body()
                            .call(
                                    minion,
                                    function.signature()
                                            .bind(
                                                    function.name(),
                                                    Conformance.list(one.get("args")),
                                                    Conformance.mapping(one.get("kwargs"))));
            return PythonText.repr(withoutPid(result));
        } catch (CallError e) {
            return "ERROR " + e.getMessage();
        }
    }

    private static @Nullable Object withoutPid(@Nullable Object result) {
        if (!(result instanceof Map<?, ?> map) || !map.containsKey("pid")) {
            return result;
        }
        Map<Object, @Nullable Object> same = new LinkedHashMap<>(map);
        same.computeIfPresent("pid", (_, pid) -> pid.equals(0L) ? 0L : 1L);
        return same;
    }
}
