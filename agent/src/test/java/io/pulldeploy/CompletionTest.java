package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.RealHost;
import io.pulldeploy.system.Signals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The script in a real bash. */
class CompletionTest {
    @TempDir Path scratch;

    @ParameterizedTest
    @CsvSource({
        "pulldeploy st, status",
        "pulldeploy deploy --reg, --register",
        "pulldeploy publish --form, --format",
        "pulldeploy call --retcode, --retcode-passthrough"
    })
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        assertThat(completions(typed)).contains(completed);
    }

    @Test
    void whatFitsNothingStays() throws Exception {
        assertThat(completions("pulldeploy xyz")).isBlank();
    }

    private String completions(String typed) throws Exception {
        Path script = Files.writeString(scratch.resolve("completion"), script());
        Process bash =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                """
                                . "$0"; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                                _complete_pulldeploy; echo "${COMPREPLY[@]}"
                                """,
                                script.toString(),
                                typed)
                        .redirectErrorStream(true)
                        .start();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String script() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Secrets secrets = new Secrets();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        System.err,
                        () -> false,
                        () -> false,
                        secrets);
        Machine machine =
                new Machine(
                        RealHost.of(Path.of("/"), Map.of(), Clock.systemUTC()),
                        AwsSettings.STANDARD,
                        Map.of(),
                        secrets,
                        false);
        int code =
                new Program(
                                terminal,
                                Main.allCommands(
                                        terminal, machine, new Signals(_ -> Duration.ZERO)))
                        .run("completion");
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
