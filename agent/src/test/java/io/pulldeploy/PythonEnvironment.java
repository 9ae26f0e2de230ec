package io.pulldeploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A throw-away virtual environment under {@code target/}, made when a test first wants it. */
final class PythonEnvironment {
    private PythonEnvironment() {}

    /**
     * @param name its directory under {@code target/}
     * @param packages what pip installs into it
     * @return a program of it
     */
    static Path program(String program, String name, String... packages) throws IOException {
        Path environment = Path.of("target", name).toAbsolutePath();
        Path complete = environment.resolve("complete");
        Files.createDirectories(environment);
        // Tests in several processes may want it at the same time.
        try (FileChannel lock =
                        FileChannel.open(
                                environment.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!Files.exists(complete)) {
                run(List.of("python3", "-m", "venv", environment.toString()));
                String pip = environment.resolve("bin/pip").toString();
                List<String> install =
                        List.of(pip, "install", "--quiet", "--disable-pip-version-check");
                run(Stream.concat(install.stream(), Arrays.stream(packages)).toList());
                Files.createFile(complete);
            }
        }
        return environment.resolve("bin").resolve(program);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
