package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HttpDownloads;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every script of calls works on real files with real programs, and answers and leaves behind what
 * it does with Salt's own modules.
 */
class ScratchConformanceTest {
    private static final String CASES = "scratch/cases.json";

    @TempDir Path scratch;
    private final FileTree files = new FileTree();

    @Test
    void scriptsAnswerAsInSalt() {
        Map<String, @Nullable Object> sources =
                Conformance.mapping(Conformance.read(CASES).get("files"));
        List<String> differences = new ArrayList<>();
        int calls = 0;
        int number = 0;
        for (Map<String, @Nullable Object> one :
                Conformance.cases(CASES, Set.of("calls", "files"))) {
            Path root = scratch.resolve("root" + number++);
            sources.forEach((name, text) -> {
                Path file = root.resolve("states").resolve(name);
                files.makeDirectories(file.resolveSibling(""));
                files.write(file, String.valueOf(text));
            });
            Registry<ExecutionFunction> functions = functions();
            PlainMinion minion =
                    new PlainMinion(
                            Map.of(
                                    "id",
                                    "web1",
                                    "cachedir",
                                    root + "/salt/cache",
                                    "file_roots",
                                    Map.of("base", List.of(root + "/states"))),
                            Map.of("kernel", "Linux", "shell", "/bin/sh"),
                            Map.of(),
                            files,
                            functions);
            for (Object entry : Conformance.list(one.get("calls"))) {
                Map<String, @Nullable Object> call = Conformance.mapping(entry);
                String expected =
                        call.containsKey("error")
                                ? "ERROR " + call.get("error")
                                : String.valueOf(call.get("result"));
                String actual = answer(minion, call, root);
                calls++;
                if (!expected.equals(actual)) {
                    differences.add(
                            call.get("call") + "\n  salt " + expected + "\n  ours " + actual);
                }
            }
            String left = PythonText.repr(one.get("files"));
            String ours = PythonText.repr(tree(root));
            if (!left.equals(ours)) {
                differences.add(
                        "files of script " + number + "\n  salt " + left + "\n  ours " + ours);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(calls).isGreaterThan(100);
    }

    private Registry<ExecutionFunction> functions() {
        AccountFiles accounts =
                new AccountFiles(
                        files,
                        command -> {
                            throw new AssertionError("changes no accounts: " + command);
                        });
        Host host =
                new Host(
                        files,
                        new RealProcesses(files, accounts, environment()),
                        new FakePackages(),
                        new FakeServices(),
                        accounts,
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        FileSources sources = new FileSources(files, new HttpDownloads());
        CommandRuns commands = new CommandRuns(host, sources);
        return Registry.ofExecutionFunctions()
                .add(new CpModule(files, new HttpDownloads()).functions())
                .add(new FileModule(host).functions())
                .add(new FileFactsModule(host).functions())
                .add(new FileContentsModule(host).functions())
                .add(new FileNodesModule(host).functions())
                .add(new FileBackupsModule(host).functions())
                .add(new FileManagedModule(host).functions())
                .add(new FileMetaModule(host).functions())
                .add(new ManageFileModule(host).functions())
                .add(new FileSedModule(host, commands).functions())
                .add(new FileOwnersModule(host).functions())
                .add(new FileSourcesModule(host, sources).functions())
                .add(new FileTextModule(host, commands).functions())
                .add(new ArchiveModule(host, commands).functions())
                .add(new IniModule(host).functions())
                .add(new GitModule(host, commands).functions())
                .add(new GitRemotesModule(host, commands).functions())
                .add(new GitConfigModule(host, commands).functions())
                .add(new GitChangesModule(host, commands).functions())
                .add(new GitWorktreesModule(host, commands).functions());
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", "/nonexistent");
        environment.put("SHELL", "/bin/sh");
        environment.put("TZ", "UTC");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_DATE", "2026-01-02T03:04:05+0000");
            environment.put("GIT_" + who + "_NAME", "A U Thor");
            environment.put("GIT_" + who + "_EMAIL", "author@example.com");
        }
        environment.put("GIT_CONFIG_COUNT", "2");
        environment.put("GIT_CONFIG_KEY_0", "init.defaultBranch");
        environment.put("GIT_CONFIG_VALUE_0", "main");
        environment.put("GIT_CONFIG_KEY_1", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_1", "*");
        return environment;
    }

    private static String answer(
            PlainMinion minion, Map<String, @Nullable Object> call, Path root) {
        String function = String.valueOf(call.get("function"));
        try {
            Object result =
                    minion.call(
                            function,
                            Conformance.list(placed(call.get("args"), root)),
                            Conformance.mapping(placed(call.get("kwargs"), root)));
            return neutral(PythonText.repr(withoutPid(result)), root);
        } catch (CallError e) {
            return "ERROR " + neutral(String.valueOf(e.getMessage()), root);
        }
    }

    private static String neutral(String text, Path root) {
        return text.replaceAll("'/tmp/pulldeploy-managed-[^']*'", "'<temporary>'")
                .replace(root.toString(), "{root}");
    }

    /** A value of the case with the directory of this run in it. */
    private static @Nullable Object placed(@Nullable Object value, Path root) {
        return switch (value) {
            case null -> null;
            case String s -> s.replace("{root}", root.toString());
            case List<?> list -> {
                List<@Nullable Object> placed = new ArrayList<>();
                list.forEach(entry -> placed.add(placed(entry, root)));
                yield placed;
            }
            case Map<?, ?> map when map.containsKey("bytes") ->
                    String.valueOf(map.get("bytes")).getBytes(StandardCharsets.ISO_8859_1);
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> placed = new LinkedHashMap<>();
                map.forEach((key, entry) -> placed.put(placed(key, root), placed(entry, root)));
                yield placed;
            }
            default -> value;
        };
    }

    private static @Nullable Object withoutPid(@Nullable Object result) {
        if (!(result instanceof Map<?, ?> map) || !map.containsKey("pid")) {
            return result;
        }
        Map<Object, @Nullable Object> same = new LinkedHashMap<>(map);
        same.put("pid", 1L);
        return same;
    }

    private Map<String, String> tree(Path root) {
        Map<String, String> found = new TreeMap<>();
        for (Path path : files.walk(root)) {
            String name = root.relativize(path).toString();
            FileStat stat = files.lstat(path).orElseThrow();
            if (stat.isDirectory()
                    || name.matches("(states|salt)(/.*)?")
                    || name.matches("(.*/)?\\.git/.*")) {
                continue;
            }
            String content =
                    switch (stat.kind()) {
                        case FILE ->
                                stat.octal()
                                        + " "
                                        + new String(
                                                files.bytes(path), StandardCharsets.ISO_8859_1);
                        case SYMLINK -> "-> " + files.readLink(path);
                        default -> "other";
                    };
            found.put(name, content.replace(root.toString(), "{root}"));
        }
        return found;
    }
}
