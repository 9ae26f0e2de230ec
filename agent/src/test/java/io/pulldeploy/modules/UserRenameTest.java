package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.AccountFiles;
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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class UserRenameTest {
    private static final Path PASSWD = Path.of("/etc/passwd");

    @TempDir Path root;

    /** Salt looks for the old name then, and says False. */
    @Test
    void aUserThatHasItsNewNameIsASuccess() {
        FileTree files = new FileTree(root, new FakeOwnership(new FakeAccounts()));
        files.makeDirectories(Path.of("/etc"));
        files.write(PASSWD, "web:x:1001:1001::/home/web:/bin/sh\n");
        Processes usermod =
                new Processes() {
                    @Override
                    public Completed run(Command command, Listener listener) {
                        assertThat(command.arguments())
                                .containsExactly("/sbin/usermod", "-l", "shop", "web");
                        files.write(PASSWD, files.text(PASSWD).replace("web:x", "shop:x"));
                        return new Completed(1, 0, "", "", false);
                    }

                    @Override
                    public long start(Command command) {
                        throw new UnsupportedOperationException(command.toString());
                    }

                    @Override
                    public Optional<String> which(String program) {
                        return Optional.of("/sbin/" + program);
                    }

                    @Override
                    public Map<String, String> environment() {
                        return Map.of();
                    }
                };
        Host host =
                new Host(
                        files,
                        usermod,
                        new FakePackages(),
                        new FakeServices(),
                        new AccountFiles(files, usermod::run),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new AccountModule(host).functions());
        PlainMinion minion = new PlainMinion(Map.of(), Map.of(), Map.of(), files, functions);
        assertThat(minion.call("user.rename", List.of("web", "shop"), Map.of())).isEqualTo(true);
    }
}
