package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.RealHost;
import io.pulldeploy.system.Signals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** Whole trees, on several systems: the program compiles them to what Salt compiles them to. */
class TreesConformanceTest {
    @TempDir private Path scratch;

    @Test
    void treesCompileAsUnderSalt() throws IOException {
        Map<String, @Nullable Object> systems = Conformance.read("trees/grains.json");
        List<@Nullable Object> answers =
                Conformance.list(Conformance.read("trees/cases.json").get("answers"));
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        "trees/cases.json", Set.of("tree", "system", "call", "exit", "answer"));
        List<String> wrong = new ArrayList<>();
        for (Map<String, @Nullable Object> one : cases) {
            String name = one.get("tree") + "-" + one.get("system");
            Path tree = scratch.resolve(name);
            if (!Files.exists(tree)) {
                layOut(tree, String.valueOf(one.get("tree")), systems.get(one.get("system")));
            }
            String call = String.valueOf(one.get("call"));
            String expected =
                    one.get("exit") + " " + answers.get(Math.toIntExact((Long) one.get("answer")));
            String actual = answer(tree, words(call));
            // Where nothing compiles, state.show_lowstate exits 0 under Salt.
            boolean mistaken = call.startsWith("state.show_lowstate") && actual.startsWith("1 [");
            if (!normal(expected).equals(mistaken ? "0" + actual.substring(1) : actual)) {
                wrong.add(name + ": " + call + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
        assertThat(cases).hasSizeGreaterThan(400);
    }

    /** As our JSON library writes it. */
    private static String normal(String answer) {
        int space = answer.indexOf(' ');
        return answer.substring(0, space + 1)
                + Conformance.text(Conformance.json(answer.substring(space + 1)));
    }

    private static void layOut(Path tree, String name, @Nullable Object grains) throws IOException {
        String text;
        try (InputStream in =
                TreesConformanceTest.class.getResourceAsStream(
                        "/conformance/trees/" + name + ".tree")) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        String[] files = text.split("(?m)^>>>> ");
        Map<Object, @Nullable Object> minion = new LinkedHashMap<>();
        minion.put("id", "web1.example.com");
        minion.put("root_dir", tree + "/root");
        minion.put("file_client", "local");
        minion.put("file_roots", Map.of("base", List.of(tree + "/states")));
        minion.put("pillar_roots", Map.of("base", List.of(tree + "/pillar")));
        minion.put("grains", grains);
        for (String line : files[0].lines().toList()) {
            if (line.startsWith("#@ minion: ")) {
                Object more =
                        YamlLoader.load(line.substring("#@ minion: ".length()), YamlLoader.TEXT);
                ((Map<?, ?>) more).forEach(minion::put);
            }
        }
        write(tree.resolve("etc/minion"), Conformance.text(minion), tree);
        for (String file : List.of(files).subList(1, files.length)) {
            int line = file.indexOf('\n');
            write(tree.resolve(file.substring(0, line)), file.substring(line + 1), tree);
        }
    }

    private static void write(Path path, String text, Path tree) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text.replace("@DIR@", tree.toString()));
    }

    /** The words of a command line, in which single quotes hold spaces together. */
    private static List<String> words(String call) {
        List<String> words = new ArrayList<>();
        for (String part : call.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
            words.add(part.replace("'", ""));
        }
        return words;
    }

    private static String answer(Path tree, List<String> call) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        () -> false,
                        () -> false,
                        new Secrets());
        Map<String, String> environment =
                Map.of("PATH", "/usr/bin:/bin", "HOME", "/", "AWS_EC2_METADATA_DISABLED", "true");
        Machine machine =
                new Machine(
                        RealHost.of(Path.of("/"), environment, Clock.system(ZoneOffset.UTC)),
                        AwsSettings.STANDARD,
                        environment,
                        terminal.secrets(),
                        false);
        List<String> words = new ArrayList<>(List.of("call", "-c", tree + "/etc", "--out", "json"));
        words.addAll(call);
        int exit =
                new Program(
                                terminal,
                                Main.allCommands(
                                        terminal, machine, new Signals(_ -> Duration.ZERO)))
                        .run(words.toArray(String[]::new));
        String text = out.toString(UTF_8);
        if (text.isBlank()) {
            return exit + " nothing";
        }
        Object local = Conformance.mapping(Conformance.json(text)).get("local");
        return exit + " " + Conformance.text(local).replace(tree.toString(), "@DIR@");
    }
}
