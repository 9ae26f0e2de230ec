package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A home of the machine's gpg with one throw-away key. */
public final class GpgHome implements AutoCloseable {
    private final Path directory;

    /**
     * @param directory is made, for nobody else to read
     */
    public GpgHome(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        gpg(
                "",
                "--passphrase",
                "",
                "--quick-gen-key",
                "test",
                "future-default",
                "default",
                "never");
    }

    /** An armoured message, with its last line feed. */
    public String encrypt(String text) throws IOException {
        return gpg(text, "--armor", "--trust-model", "always", "-r", "test", "-e");
    }

    public String encrypt(byte[] data) throws IOException {
        return gpg(data, "--armor", "--trust-model", "always", "-r", "test", "-e");
    }

    private String gpg(String input, String... arguments) throws IOException {
        return gpg(input.getBytes(UTF_8), arguments);
    }

    private String gpg(byte[] input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("gpg", "--batch", "--pinentry-mode", "loopback"));
        command.addAll(List.of(arguments));
        return run(command, input);
    }

    private String run(List<String> command, byte[] input) throws IOException {
        List<String> own = new ArrayList<>(command);
        own.addAll(1, List.of("--homedir", directory.toString()));
        Process process =
                new ProcessBuilder(own).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue()).as(own.toString()).isZero();
        return output;
    }

    /** Ends the agent that gpg left behind. */
    @Override
    public void close() throws IOException {
        run(List.of("gpgconf", "--kill", "gpg-agent"), new byte[0]);
    }
}
