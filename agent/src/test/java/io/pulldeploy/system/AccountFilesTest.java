package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.Accounts.Settings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class AccountFilesTest {
    @TempDir Path root;
    private final List<Command> commands = new ArrayList<>();
    private AccountFiles accounts;

    @BeforeEach
    void accounts() {
        FileTree files = new FileTree(root);
        files.makeDirectories(Path.of("/etc"));
        files.write(
                Path.of("/etc/passwd"),
                "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000:Ann,1,,:/home/ann:/bin/sh\n+::::::\n");
        files.write(Path.of("/etc/group"), "root:x:0:\nops:x:700:ann,root\n");
        files.write(Path.of("/etc/shadow"), "ann:$6$x:19000:0:99999:7:::\n");
        accounts =
                new AccountFiles(
                        files,
                        command -> {
                            commands.add(command);
                            return new Completed(1, 0, "", "", false);
                        });
    }

    @Test
    void readsTheFiles() {
        assertThat(accounts.users()).extracting(u -> u.name()).containsExactly("root", "ann");
        assertThat(accounts.user("ann").orElseThrow().commentPart(1)).isEqualTo("1");
        assertThat(accounts.group("ops").orElseThrow().members()).containsExactly("ann", "root");
        assertThat(accounts.shadow("ann").orElseThrow().max()).isEqualTo(99999);
        assertThat(accounts.shadow("root")).isEmpty();
    }

    @Test
    void changesAUserByOneProgram() {
        accounts.changeUser(
                "ann",
                new Settings(
                        OptionalLong.of(7),
                        Optional.of("ops"),
                        Optional.of(List.of("root")),
                        Optional.empty(),
                        Optional.of("/bin/bash"),
                        Optional.empty(),
                        Optional.empty()),
                false);
        assertThat(commands)
                .extracting(c -> String.join(" ", c.arguments()))
                .containsExactly("usermod -u 7 -g ops -G root -s /bin/bash ann");
    }

    @Test
    void aHashIsNoArgument() {
        accounts.changeUser(
                "ann",
                new Settings(
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("$6$secret")),
                false);
        assertThat(commands).hasSize(1);
        assertThat(commands.getFirst().arguments()).containsExactly("chpasswd", "-e");
        assertThat(commands.getFirst().input()).isEqualTo("ann:$6$secret\n");
    }
}
