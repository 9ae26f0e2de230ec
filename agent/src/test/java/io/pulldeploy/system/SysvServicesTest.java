package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.system.Services.Action;
import io.pulldeploy.system.SysvServices.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.OptionalLong;

class SysvServicesTest {
    @TempDir Path root;
    private FileTree files;
    private final ScriptedProcesses processes = new ScriptedProcesses();

    @BeforeEach
    void machine() {
        files = new FileTree(root);
        files.makeDirectories(Path.of("/etc/init.d"));
        files.makeDirectories(Path.of("/etc/rc2.d"));
        files.makeDirectories(Path.of("/etc/rc.d/rc3.d"));
        files.write(Path.of("/etc/init.d/README"), "");
        files.write(Path.of("/etc/init.d/cron"), OptionalLong.of(0755), new byte[0]);
        files.write(Path.of("/etc/init.d/nginx"), OptionalLong.of(0755), new byte[0]);
        files.write(Path.of("/etc/init.d/notes"), OptionalLong.of(0644), new byte[0]);
        files.symlink(Path.of("/etc/rc2.d/S02cron"), Path.of("../init.d/cron"));
        files.symlink(Path.of("/etc/rc2.d/K02nginx"), Path.of("../init.d/nginx"));
    }

    private SysvServices services(Kind kind) {
        return new SysvServices(
                files, processes, new SystemdServices(files, processes, () -> 0), kind);
    }

    @Test
    void debianKnowsScriptsAndLinks() {
        SysvServices services = services(Kind.DEBIAN);

        assertThat(services.names()).containsExactly("cron", "nginx", "notes");
        assertThat(services.exists("nginx")).isTrue();
        assertThat(services.exists("README")).isFalse();
        assertThat(services.isEnabled("cron")).isTrue();
        assertThat(services.isEnabled("nginx")).isFalse();
    }

    @Test
    void debianActsByScript() {
        SysvServices services = services(Kind.DEBIAN);

        services.act(Action.START, "nginx");
        services.act(Action.ENABLE, "nginx");
        services.act(Action.DISABLE, "nginx");

        assertThat(processes.commands())
                .contains(
                        "service nginx start",
                        "update-rc.d nginx enable",
                        "update-rc.d nginx disable");
    }

    @Test
    void redHatAsksItsList() {
        processes
                .answer("chkconfig --list nginx", "nginx  0:off 1:off 2:on 3:on 4:on 5:on 6:off\n")
                .answer(
                        "chkconfig --list",
                        "nginx  0:off 1:off 2:on 3:on 4:on 5:on 6:off\nnotes 0:off 1:off\n");
        SysvServices services = services(Kind.RED_HAT);

        assertThat(services.names()).containsExactly("nginx");
        assertThat(services.isEnabled("nginx")).isTrue();
        services.act(Action.DISABLE, "nginx");

        assertThat(processes.commands()).contains("chkconfig nginx off");
    }

    @Test
    void aRefusalIsPassedOn() {
        processes.refuse("service nginx start", "no");

        assertThatThrownBy(() -> services(Kind.DEBIAN).act(Action.START, "nginx"))
                .isInstanceOf(ProgramRefused.class);
    }

    @Test
    void theKindIsTheSystems() {
        assertThat(Kind.of(files)).isEmpty();
        files.write(Path.of("/etc/os-release"), "NAME=x\nVERSION_ID=\"12\"\nID=debian\n");
        assertThat(Kind.of(files)).contains(Kind.DEBIAN);
        files.write(Path.of("/etc/os-release"), "ID=\"amzn\"\n");
        assertThat(Kind.of(files)).contains(Kind.RED_HAT);
        files.write(Path.of("/etc/os-release"), "ID=\"rocky\"\n");
        assertThat(Kind.of(files)).isEmpty();
        files.write(Path.of("/etc/os-release"), "ID=debian\n");
        files.makeDirectories(Path.of("/run/systemd/system"));
        assertThat(Kind.of(files)).isEmpty();
    }
}
