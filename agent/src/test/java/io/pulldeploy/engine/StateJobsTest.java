package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class StateJobsTest {
    private static final String JID = "20200102030405000006";

    @TempDir private Path directory;
    private EngineFixture fixture;

    @BeforeEach
    void aTree() {
        fixture =
                new EngineFixture(directory)
                        .file("base/a.sls", "x: test.nop\n")
                        .file(
                                "base/b.sls",
                                """
                                first: {ends.run: []}
                                second: {test.nop: []}
                                third: {test.nop: []}
                                """);
    }

    private static @Nullable Object call(
            LocalMinion minion, String function, Map<String, @Nullable Object> named) {
        return minion.call(function, List.of(), named);
    }

    private void running(ProcessHandle process, String started) throws IOException {
        Path file = directory.resolve("cache/state_jobs").resolve(JID);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"pid\": %d, \"started\": \"%s\", \"fun\": \"state.highstate\"}"
                        .formatted(process.pid(), started));
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().orElseThrow().toString();
    }

    @Test
    void aRunOfAnotherProcessIsInTheWayUnlessBothMayRun() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            running(other.toHandle(), startOf(other.toHandle()));
            LocalMinion minion = fixture.minion();

            assertThat(call(minion, "state.sls", Map.of("mods", "a")))
                    .isEqualTo(
                            List.of(
                                    "The function \"state.highstate\" is running as PID "
                                            + other.pid()
                                            + " and was started at 2020, Jan 02 03:04:05.000006"
                                            + " with jid "
                                            + JID));
            assertThat(minion.context()).containsEntry("retcode", ExitCode.SLS_ERROR.code());
            assertThat((List<?>) call(minion, "state.running", Map.of())).hasSize(1);
            assertThat(call(minion, "state.sls", Map.of("mods", "a", "concurrent", true)))
                    .isInstanceOf(Map.class);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aRunThatQueuesWaitsForTheOther() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        running(other.toHandle(), startOf(other.toHandle()));
        fixture.whileSleeping(() -> {
            other.destroyForcibly();
            other.onExit().join();
        });

        assertThat(call(fixture.minion(), "state.sls", Map.of("mods", "a", "queue", true)))
                .isInstanceOf(Map.class);
        assertThat(fixture.slept()).containsExactly(1L);
    }

    @Test
    void anotherProcessOfTheSameNumberIsNoRun() throws Exception {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        running(parent, "2001-01-01T00:00:00Z");

        assertThat(call(fixture.minion(), "state.running", Map.of())).isEqualTo(List.of());
        assertThat(directory.resolve("cache/state_jobs").resolve(JID)).doesNotExist();
    }

    @Test
    void aRunEndsBeforeTheStateThatSomebodyNames() {
        LocalMinion minion = during("state.soft_kill", Map.of("state_id", "third"));

        assertThat(results(call(minion, "state.sls", Map.of("mods", "b"))))
                .containsExactly("ends_|-first_|-first_|-run", "test_|-second_|-second_|-nop");
        assertThat(directory.resolve("cache/state_jobs")).isEmptyDirectory();
    }

    @Test
    void aPausedRunGoesOnWhenItIsResumed() {
        LocalMinion minion = during("state.pause", Map.of("state_id", "second"));
        fixture.whileSleeping(() -> call(minion, "state.resume", jid(minion)));

        assertThat(results(call(minion, "state.sls", Map.of("mods", "b")))).hasSize(3);
        assertThat(fixture.slept()).containsExactly(1L);
    }

    private static List<String> results(@Nullable Object returned) {
        return returned instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A minion whose first state calls a function on its own run, as somebody else would. */
    private LocalMinion during(String function, Map<String, @Nullable Object> named) {
        fixture.states(
                List.of(
                        new StateFunction(
                                "ends.run",
                                "Calls.",
                                "name, **kwargs",
                                call -> {
                                    Map<String, @Nullable Object> all = jid(call.minion());
                                    all.putAll(named);
                                    call.minion().call(function, List.of(), all);
                                    return StateResult.succeeded("");
                                })));
        return fixture.minion();
    }

    private static Map<String, @Nullable Object> jid(io.pulldeploy.loader.Minion minion) {
        Map<String, @Nullable Object> named = new java.util.LinkedHashMap<>();
        named.put("jid", minion.context().get("state_job"));
        return named;
    }
}
