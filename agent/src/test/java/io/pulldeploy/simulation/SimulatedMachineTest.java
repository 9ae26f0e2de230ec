package io.pulldeploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Creation;
import io.pulldeploy.system.Accounts.Settings;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.Services.Action;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Every port twice: what one simulation wrote down, the next one under the same root knows. */
class SimulatedMachineTest {
    @TempDir Path root;

    @Test
    void packagesAreWrittenDown() {
        host().packages()
                .install(
                        List.of(
                                new Packages.Wanted("nginx", Optional.empty()),
                                new Packages.Wanted("redis", Optional.of("7.0"))),
                        Packages.Options.DEFAULT);
        host().packages().hold(List.of("redis"), true);
        host().packages().remove(List.of("nginx"), false);

        assertThat(host().packages().installed()).isEqualTo(Map.of("redis", List.of("7.0")));
        assertThat(host().packages().held()).containsExactly("redis");
        assertThat(new FileTree().lines(root.resolve(SimulatedMachine.RECORD)))
                .contains(
                        "{\"time\": \"1970-01-01T00:00:00Z\", \"what\": \"package\", \"action\":"
                                + " \"install\", \"name\": \"redis\", \"version\": \"7.0\"}");
    }

    @Test
    void servicesAreWrittenDown() {
        assertThat(host().services().isRunning("nginx")).isFalse();
        host().services().act(Action.START, "nginx");
        host().services().act(Action.ENABLE, "nginx");

        assertThat(host().services().isRunning("nginx")).isTrue();
        assertThat(host().services().isEnabled("nginx")).isTrue();
        host().services().act(Action.STOP, "nginx");
        assertThat(host().services().isRunning("nginx")).isFalse();
    }

    @Test
    void accountsAreWrittenDown() {
        Accounts accounts = host().accounts();
        accounts.addGroup("app", OptionalLong.of(4242), true, true);
        accounts.addUser(
                "app",
                new Settings(
                        OptionalLong.of(4242),
                        Optional.of("app"),
                        Optional.of(List.of("adm")),
                        Optional.of("/srv/app"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("$6$hash")),
                new Creation(true, false, true, false));

        Accounts again = host().accounts();
        assertThat(again.user("app"))
                .hasValue(new Accounts.User("app", 4242, 4242, "", "/srv/app", "/bin/sh"));
        assertThat(again.group("adm").orElseThrow().members()).contains("app");
        assertThat(again.shadow("app").orElseThrow().password()).isEqualTo("$6$hash");
        assertThat(again.user("root")).as("the machine's own").isPresent();
        again.removeUser("app", false, false);
        assertThat(host().accounts().user("app")).isEmpty();
    }

    @Test
    void theNameAndOwnersAreWrittenDown() {
        assertThat(host().hostNames().current()).isEqualTo("ip-127-0-0-1");
        host().hostNames().set("myapp-testing-useast1-898900.example.com");
        host().files().write(Path.of("/etc-motd"), "hello");
        host().files().chown(Path.of("/etc-motd"), OptionalLong.of(4242), OptionalLong.empty());

        assertThat(host().hostNames().current()).startsWith("myapp-testing");
        assertThat(host().files().stat(Path.of("/etc-motd")).orElseThrow().uid()).isEqualTo(4242);
        assertThat(new FileTree().text(root.resolve("etc-motd"))).isEqualTo("hello");
        assertThat(host().files().stat(Path.of("/simulation")).orElseThrow().user())
                .isEqualTo("root");
    }

    @Test
    void programsRunForRealFromTheRoot() {
        Completed completed =
                host().processes()
                        .run(
                                Command.of(
                                                "sh",
                                                "-c",
                                                "pwd; echo $HELLO $PULLDEPLOY_SIMULATED_ROOT")
                                        .as("nobody"));

        assertThat(completed.errors()).isEmpty();
        assertThat(completed.output()).isEqualTo(root + "\nworld " + root + "\n");
    }

    @Test
    void theRecordIsPrivate() {
        host();

        assertThat(new FileTree().stat(root.resolve(SimulatedMachine.RECORD)).orElseThrow().octal())
                .isEqualTo("0600");
    }

    private Host host() {
        return SimulatedMachine.host(
                root,
                new AccountFiles(
                        new FileTree(),
                        c -> {
                            throw new AssertionError(c);
                        }),
                String::compareTo,
                Map.of("HELLO", "world", "PATH", "/usr/bin:/bin"),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
