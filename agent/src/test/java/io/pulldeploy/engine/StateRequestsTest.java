package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

class StateRequestsTest {
    private static final String TAG = "test_|-x_|-x_|-succeed_with_changes";

    @TempDir private Path directory;
    private LocalMinion minion;

    @BeforeEach
    void aTree() {
        minion =
                new EngineFixture(directory)
                        .file("base/a.sls", "x: test.succeed_with_changes\n")
                        .minion();
    }

    private @Nullable Object call(String function, Map<String, @Nullable Object> named) {
        return minion.call(function, List.of(), named);
    }

    private static List<String> keys(@Nullable Object returned) {
        return returned instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object result(@Nullable Object returned) {
        return returned instanceof Map<?, ?> map && map.get(TAG) instanceof Map<?, ?> row
                ? row.get("result")
                : "no result in " + returned;
    }

    @Test
    void aRequestIsTestedKeptAndThenRun() throws Exception {
        assertThat(result(call("state.request", Map.of("mods", "a")))).isNull();
        assertThat(keys(call("state.check_request", Map.of()))).containsExactly("default");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        directory.resolve("cache/req_state.json"))))
                .isEqualTo("rw-------");

        assertThat(result(call("state.run_request", Map.of()))).isEqualTo(true);
        assertThat(call("state.check_request", Map.of())).isEqualTo(Map.of());
        assertThat(call("state.run_request", Map.of())).isEqualTo(Map.of());
    }

    @Test
    void aRequestIsForgottenByItsName() {
        call("state.request", Map.of("mods", "a", "name", "one"));

        assertThat(call("state.clear_request", Map.of("name", "two"))).isEqualTo(false);
        assertThat(call("state.clear_request", Map.of("name", "one"))).isEqualTo(true);
        assertThat(call("state.check_request", Map.of())).isEqualTo(Map.of());
    }

    @Test
    void anSlsAnywhereOnDiskIsApplied() throws Exception {
        Path file =
                Files.writeString(directory.resolve("loose.sls"), "include: [a]\ny: test.nop\n");

        assertThat(keys(call("state.template", Map.of("tem", file.toString()))))
                .containsExactlyInAnyOrder(TAG, "test_|-y_|-y_|-nop");
        assertThat(call("state.template", Map.of("tem", "/no/such")))
                .isEqualTo(
                        List.of("Specified SLS /no/such.sls on local filesystem cannot be found."));
    }
}
