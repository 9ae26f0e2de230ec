package io.pulldeploy.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Salt's file and command states did, and what ours do. See conformance/states. */
class StateConformanceTest {
    private static final Set<String> KEYS =
            Set.of("name", "chunk", "files", "salt", "pillar", "results", "after");

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> fileStates() {
        return cases("file_cases.json");
    }

    @TestFactory
    Stream<DynamicTest> commandStates() {
        return cases("cmd_cases.json");
    }

    private Stream<DynamicTest> cases(String resource) {
        List<?> cases = (List<?>) Objects.requireNonNull(Json.parse(read(resource)));
        return cases.stream()
                .map(c -> (Map<?, ?>) Objects.requireNonNull(c))
                .map(c -> DynamicTest.dynamicTest(text(c, "name"), () -> check(c)));
    }

    private static String read(String resource) {
        try (var in =
                StateConformanceTest.class.getResourceAsStream("/conformance/states/" + resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void check(Map<?, ?> c) {
        assertThat(KEYS).as("a key that no test reads").containsAll(strings(c.keySet()));
        Path work = temporary.resolve(Integer.toString(c.hashCode(), 36));
        Path root = work.resolve("root");
        FakeAccounts accounts = new FakeAccounts();
        FileTree files = new FileTree(Path.of("/"), new FakeOwnership(accounts));
        files.makeDirectories(root);
        files.makeDirectories(work.resolve("states"));
        build(map(c, "files"), root, root, files);
        build(map(c, "salt"), work.resolve("states"), root, files);
        Host host = host(files, accounts);
        Downloads none =
                _ -> {
                    throw new AssertionError("no download here");
                };
        List<StateFunction> functions = new ArrayList<>(new FileState(host, none).functions());
        functions.addAll(new CmdState(host, none).functions());
        Map<Object, @Nullable Object> pillar = new LinkedHashMap<>(map(c, "pillar"));
        TestMinion minion = new TestMinion(work.resolve("states"), pillar, work.resolve("cache"));
        StateTestHarness harness = new StateTestHarness(functions, minion, () -> look(root, files));
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        map(c, "chunk").forEach((k, v) -> arguments.put(String.valueOf(k), filled(v, root)));
        String function = arguments.remove("state") + "." + arguments.remove("fun");
        StateTestHarness.Runs runs = harness.run(function, arguments);
        List<?> expected = (List<?>) Objects.requireNonNull(c.get("results"));
        assertThat(told(runs.test(), root)).as("test run").isEqualTo(json(expected.get(0)));
        assertThat(told(runs.real(), root)).as("real run").isEqualTo(json(expected.get(1)));
        assertThat(told(runs.again(), root)).as("second run").isEqualTo(json(expected.get(2)));
        assertThat(look(root, files)).isEqualTo(new TreeMap<>(map(c, "after")));
    }

    /** Salt handles the directories in another order in each process, so that no case has them. */
    @Test
    void recurseMakesEmptyDirectoriesWhereTheyAreWanted() {
        FakeAccounts accounts = new FakeAccounts();
        FileTree files = new FileTree(Path.of("/"), new FakeOwnership(accounts));
        Path tree = temporary.resolve("tree");
        Path target = temporary.resolve("target");
        files.makeDirectories(target.resolve("there"));
        files.makeDirectories(tree.resolve("t/empty"));
        files.write(tree.resolve("t/file"), "x\n");
        Downloads none =
                _ -> {
                    throw new AssertionError("no download here");
                };
        StateTestHarness harness =
                new StateTestHarness(
                        new FileState(host(files, accounts), none).functions(),
                        new TestMinion(tree, Map.of(), temporary.resolve("cache")),
                        () -> look(target, files));
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("name", target.toString());
        arguments.put("source", "salt://t");
        arguments.put("include_empty", true);
        StateTestHarness.Runs runs = harness.run("file.recurse", arguments);
        assertThat(runs.test().changes()).containsOnlyKeys(target + "/empty", target + "/file");
        assertThat(runs.again().changes()).isEmpty();
        assertThat(look(target, files)).containsOnlyKeys("there", "empty", "file");
    }

    private static Host host(FileTree files, FakeAccounts accounts) {
        return new Host(
                files,
                new RealProcesses(files, accounts, System.getenv()),
                new FakePackages(),
                new FakeServices(),
                accounts,
                new FakeHostNames("case"),
                Clock.systemUTC());
    }

    private static String told(StateResult result, Path root) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("result", result.outcome().value());
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(result.changes());
        changes.computeIfPresent("pid", (_, _) -> 0L);
        told.put("changes", changes);
        told.put("comment", result.comment());
        told.putAll(result.extra());
        return json(told).replace(root.toString(), "{root}");
    }

    private static String json(@Nullable Object value) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        ((Map<?, ?>) Objects.requireNonNull(value)).forEach((k, v) -> sorted.put("" + k, v));
        return Json.write(sorted, JsonStyle.SALT.withIndent(1));
    }

    private static void build(Map<?, ?> tree, Path base, Path root, FileTree files) {
        tree.forEach((path, value) -> {
            Map<?, ?> what = (Map<?, ?>) value;
            Path full = base.resolve(String.valueOf(path));
            files.makeDirectories(Objects.requireNonNull(full.getParent()));
            if (what.containsKey("link")) {
                files.symlink(full, Path.of(fill(text(what, "link"), root)));
                return;
            }
            String mode = "644";
            if (what.containsKey("dir")) {
                files.makeDirectories(full);
                mode = "755";
            } else if (what.containsKey("hex")) {
                files.write(full, HexFormat.of().parseHex(text(what, "hex")));
            } else {
                files.write(full, fill(text(what, "text"), root));
            }
            files.chmod(
                    full,
                    Integer.parseInt(what.containsKey("mode") ? text(what, "mode") : mode, 8));
        });
    }

    private static Map<String, Object> look(Path root, FileTree files) {
        Map<String, Object> seen = new TreeMap<>();
        for (Path path : files.walk(root)) {
            FileStat stat = files.lstat(path).orElseThrow();
            Map<String, Object> entry = new LinkedHashMap<>();
            if (stat.isSymlink()) {
                entry.put("link", files.readLink(path).toString().replace("" + root, "{root}"));
            } else {
                entry.put("mode", Integer.toOctalString(stat.mode()));
                if (stat.isDirectory()) {
                    entry.put("dir", true);
                } else {
                    byte[] content = files.bytes(path);
                    String text = new String(content, StandardCharsets.UTF_8);
                    if (java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content)) {
                        entry.put("text", text.replace("" + root, "{root}"));
                    } else {
                        entry.put("hex", HexFormat.of().formatHex(content));
                    }
                }
            }
            seen.put(root.relativize(path).toString(), entry);
        }
        return seen;
    }

    private static @Nullable Object filled(@Nullable Object value, Path root) {
        return switch (value) {
            case String s -> fill(s, root);
            case List<?> l -> {
                List<@Nullable Object> out = new ArrayList<>();
                l.forEach(v -> out.add(filled(v, root)));
                yield out;
            }
            case Map<?, ?> m -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                m.forEach((k, v) -> out.put(k, filled(v, root)));
                yield out;
            }
            case null -> null;
            default -> value;
        };
    }

    private static String fill(String text, Path root) {
        return text.replace("{root}", root.toString());
    }

    private static String text(Map<?, ?> map, String key) {
        return String.valueOf(map.get(key));
    }

    private static Map<?, ?> map(Map<?, ?> of, String key) {
        return of.get(key) instanceof Map<?, ?> m ? m : Map.of();
    }

    private static List<String> strings(Set<?> keys) {
        return keys.stream().map(String::valueOf).toList();
    }
}
