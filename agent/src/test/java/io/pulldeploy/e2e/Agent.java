package io.pulldeploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The fat JAR, run as a process. */
final class Agent {
    private static final long LIMIT_SECONDS = 120;

    private final Map<String, String> environment;

    /**
     * @param environment beside PATH, all there is
     */
    Agent(Map<String, String> environment) {
        this.environment = new LinkedHashMap<>(environment);
    }

    /** How a run ended. */
    record Run(int exitCode, String output, String errors) {
        /** Everything that was printed, for messages whose stream does not matter. */
        String text() {
            return output + errors;
        }
    }

    Run run(String... arguments) {
        return run(List.of(arguments));
    }

    Run run(List<String> arguments) {
        return start(arguments).await();
    }

    /** Starts it, so that something can happen to it meanwhile. */
    Running start(List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                // A shell's background job ignores SIGINT, and so would the agent.
                                "env",
                                "--default-signal=HUP,INT,TERM",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-jar",
                                jar().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", Objects.requireNonNull(System.getenv("PATH")));
        builder.environment().put("HOME", "/nonexistent");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        if (environment.containsKey("AWS_EC2_METADATA_SERVICE_ENDPOINT")) {
            builder.environment().remove("AWS_EC2_METADATA_DISABLED");
        }
        try {
            Path output = Files.createTempFile("agent", ".out");
            Path errors = Files.createTempFile("agent", ".err");
            Process process =
                    builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            return new Running(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run that goes on. */
    record Running(Process process, Path output, Path errors) {
        /**
         * @param name such as {@code TERM}
         */
        void signal(String name) {
            try {
                new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        Run await() {
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "it did not end: "
                                    + Files.readString(output)
                                    + Files.readString(errors));
                }
                Run run =
                        new Run(
                                process.exitValue(),
                                Files.readString(output, UTF_8),
                                Files.readString(errors, UTF_8));
                Files.delete(output);
                Files.delete(errors);
                return run;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** The JAR that the build made just before the integration tests. */
    static Path jar() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(f -> f.getFileName().toString().matches("pulldeploy-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run mvn package first"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
