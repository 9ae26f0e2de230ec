package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.Secrets;

import org.junit.jupiter.api.Test;

import java.util.Map;

class DiscreetProcessesTest {
    private final Secrets secrets = new Secrets();
    private final Processes processes =
            new DiscreetProcesses(
                    new RealProcesses(
                            new FileTree(),
                            new AccountFiles(
                                    new FileTree(), c -> new Completed(0, 0, "", "", false)),
                            Map.of("PATH", "/usr/bin:/bin")),
                    secrets);

    @Test
    void aShellsCommandLineHidesASecretAndDoesTheSame() {
        secrets.add("sesame");
        String script = "echo 'open  sesame' $#; tr '\\0' ' ' < /proc/$$/cmdline; exit 3";

        Completed run = processes.run(Command.of("/bin/sh", "-c", script));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.output())
                .startsWith("open  sesame 0\n/bin/sh -c ")
                .containsOnlyOnce("sesame");
    }

    @Test
    void aProgramTheShellStartsDoesNotInheritTheCommandLine() {
        secrets.add("sesame");

        Completed run = processes.run(Command.of("/bin/sh", "-c", ": sesame; env"));

        assertThat(run.output()).doesNotContain("sesame");
    }
}
