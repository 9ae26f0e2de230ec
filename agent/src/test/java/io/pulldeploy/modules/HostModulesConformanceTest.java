package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every call on the fixture's machine answers, changes and runs what it does with Salt's own
 * module.
 */
class HostModulesConformanceTest {
    private static final String FIXTURE = "host_modules/fixture.json";
    private static final String CASES = "host_modules/cases.json";

    @TempDir Path scratch;
    private final Map<String, @Nullable Object> fixture = Conformance.read(FIXTURE);

    @Test
    void callsAnswerAsInSalt() {
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        CASES,
                        Set.of(
                                "call",
                                "function",
                                "args",
                                "kwargs",
                                "result",
                                "error",
                                "ran",
                                "files"));
        FixtureMachine machine = new FixtureMachine();
        for (Map<String, @Nullable Object> one : cases) {
            String expected =
                    (one.containsKey("error") ? "ERROR " + one.get("error") : one.get("result"))
                            + " "
                            + PythonText.repr(one.get("ran"))
                            + " "
                            + PythonText.repr(one.get("files"));
            String actual = machine.answer(one);
            if (!expected.equals(actual)) {
                differences.add(one.get("call") + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(150);
    }

    /** The fixture's machine, new. */
    private final class FixtureMachine {
        private final FileTree files;
        private final List<String> ran = new ArrayList<>();
        private final Map<String, @Nullable Object> tabs = new LinkedHashMap<>();
        private final PlainMinion minion;
        private final List<Path> directories;
        private Map<String, String> before;

        FixtureMachine() {
            Path root = scratch.resolve("root");
            FakeOwnership nobody = new FakeOwnership(new FakeAccounts());
            this.files = new FileTree(root, nobody);
            new FileTree().makeDirectories(root.resolve("tmp"));
            files().forEach((name, text) -> {
                files.makeDirectories(Path.of(name).resolveSibling(""));
                files.write(Path.of(name), String.valueOf(text));
            });
            links();
            Processes programs = new Programmed();
            Host host =
                    new Host(
                            files,
                            programs,
                            new FakePackages(),
                            new FakeServices(),
                            new AccountFiles(files, programs::run),
                            new FakeHostNames("web1"),
                            Clock.fixed(
                                    Instant.ofEpochSecond((Long) fixture.get("clock")),
                                    ZoneOffset.UTC));
            Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
            FileSources sources =
                    new FileSources(
                            files,
                            _ -> {
                                throw new AssertionError("no download here");
                            });
            CommandRuns commands = new CommandRuns(host, sources);
            functions.add(new FileModule(host).functions());
            functions.add(new FileFactsModule(host).functions());
            functions.add(new FileContentsModule(host).functions());
            functions.add(new FileNodesModule(host).functions());
            functions.add(new FileSedModule(host, commands).functions());
            functions.add(new FileOwnersModule(host).functions());
            functions.add(new FileTextModule(host, commands).functions());
            functions.add(new FileSourcesModule(host, sources).functions());
            functions.add(new FileMetaModule(host).functions());
            functions.add(new CpModule(files, _ -> InputStream.nullInputStream()).functions());
            functions.add(new AccountModule(host).functions());
            functions.add(new NetworkModule(host).functions());
            functions.add(new StatusModule(host).functions());
            functions.add(new PsModule(host).functions());
            functions.add(new DigModule(host).functions());
            functions.add(new GitModule(host, commands).functions());
            functions.add(new GitRemotesModule(host, commands).functions());
            functions.add(new GitConfigModule(host, commands).functions());
            functions.add(new GitChangesModule(host, commands).functions());
            functions.add(new DiskModule(host).functions());
            functions.add(new DiskChangesModule(host).functions());
            functions.add(new PsTotalsModule(host).functions());
            functions.add(new SaltVersionModule().functions());
            functions.add(new MountModule(host).functions());
            functions.add(new SysctlModule(host).functions());
            functions.add(new AlternativesModule(host).functions());
            functions.add(new KmodModule(host).functions());
            functions.add(new SystemModule(host).functions());
            functions.add(new LocaleModule(host).functions());
            functions.add(new LowpkgModule(host).functions());
            functions.add(new PkgFactsModule(host).functions());
            functions.add(new PkgSelectionsModule(host).functions());
            functions.add(new PipModule(host, commands).functions());
            functions.add(new SlsutilModule(files).functions());
            functions.add(new PkgReposModule(host).functions());
            functions.add(new AptKeysModule(host).functions());
            functions.add(new ShadowModule(host).functions());
            functions.add(new TimezoneModule(host).functions());
            functions.add(new CronModule(host, new SplittableRandom(1)).functions());
            functions.add(new SshModule(host).functions());
            functions.add(new SshHostsModule(host).functions());
            functions.add(new ArchiveModule(host, commands).functions());
            functions.add(new HostsModule(host).functions());
            this.minion =
                    new PlainMinion(
                            Map.of("id", "web1", "cachedir", "/cache", "hash_type", "sha256"),
                            Conformance.mapping(fixture.get("grains")),
                            Map.of(),
                            files,
                            functions);
            this.directories = directories();
            this.before = regular();
        }

        private List<Path> directories() {
            return files.walk(Path.of("/")).stream()
                    .filter(path -> files.isDirectory(path) && !files.isSymlink(path))
                    .toList();
        }

        private Map<String, @Nullable Object> files() {
            return Conformance.mapping(fixture.get("files"));
        }

        String answer(Map<String, @Nullable Object> one) {
            String result;
            String function = String.valueOf(one.get("function"));
            ran.clear();
            tabs.clear();
            tabs.putAll(Conformance.mapping(fixture.get("crontabs")));
            try {
                result =
                        PythonText.repr(
                                minion.call(
                                        function,
                                        Conformance.list(one.get("args")),
                                        Conformance.mapping(one.get("kwargs"))));
            } catch (CallError e) {
                result = "ERROR " + e.getMessage();
            }
            Map<String, @Nullable Object> changes = changes();
            if (changes.isEmpty()
                    && !function.startsWith("file.")
                    && !function.startsWith("timezone.")) {
                return result + " " + PythonText.repr(ran) + " {}";
            }
            changes.keySet().forEach(this::restore);
            directories().stream()
                    .filter(directory -> !directories.contains(directory))
                    .toList()
                    .reversed()
                    .forEach(files::delete);
            directories.forEach(files::makeDirectories);
            links();
            before = regular();
            return result + " " + PythonText.repr(ran) + " " + PythonText.repr(changes);
        }

        private void links() {
            Conformance.mapping(fixture.get("links"))
                    .forEach((name, target) -> {
                        Path link = Path.of(name);
                        Path wanted = Path.of(String.valueOf(target));
                        if (!files.isSymlink(link) || !files.readLink(link).equals(wanted)) {
                            files.delete(link);
                            files.symlink(link, wanted);
                        }
                    });
        }

        private void restore(String name) {
            Object text = files().get(name);
            if (text == null) {
                files.delete(Path.of(name));
            } else {
                files.makeDirectories(Path.of(name).resolveSibling(""));
                files.write(Path.of(name), String.valueOf(text));
            }
        }

        private Map<String, @Nullable Object> changes() {
            Map<String, @Nullable Object> changes = new TreeMap<>();
            Map<String, String> now = regular();
            now.forEach((name, stat) -> {
                // Reading every file for every call would take longer than all calls together.
                if (!stat.equals(before.get(name))) {
                    String text = files.text(Path.of(name));
                    if (!text.equals(files().get(name))) {
                        changes.put(name, text);
                    }
                }
            });
            before.keySet().stream()
                    .filter(name -> !now.containsKey(name))
                    .forEach(name -> changes.put(name, null));
            return new LinkedHashMap<>(changes);
        }

        /** Every file with its number and times, which a change does not leave as they are. */
        private Map<String, String> regular() {
            Map<String, String> all = new TreeMap<>();
            Path root = files.root();
            try (Stream<Path> paths =
                    Files.find(root, Integer.MAX_VALUE, (_, stat) -> stat.isRegularFile())) {
                for (Path file : paths.toList()) {
                    BasicFileAttributes stat =
                            Files.readAttributes(file, BasicFileAttributes.class);
                    all.put(
                            "/" + root.relativize(file),
                            stat.fileKey() + " " + stat.lastModifiedTime() + " " + stat.size());
                }
                return all;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Programs that print what the fixture says; any other is noted and succeeds silently. */
        private final class Programmed implements Processes {
            @Override
            public Completed run(Command command, Listener listener) {
                List<String> words = new ArrayList<>(command.arguments());
                if (words.size() == 3 && words.get(1).equals("-c")) {
                    words = new ArrayList<>(List.of(words.get(2).split(" ")));
                }
                words.set(0, Path.of(words.getFirst()).getFileName().toString());
                if (words.getFirst().equals("crontab")) {
                    return crontab(
                            words.contains("-u") ? words.get(2) : "root",
                            words.getLast(),
                            command.input());
                }
                String line = String.join(" ", words).replace(files.root().toString() + "/", "/");
                Object known = Conformance.mapping(fixture.get("commands")).get(line);
                if (known == null) {
                    ran.add(line);
                }
                Map<String, @Nullable Object> answer =
                        known == null ? Map.of() : Conformance.mapping(known);
                Function<String, String> text = key -> String.valueOf(answer.getOrDefault(key, ""));
                boolean merged = command.mergeErrors();
                return new Completed(
                        1,
                        (int)
                                (long)
                                        (Long)
                                                Objects.requireNonNull(
                                                        answer.getOrDefault("retcode", 0L)),
                        text.apply("stdout") + (merged ? text.apply("stderr") : ""),
                        merged ? "" : text.apply("stderr"),
                        false);
            }

            private Completed crontab(String user, String last, String input) {
                if (!last.equals("-l")) {
                    String tab = last.equals("-") ? input : files.text(Path.of(last));
                    tabs.put(user, tab);
                    ran.removeIf(line -> line.startsWith("crontab "));
                    ran.add("crontab " + user + "\n" + tab);
                    return new Completed(1, 0, "", "", false);
                }
                Object text = tabs.get(user);
                return text == null
                        ? new Completed(1, 1, "", "no crontab for " + user, false)
                        : new Completed(1, 0, String.valueOf(text), "", false);
            }

            @Override
            public long start(Command command) {
                throw new UnsupportedOperationException(command.toString());
            }

            @Override
            public Optional<String> which(String program) {
                if (program.startsWith("/")) {
                    return Optional.of(program);
                }
                return Conformance.list(fixture.get("programs")).contains(program)
                        ? Optional.of("/usr/bin/" + program)
                        : Optional.empty();
            }

            @Override
            public Map<String, String> environment() {
                return Map.of("PATH", "/usr/bin");
            }
        }
    }
}
