package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ScriptedProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Processes of a fixture's {@code /proc}; signals are only written down. */
class PsModuleTest {
    @TempDir Path root;
    private final ScriptedProcesses processes = new ScriptedProcesses();
    private final Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();

    @BeforeEach
    void machine() {
        FileTree files = new FileTree(root);
        process(files, "1", "init\n", "/sbin/init\0splash\0");
        process(files, "20", "nginx\n", "nginx: worker process\0");
        process(files, "3", "nginx\n", "nginx: master\0-c\0/etc/nginx.conf\0");
        files.write(Path.of("/proc/stat"), "cpu 1 2\ncpu0 1 2\ncpu1 1 2\nbtime 1767348000\n");
        files.write(Path.of("/proc/meminfo"), "MemTotal: 2048 kB\n");
        Host host =
                new Host(
                        files,
                        processes,
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web"),
                        Clock.systemUTC());
        functions.add(new PsModule(host).functions());
    }

    private static void process(FileTree files, String pid, String name, String command) {
        Path directory = Path.of("/proc", pid);
        files.makeDirectories(directory);
        files.write(directory.resolve("comm"), name);
        files.write(directory.resolve("cmdline"), command);
    }

    private @Nullable Object call(
            String function, Map<String, @Nullable Object> named, Object... args) {
        return new PlainMinion(Map.of(), Map.of(), Map.of(), new FileTree(root), functions)
                .call(function, List.of(args), named);
    }

    @Test
    void findsProcesses() {
        assertThat(call("ps.get_pid_list", Map.of())).isEqualTo(List.of(1L, 3L, 20L));
        assertThat(call("ps.pgrep", Map.of(), "ngin")).isEqualTo(List.of(3L, 20L));
        assertThat(call("ps.pgrep", Map.of(), "master")).isNull();
        assertThat(call("ps.pgrep", Map.of("full", true), "master -c")).isEqualTo(List.of(3L));
        assertThat(call("ps.pgrep", Map.of("pattern_is_regex", true), "^i.*t$"))
                .isEqualTo(List.of(1L));
    }

    @Test
    void measuresTheMachine() {
        assertThat(call("ps.num_cpus", Map.of())).isEqualTo(2L);
        assertThat(call("ps.total_physical_memory", Map.of())).isEqualTo(2048L * 1024);
        assertThat(call("ps.boot_time", Map.of("time_format", "%Y-%m-%d"))).isEqualTo("2026-01-02");
    }

    @Test
    void signalsOnlyProcessesThatThereAre() {
        assertThat(call("ps.kill_pid", Map.of(), 20L)).isEqualTo(true);
        assertThat(call("ps.kill_pid", Map.of(), 21L)).isEqualTo(false);
        assertThat(call("ps.pkill", Map.of("signal", 1L), "init"))
                .isEqualTo(Map.of("killed", List.of(1L)));
        assertThat(call("ps.pkill", Map.of(), "no-such")).isNull();
        assertThat(processes.commands()).containsExactly("kill -15 20", "kill -1 1");
        assertThatThrownBy(() -> call("ps.pkill", Map.of(), "")).isInstanceOf(CallError.class);
    }
}
