package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.Services.Action;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SystemdServicesTest {
    @TempDir Path root;
    private long started;
    private final ScriptedProcesses processes =
            new ScriptedProcesses()
                    .answer(
                            "systemctl list-unit-files",
                            """
                            nginx.service enabled enabled
                            cron.service disabled enabled
                            apt.timer enabled enabled
                            getty@.service enabled enabled
                            old.service masked enabled
                            """)
                    .answer(
                            "systemctl show --no-pager --property=Names,LoadState,ActiveState,UnitFileState *",
                            """
                            Names=nginx.service www.service
                            LoadState=loaded
                            ActiveState=active
                            UnitFileState=enabled

                            Names=gone.service
                            LoadState=not-found
                            ActiveState=inactive
                            UnitFileState=
                            """);

    private SystemdServices services() {
        new FileTree(root).makeDirectories(Path.of("/run/systemd/system"));
        return new SystemdServices(new FileTree(root), processes, () -> started);
    }

    @Test
    void oneListingAnswersForEveryService() {
        SystemdServices services = services();
        assertThat(services.isRunning("nginx")).isTrue();
        assertThat(services.isRunning("www")).isTrue();
        assertThat(services.isEnabled("nginx.service")).isTrue();
        assertThat(services.exists("cron")).isTrue();
        assertThat(services.isEnabled("cron")).isFalse();
        assertThat(services.isEnabled("apt.timer")).isTrue();
        assertThat(services.exists("old")).isTrue();
        assertThat(services.exists("gone")).isFalse();
        assertThat(services.exists("nothing")).isFalse();
        assertThat(processes.commands()).hasSize(2);
    }

    @Test
    void aMaskIsALinkToNothing() {
        SystemdServices services = services();
        FileTree files = new FileTree(root);
        files.makeDirectories(Path.of("/etc/systemd/system"));
        files.makeDirectories(Path.of("/run/systemd/system"));
        files.symlink(Path.of("/etc/systemd/system/for-good.service"), Path.of("/dev/null"));
        files.symlink(Path.of("/run/systemd/system/for-now.service"), Path.of("/dev/null"));
        files.symlink(Path.of("/etc/systemd/system/alias.service"), Path.of("nginx.service"));
        assertThat(services.isMasked("for-good", false)).isTrue();
        assertThat(services.isMasked("for-good", true)).isFalse();
        assertThat(services.isMasked("for-now", true)).isTrue();
        assertThat(services.isMasked("alias", false)).isFalse();
    }

    @Test
    void anyOtherProgramMakesItLookAgain() {
        SystemdServices services = services();
        services.isRunning("nginx");
        started++;
        services.isRunning("nginx");
        assertThat(processes.commands()).hasSize(4);
    }

    @Test
    void actsAndForgets() {
        SystemdServices services = services();
        services.isRunning("nginx");
        services.act(Action.RESTART, "nginx");
        assertThat(processes.commands()).contains("systemctl restart nginx.service");
        services.isRunning("nginx");
        assertThat(processes.commands().getLast()).endsWith(" *");
    }

    @Test
    void reloadsUnitFilesThatChanged() {
        processes.answer(
                "systemctl show --no-pager --property=NeedDaemonReload", "NeedDaemonReload=yes\n");
        services().act(Action.START, "nginx");
        assertThat(processes.commands())
                .containsSubsequence("systemctl daemon-reload", "systemctl start nginx.service");
    }

    @Test
    void whereSystemdDoesNotRunOnlyTheUnitFilesTell() {
        processes.answer(
                "systemctl list-unit-files --all --no-legend --no-pager",
                "nginx.service enabled enabled\n");
        SystemdServices services = new SystemdServices(new FileTree(root), processes, () -> 0);
        assertThat(services.offline()).isTrue();
        assertThat(services.exists("nginx")).isTrue();
        assertThat(services.isEnabled("nginx")).isTrue();
        assertThat(services.isRunning("nginx")).isFalse();
        assertThat(processes.commands()).noneMatch(command -> command.startsWith("systemctl show"));
    }
}
