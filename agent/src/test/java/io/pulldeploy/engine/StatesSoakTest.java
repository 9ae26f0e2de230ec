package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.pulldeploy.SaltProcess;
import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Random states with random requisites and orders, ordered and run by Salt in one long-lived
 * process and by us.
 */
@Tag("soak")
class StatesSoakTest {
    private static final int TREES = Integer.getInteger("trees", 3_000);

    @TempDir private Path directory;

    @Test
    void saltOrdersAndRunsAsWeDo() throws IOException {
        compare(TREES, random -> new RandomStates(random).tree());
    }

    @Test
    void saltRefusesWhatWeRefuse() throws IOException {
        compare(
                TREES,
                random -> {
                    Map<String, String> files = new LinkedHashMap<>();
                    files.put(
                            "a.sls",
                            Json.write(new RandomMistakes(random).file(), JsonStyle.SALT) + "\n");
                    files.put("b.sls", "other: test.nop\n");
                    files.put("d/c.sls", "");
                    // Nothing is called: a mistake may have made anything of a state.
                    return new RandomStates.Tree(
                            files, Map.of("test", true, "failhard", false), true);
                });
    }

    private void compare(int trees, Function<Random, RandomStates.Tree> trial) throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        JsonMapper json =
                JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();
        List<String> different = new ArrayList<>();
        int refused = 0;
        int raised = 0;
        try (SaltProcess salt = new SaltProcess("salt_runs.py")) {
            for (int i = 0; i < trees && different.size() < 10; i++) {
                RandomStates.Tree tree = trial.apply(random);
                String question =
                        json.writeValueAsString(
                                Map.of(
                                        "files", tree.files(),
                                        "opts", tree.opts(),
                                        "mock", tree.mock()));
                Map<?, ?> expected = json.readValue(salt.ask(question), Map.class);
                Map<String, @Nullable Object> actual = answer(tree);
                refused += expected.get("run") instanceof List ? 1 : 0;
                raised += expected.get("run") instanceof String ? 1 : 0;
                for (String part : List.of("low", "run")) {
                    boolean unordered = tree.text().contains("parallel: true");
                    String difference =
                            StateCases.difference(
                                    "",
                                    unordered
                                            ? StateCases.unordered(expected.get(part))
                                            : expected.get(part),
                                    unordered
                                            ? StateCases.unordered(actual.get(part))
                                            : actual.get(part));
                    // What Salt ends with an exception is ours to answer, but not with one.
                    if (!difference.isEmpty()
                            && (!(expected.get(part) instanceof String)
                                    || raised(actual.get(part)))) {
                        different.add(
                                "%s of (%s, mock %s)\n%s\n%s\n Salt: %s\n ours: %s"
                                        .formatted(
                                                part,
                                                tree.opts(),
                                                tree.mock(),
                                                tree.text(),
                                                difference,
                                                expected.get(part),
                                                actual.get(part)));
                        break;
                    }
                }
            }
        }
        System.out.println("refused by Salt " + refused + ", ended by an exception " + raised);
        assertThat(String.join("\n", different)).as("seed %d", seed).isEmpty();
    }

    private static boolean raised(@Nullable Object actual) {
        return actual instanceof String text && text.startsWith("we raise ");
    }

    private Map<String, @Nullable Object> answer(RandomStates.Tree tree) {
        try {
            return answered(tree);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String raised =
                    "we raise "
                            + e
                            + " at "
                            + List.of(trace).subList(0, Math.min(trace.length, 12));
            return Map.of("low", raised, "run", raised);
        }
    }

    private Map<String, @Nullable Object> answered(RandomStates.Tree tree) {
        EngineFixture fixture = new EngineFixture(directory);
        tree.files().forEach((name, text) -> fixture.file("base/" + name, text));
        tree.opts().forEach(fixture::opt);
        Engine engine = new Engine(fixture.minion());
        Engine.Low low = engine.lowOfAll(engine.high(Map.of("base", List.of("a"))));
        boolean test = Boolean.TRUE.equals(tree.opts().get("test"));
        RunReport report =
                engine.run(
                        new HighstateRequest(
                                List.of("a"),
                                test,
                                "",
                                Map.of(),
                                List.of(),
                                List.of(),
                                "",
                                tree.mock()),
                        Progress.SILENT);
        return Map.of(
                "low",
                plain(
                        low.errors().isEmpty()
                                ? low.chunks().stream().map(LowChunk::data).toList()
                                : low.errors().stream().map(SlsError::saltText).toList()),
                "run",
                plain(report.returned()));
    }

    private Object plain(Object value) {
        Object plain = StateCases.plain(value, directory + "/");
        return plain == null ? "None" : plain;
    }
}
