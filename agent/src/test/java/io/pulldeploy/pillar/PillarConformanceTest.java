package io.pulldeploy.pillar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every tree of pillar files compiles to the pillar that Salt makes of it. */
class PillarConformanceTest {
    private static final String FILE = "pillar/cases.json";

    @TempDir Path scratch;

    @Test
    void treesCompileAsInSalt() {
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        FILE, Set.of("name", "roots", "opts", "override", "before", "pillar"));
        for (Map<String, @Nullable Object> one : cases) {
            String name = String.valueOf(one.get("name"));
            Map<Object, @Nullable Object> actual = compile(one, scratch.resolve(name)).pillar();
            Map<String, @Nullable Object> expected = Conformance.mapping(one.get("pillar"));
            // Keys count in their order; JSON has neither numbers nor booleans as keys.
            if (!PythonText.repr(Conformance.mapping(actual)).equals(PythonText.repr(expected))) {
                differences.add(name + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(70);
    }

    /** Salt's process ends at it. */
    @Test
    void anIncludeOfADotAloneIsAMistake() {
        PillarResult result =
                compile(
                        Map.of(
                                "roots",
                                Map.of(
                                        "base",
                                        List.of(
                                                Map.of(
                                                        "top.sls",
                                                        "base: {'*': [d]}",
                                                        "d/init.sls",
                                                        "include: ['.']\nx: 1\n")))),
                        scratch.resolve("dot"));

        assertThat(result.errors().toString()).contains("includes itself under ever longer names");
    }

    private PillarResult compile(Map<String, @Nullable Object> one, Path directory) {
        Map<String, @Nullable Object> all = Conformance.read(FILE);
        return new PillarFixture(
                        String.valueOf(all.get("id")), Conformance.mapping(all.get("grains")))
                .compile(one, directory);
    }
}
