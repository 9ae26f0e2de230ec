package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

class RealProcessesTest extends ProcessesContract {
    @TempDir Path root;

    @Override
    protected Processes processes() {
        FileTree files = new FileTree();
        return new RealProcesses(
                files,
                new AccountFiles(
                        files,
                        _ -> {
                            throw new AssertionError("no account is changed here");
                        }),
                System.getenv());
    }

    @Override
    protected String directory() {
        return root.toString();
    }

    @Override
    protected Path onDisk() {
        return root;
    }

    @Test
    void aSignalIsToldFromAnExitCode() {
        assertThat(processes().runToldOfSignals(sh("kill -9 $$")).exitCode()).isEqualTo(-9);
        assertThat(processes().runToldOfSignals(sh("exit 137")).exitCode()).isEqualTo(137);
        Completed done = processes().runToldOfSignals(sh("echo out; echo err >&2; kill $$"));
        assertThat(done)
                .extracting(Completed::exitCode, Completed::output, Completed::errors)
                .containsExactly(-15, "out\n", "err\n");
    }

    @Test
    void aLimitEndsWhatDoesNotWantToEnd() {
        Command stubborn =
                sh("trap '' TERM; (trap '' TERM; sleep 62.9" + OWN + ") & sleep 62.9" + OWN)
                        .within(Duration.ofMillis(200));
        assertThat(processes().runToldOfSignals(stubborn).timedOut()).isTrue();
        assertThat(ends("sleep 62.9" + OWN)).isTrue();
    }

    private static Command sh(String line) {
        return Command.of("/bin/sh", "-c", line);
    }
}
