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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Nothing here starts a program: what would stop the machine is only written down. */
class SystemModuleTest {
    @TempDir Path root;
    private final ScriptedProcesses processes =
            new ScriptedProcesses().refuse("hwclock", "Cannot access the Hardware Clock");
    private final Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();

    @BeforeEach
    void machine() {
        Host host =
                new Host(
                        new FileTree(root),
                        processes,
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web"),
                        Clock.fixed(Instant.parse("2026-03-04T15:16:17Z"), ZoneOffset.UTC));
        functions.add(new SystemModule(host).functions());
    }

    private @Nullable Object call(String function, Object... args) {
        PlainMinion minion =
                new PlainMinion(Map.of(), Map.of(), Map.of(), new FileTree(root), functions);
        return minion.call(function, List.of(args), Map.of());
    }

    @Test
    void stopsAndStartsTheMachine() {
        call("system.halt");
        call("system.poweroff");
        call("system.init", 3L);
        call("system.reboot");
        call("system.reboot", 5L);
        call("system.shutdown");
        assertThat(processes.commands())
                .containsExactly(
                        "halt",
                        "poweroff",
                        "init 3",
                        "shutdown -r now",
                        "shutdown -r 5",
                        "shutdown -h now");
    }

    @Test
    void tellsTheTimeHereAndElsewhere() {
        assertThat(call("system.get_system_time")).isEqualTo("03:16:17 PM");
        assertThat(call("system.get_system_date")).isEqualTo("Wed 03/04/2026");
        assertThat(call("system.get_system_date_time", "+0100")).isEqualTo("2026-03-04 16:16:17");
        assertThat(call("system.get_system_date_time", "-0930")).isEqualTo("2026-03-04 05:46:17");
        assertThatThrownBy(() -> call("system.get_system_time", "north"))
                .isInstanceOf(CallError.class)
                .hasMessage("Invalid UTC offset");
    }

    @Test
    void setsTheTime() {
        assertThat(call("system.set_system_time", "11:20")).isEqualTo(true);
        assertThat(call("system.set_system_time", "1:02:03 PM")).isEqualTo(true);
        assertThat(call("system.set_system_date", "2026-05-06")).isEqualTo(true);
        assertThat(call("system.set_system_time", "noon")).isEqualTo(false);
        assertThat(processes.commands())
                .contains("date 030411202026.00", "date 030413022026.03", "date 050615162026.17");
        assertThatThrownBy(() -> call("system.set_system_date", "never"))
                .hasMessage("Invalid date format");
    }
}
