package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions that ask systemd's own programs, which are scripted here. */
class SystemdFunctionsTest {
    @TempDir Path root;
    private final Map<String, String> printed = new HashMap<>();
    private final List<String> ran = new ArrayList<>();
    private int exitCode;
    private PlainMinion minion;

    @BeforeEach
    void machine() {
        FileTree files = new FileTree(root, new FakeOwnership(new FakeAccounts()));
        files.makeDirectories(Path.of("/etc"));
        Host host =
                new Host(
                        files,
                        new Scripted(),
                        new FakePackages(),
                        new FakeServices().add("ssh").add("cron"),
                        new FakeAccounts(),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new ServiceModule(host).functions());
        functions.add(new TimezoneModule(host).functions());
        functions.add(new NetworkModule(host).functions());
        functions.add(new SystemModule(host).functions());
        minion = new PlainMinion(Map.of(), Map.of(), Map.of(), files, functions);
    }

    private @Nullable Object call(String function, @Nullable Object... args) {
        return minion.call(function, List.of(args), Map.of());
    }

    @Test
    void aUnitsPropertiesAreTakenApart() {
        printed.put(
                "systemctl show ssh.service",
                "Id=ssh.service\nWants=a.target b.target\nExecStart={ path=/usr/sbin/sshd ; ignore_errors=no }\n");
        assertThat(call("service.show", "ssh"))
                .isEqualTo(
                        Map.of(
                                "Id",
                                "ssh.service",
                                "Wants",
                                List.of("a.target", "b.target"),
                                "ExecStart",
                                Map.of("path", "/usr/sbin/sshd", "ignore_errors", "no")));
        assertThat(call("service.execs")).isEqualTo(Map.of("ssh", "/usr/sbin/sshd"));
    }

    @Test
    void staticUnitsAreThoseThatNothingEnables() {
        printed.put(
                "systemctl --full --no-legend --no-pager list-unit-files",
                "b.service static -\na.service enabled enabled\na.mount static -\n");
        assertThat(call("service.get_static")).isEqualTo(List.of("a.mount", "b"));
    }

    @Test
    void theFirstBootsSettingsAreHandedOn() {
        Map<String, @Nullable Object> settings = Map.of("locale", "C.UTF-8", "root", "/mnt");
        assertThat(minion.call("service.firstboot", List.of(), settings)).isEqualTo(true);
        assertThat(ran).containsExactly("systemd-firstboot --locale=C.UTF-8 --root=/mnt");
        exitCode = 1;
        assertThatThrownBy(() -> minion.call("service.firstboot", List.of(), settings))
                .isInstanceOf(CallError.class)
                .hasMessage("systemd-firstboot error: refused");
    }

    @Test
    void theHardwaresClockIsSetByTimedatectl() {
        assertThat(call("timezone.set_hwclock", "localtime")).isEqualTo(true);
        assertThat(call("timezone.set_hwclock", "UTC")).isEqualTo(true);
        assertThat(ran)
                .containsExactly(
                        "timedatectl set-local-rtc true", "timedatectl set-local-rtc false");
        exitCode = 1;
        assertThat(call("timezone.set_hwclock", "UTC")).isEqualTo(false);
    }

    @Test
    void theHostsNameIsTheSystems() {
        assertThat(call("network.get_hostname")).isEqualTo("web1");
        assertThat(call("system.get_computer_name")).isEqualTo("web1");
        assertThat(call("system.set_computer_name", "web2")).isEqualTo(true);
        assertThat(call("network.get_hostname")).isEqualTo("web2");
    }

    /** Prints what is known of a command line; any other is noted. */
    private final class Scripted implements Processes {
        @Override
        public Completed run(Command command, Listener listener) {
            String line = String.join(" ", command.arguments());
            if (!printed.containsKey(line)) {
                ran.add(line);
            }
            String refusal = exitCode == 0 ? "" : "refused\n";
            return new Completed(1, exitCode, printed.getOrDefault(line, ""), refusal, false);
        }

        @Override
        public long start(Command command) {
            throw new UnsupportedOperationException(command.toString());
        }

        @Override
        public Optional<String> which(String program) {
            return Optional.of("/usr/bin/" + program);
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }
    }
}
