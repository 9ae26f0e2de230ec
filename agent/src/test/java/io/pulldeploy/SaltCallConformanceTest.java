package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.cli.Logging;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.RealHost;
import io.pulldeploy.system.Signals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every command line prints, writes and exits with what salt-call does, but for what {@code
 * differences.json} tells of, with the reason.
 */
class SaltCallConformanceTest {
    /** Times and numbers of processes and jobs, and what stands for them. */
    private static final Map<String, String> VARYING = varying();

    @TempDir Path scratch;

    private final PrintStream standardError = System.err;

    @AfterEach
    void logAsBefore() {
        System.setErr(standardError);
        Logging.show("warning", new Secrets());
    }

    @Test
    void commandLinesEndAsUnderSalt() throws IOException {
        Map<String, @Nullable Object> fixture = Conformance.read("salt_call/fixture.json");
        Map<String, @Nullable Object> differences = Conformance.read("salt_call/differences.json");
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        "salt_call/cases.json",
                        Set.of("call", "words", "exit", "stdout", "says", "files"));
        List<String> wrong = new ArrayList<>();
        int number = 0;
        for (Map<String, @Nullable Object> one : cases) {
            String call = String.valueOf(one.get("call"));
            Map<String, @Nullable Object> expected = new LinkedHashMap<>(one);
            expected.remove("call");
            expected.remove("words");
            Map<String, @Nullable Object> own =
                    Conformance.mapping(differences.getOrDefault(call, Map.of()));
            own.remove("reason");
            expected.putAll(own);
            List<@Nullable Object> says = Conformance.list(expected.remove("says"));
            Map<String, @Nullable Object> actual =
                    run(
                            Conformance.list(one.get("words")),
                            fixture,
                            scratch.resolve(String.valueOf(number++)));
            String said = String.valueOf(actual.remove("stderr"));
            says.stream()
                    .filter(line -> said.lines().noneMatch(String.valueOf(line)::equals))
                    .forEach(line ->
                            wrong.add(
                                    "salt-call %s\n  salt says: %s\n  ours: %s"
                                            .formatted(call, line, said)));
            expected.putIfAbsent("files", Map.of());
            actual.putIfAbsent("files", Map.of());
            expected.forEach((what, value) -> {
                if (!String.valueOf(value).equals(String.valueOf(actual.get(what)))) {
                    wrong.add(
                            "salt-call %s\n  salt's %s: %s\n  ours: %s"
                                    .formatted(call, what, value, actual.get(what)));
                }
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).hasSizeGreaterThan(250);
    }

    private Map<String, @Nullable Object> run(
            List<@Nullable Object> given, Map<String, @Nullable Object> fixture, Path directory)
            throws IOException {
        for (Map.Entry<String, @Nullable Object> file : fixture.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path, String.valueOf(file.getValue()).replace("{dir}", directory.toString()));
        }
        List<String> words = new ArrayList<>(List.of("call"));
        given.forEach(
                word -> words.add(String.valueOf(word).replace("{dir}", directory.toString())));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        () -> false,
                        () -> false,
                        new Secrets());
        System.setErr(terminal.err());
        Logging.show("warning", terminal.secrets());
        Map<String, String> environment =
                Map.of(
                        "PATH", "/usr/bin:/bin:/usr/sbin:/sbin",
                        "HOME", "/",
                        "SHELL", "/bin/sh",
                        "LANG", "C.UTF-8",
                        "PULLDEPLOY_CONFIG_DIR", directory.resolve("etc").toString(),
                        "AWS_EC2_METADATA_DISABLED", "true");
        Machine machine =
                new Machine(
                        RealHost.of(Path.of("/"), environment, Clock.system(ZoneOffset.UTC)),
                        AwsSettings.STANDARD,
                        environment,
                        terminal.secrets(),
                        false);
        int exit =
                new Program(
                                terminal,
                                Main.allCommands(
                                        terminal, machine, new Signals(_ -> Duration.ZERO)))
                        .run(words.toArray(String[]::new));
        String stdout = normal(out.toString(UTF_8), directory);
        if (Stream.of("-d", "--doc", "--documentation").anyMatch(words::contains)) {
            // What a function is for is told in our own words.
            stdout =
                    stdout.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith(" "))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining());
        }
        Map<String, @Nullable Object> ended = new LinkedHashMap<>();
        ended.put("exit", exit);
        ended.put("stdout", stdout);
        ended.put("stderr", normal(err.toString(UTF_8), directory));
        Path made = directory.resolve("out");
        if (Files.isDirectory(made)) {
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> entries = Files.walk(made).filter(Files::isRegularFile)) {
                for (Path entry : entries.toList()) {
                    files.put(
                            made.relativize(entry).toString(),
                            normal(Files.readString(entry), directory));
                }
            }
            ended.put("files", files);
        }
        return ended;
    }

    private static String normal(String text, Path directory) {
        String normal = text.replace(directory.toString(), "{dir}");
        for (Map.Entry<String, String> entry : VARYING.entrySet()) {
            normal = normal.replaceAll(entry.getKey(), entry.getValue());
        }
        return normal;
    }

    private static Map<String, String> varying() {
        Map<String, String> varying = new LinkedHashMap<>();
        varying.put("Started: .*", "Started: T");
        varying.put("Duration: .*", "Duration: D");
        varying.put("Total run time:.*", "Total run time: D");
        varying.put("\"start_time\": \"[^\"]*\"", "\"start_time\": \"T\"");
        varying.put("\"duration\": [0-9.]+", "\"duration\": 1");
        varying.put("('start_time': )'[^']*'", "$1'T'");
        varying.put("('duration': )[0-9.]+", "$11");
        varying.put("start_time: .*", "start_time: T");
        varying.put("duration: .*", "duration: 1");
        varying.put("(start_time:\\n *).*", "$1T");
        varying.put("(duration:\\n *).*", "$11");
        varying.put("\\b[0-9]{20}\\b", "JID");
        varying.put("(pid\\W+)[0-9]+", "$1PID");
        return varying;
    }
}
