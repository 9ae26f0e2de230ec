package io.pulldeploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * States on a real machine: a test run says what Salt's says and changes nothing, a run does what
 * Salt's does, and a second run too. What Salt did on such a machine stands in {@code
 * conformance/machine}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SaltsCases {
    private static final String MARK = "\u001f";
    private static final List<String> RESULT = List.of("result", "comment", "changes");

    /** These are others on every machine and day. */
    private static final Set<String> UNSTABLE = Set.of("pid", "lstchg");

    /**
     * Where we differ on purpose, as docs/reference/differences-from-salt.md says: the case, and
     * what is not compared in it.
     */
    private static final Map<String, Set<String>> DIFFERENT =
            Map.of(
                    "new in the lists", Set.of("test changes"),
                    "a hold", Set.of("test result"),
                    "no hold", Set.of("test result"),
                    "all holds", Set.of("test result"),
                    "a hold of what is not there",
                            Set.of(
                                    "test result",
                                    "again changes",
                                    "again comment",
                                    "look 2",
                                    "look 3"),
                    "no group while it is somebody's", Set.of("run comment", "again comment"));

    private final Set<String> areas;
    private Machine machine;

    /**
     * @param areas of the cases; each class has a machine of its own, and two run at a time
     */
    SaltsCases(Set<String> areas) {
        this.areas = areas;
    }

    @BeforeAll
    void boot() {
        machine = Machine.bootWithAgent();
        machine.write(
                "/etc/cases/minion",
                """
                id: machine
                file_client: local
                file_roots: {base: [/srv/cases]}
                """);
    }

    @AfterAll
    void stop() {
        machine.close();
    }

    @TestFactory
    Stream<DynamicTest> doesWhatSaltDoes() {
        return Conformance.cases(
                        "machine/cases.json",
                        Set.of("area", "name", "before", "states", "look", "runs", "looks"))
                .stream()
                .filter(c -> areas.contains(String.valueOf(c.get("area"))))
                .map(c ->
                        DynamicTest.dynamicTest(
                                c.get("area") + ": " + c.get("name"), () -> check(c)));
    }

    private void check(Map<String, @Nullable Object> it) {
        String look =
                "printf '"
                        + MARK
                        + "'; ("
                        + it.get("look")
                        + "\n) 2>/dev/null; printf '"
                        + MARK
                        + "'\n";
        String run = "pulldeploy call -c /etc/cases --out json -l quiet state.sls case 2>&1\n";
        machine.write("/srv/cases/case.sls", Conformance.text(it.get("states")));
        String output =
                machine.sh(
                                "("
                                        + it.get("before")
                                        + "\n) >/dev/null 2>&1\n"
                                        + look
                                        + run.replace("case 2", "case test=True 2")
                                        + look
                                        + run
                                        + look
                                        + run
                                        + look)
                        .output();
        // Before the first look, look, run, look, run, look, run, look, after the last.
        List<String> parts = List.of(output.split(MARK, -1));
        assertThat(parts).as(output).hasSize(9);

        Map<String, @Nullable Object> expected = new TreeMap<>();
        Map<String, @Nullable Object> actual = new TreeMap<>();
        List<String> names = List.of("test", "run", "again");
        for (int i = 0; i < names.size(); i++) {
            results(names.get(i), Conformance.list(it.get("runs")).get(i), expected);
            String printed = parts.get(2 * i + 2);
            assertThat(printed.strip()).as(names.get(i)).startsWith("{");
            results(
                    names.get(i),
                    Conformance.mapping(Conformance.json(printed)).get("local"),
                    actual);
        }
        List<@Nullable Object> looks = Conformance.list(it.get("looks"));
        for (int i = 0; i < looks.size(); i++) {
            expected.put("look " + i, looks.get(i));
            actual.put("look " + i, parts.get(2 * i + 1));
        }
        for (String different : DIFFERENT.getOrDefault(String.valueOf(it.get("name")), Set.of())) {
            String[] words = different.split(" ");
            expected.keySet().removeIf(k -> k.startsWith(words[0]) && k.endsWith(words[1]));
            actual.keySet().removeIf(k -> k.startsWith(words[0]) && k.endsWith(words[1]));
        }
        assertThat(lines(actual)).isEqualTo(lines(expected));
        assertThat(actual.get("look 1"))
                .as("a test run changes nothing")
                .isEqualTo(actual.get("look 0"));
    }

    /** Each result of each state by a name of its own. */
    private static void results(
            String run, @Nullable Object states, Map<String, @Nullable Object> all) {
        if (!(states instanceof Map<?, ?> map)) {
            all.put(run, states);
            return;
        }
        map.forEach((key, state) ->
                RESULT.forEach(field ->
                        all.put(
                                run + " " + key + " " + field,
                                settled(Conformance.mapping(state).get(field)))));
    }

    private static @Nullable Object settled(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((k, v) ->
                        all.put(
                                String.valueOf(k),
                                UNSTABLE.contains(String.valueOf(k))
                                        ? Long.valueOf(0)
                                        : settled(v)));
                yield all;
            }
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(v -> all.add(settled(v)));
                yield all;
            }
            case null, default -> value;
        };
    }

    /** One line per value, so that a difference is seen at once; keys of mappings sorted. */
    private static String lines(Map<String, @Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(key)
                        .append(" = ")
                        .append(Conformance.text(sorted(value)))
                        .append('\n'));
        return text.toString();
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> all = new TreeMap<>();
        map.forEach((k, v) -> all.put(String.valueOf(k), sorted(v)));
        return all;
    }
}
