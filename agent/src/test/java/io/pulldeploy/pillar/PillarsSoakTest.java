package io.pulldeploy.pillar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.pulldeploy.Conformance;
import io.pulldeploy.SaltProcess;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.TargetError;
import io.pulldeploy.target.Targets;

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

/** Random pillars and random targets, compiled and matched by Salt in one process and by us. */
@Tag("soak")
class PillarsSoakTest {
    private static final int TREES = Integer.getInteger("trees", 1_000);
    private static final int MOST = 10;

    private static final Map<String, @Nullable Object> PILLAR =
            Map.of("role", "front", "users", Map.of("alice", Map.of("uid", 1L), "bob", Map.of()));

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final JsonMapper json =
            JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

    @TempDir private Path directory;

    @Test
    void saltCompilesThePillarsThatWeCompile() throws IOException {
        System.out.println("seed " + seed);
        PillarFixture fixture = new PillarFixture(RandomTargets.ID, RandomTargets.GRAINS);
        List<String> different = new ArrayList<>();
        try (SaltProcess salt = new SaltProcess("salt_pillars.py")) {
            for (int i = 0; i < TREES && different.size() < MOST; i++) {
                RandomPillars.Tree tree = new RandomPillars(random).tree();
                Map<String, @Nullable Object> question = new LinkedHashMap<>();
                question.put("grains", RandomTargets.GRAINS);
                question.put("opts", tree.opts());
                question.put("roots", tree.roots());
                question.put("override", tree.override());
                String asked = json.writeValueAsString(question);
                Object expected = json.readValue(salt.ask(asked), Map.class).get("pillar");
                String actual = ours(fixture, question, directory.resolve("tree" + i));
                if (expected instanceof Map<?, ?> pillar
                        && !PythonText.repr(Conformance.mapping(pillar)).equals(actual)) {
                    different.add(
                            "%s\n Salt: %s\n ours: %s"
                                    .formatted(asked, PythonText.repr(pillar), actual));
                } else if (actual.startsWith("we raise ")) {
                    different.add("%s\n Salt: %s\n ours: %s".formatted(asked, expected, actual));
                }
            }
        }
        assertThat(String.join("\n", different)).as("seed %d", seed).isEmpty();
    }

    private static String ours(
            PillarFixture fixture, Map<String, @Nullable Object> question, Path directory) {
        try {
            return PythonText.repr(
                    Conformance.mapping(fixture.compile(question, directory).pillar()));
        } catch (RuntimeException | StackOverflowError e) {
            return "we raise " + e;
        }
    }

    @Test
    void saltMatchesTheTargetsThatWeMatch() throws IOException {
        System.out.println("seed " + seed);
        RandomTargets targets = new RandomTargets(random);
        Subject subject =
                new Subject(
                        RandomTargets.ID, RandomTargets.GRAINS, PILLAR, RandomTargets.NODEGROUPS);
        List<List<String>> asked = new ArrayList<>();
        for (int i = 0; i < 10 * TREES; i++) {
            String type = targets.type();
            asked.add(List.of(type, targets.expression(type)));
        }
        List<String> different = new ArrayList<>();
        try (SaltProcess salt = new SaltProcess("salt_pillars.py")) {
            Map<?, ?> answer =
                    json.readValue(
                            salt.ask(
                                    json.writeValueAsString(
                                            Map.of(
                                                    "grains",
                                                    RandomTargets.GRAINS,
                                                    "opts",
                                                    Map.of("nodegroups", RandomTargets.NODEGROUPS),
                                                    "pillar",
                                                    PILLAR,
                                                    "targets",
                                                    asked))),
                            Map.class);
            List<@Nullable Object> expected = Conformance.list(answer.get("matches"));
            for (int i = 0; i < asked.size() && different.size() < MOST; i++) {
                Object actual = matches(asked.get(i), subject);
                Object salts = expected.get(i);
                // What Salt ends with an exception may be no match to us, or a mistake of the
                // author's.
                boolean same =
                        salts instanceof Boolean
                                ? salts.equals(actual)
                                : actual instanceof Boolean || actual instanceof TargetError;
                if (!same) {
                    different.add(asked.get(i) + " Salt: " + salts + " ours: " + actual);
                }
            }
        }
        assertThat(String.join("\n", different)).as("seed %d", seed).isEmpty();
    }

    private static Object matches(List<String> target, Subject subject) {
        try {
            return Targets.matches(target.getLast(), target.getFirst(), subject, ":");
        } catch (TargetError e) {
            return e;
        } catch (RuntimeException | StackOverflowError e) {
            return "we raise " + e;
        }
    }
}
