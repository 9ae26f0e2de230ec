package io.pulldeploy.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.LocalImages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Debian of its own, in a container: systemd as its first process, apt with a repository of small
 * packages (see {@code src/test/machine/repository}), real accounts and a host name of its own. It
 * shares the network of the machine that it runs on.
 */
final class Machine implements AutoCloseable {
    private static final long LIMIT_SECONDS = 600;

    private final String container;

    private Machine(String container) {
        this.container = container;
    }

    /** How a script ended. */
    record Ran(int exitCode, String output, String errors) {
        String text() {
            return output + errors;
        }
    }

    /** A machine as it comes from the vendor. */
    static Machine boot() {
        return boot(List.of());
    }

    private static Machine boot(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("--volume=" + tarball() + ":/package.tar.gz:ro");
        return new Machine(LocalImages.boot(all.toArray(String[]::new)));
    }

    /** A machine on which the package was unpacked, as user data does. */
    static Machine bootWithAgent() {
        return bootWithAgent(List.of());
    }

    /**
     * @param options of docker run
     */
    static Machine bootWithAgent(List<String> options) {
        Machine machine = boot(options);
        check(machine.sh("tar -xzPf /package.tar.gz"), "tar");
        return machine;
    }

    static Path tarball() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(f ->
                            f.getFileName()
                                    .toString()
                                    .matches("pulldeploy-[0-9.]+-\\w+\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run mvn package first"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a shell script as root. */
    Ran sh(String script) {
        return execute(List.of("docker", "exec", container, "sh", "-c", script), "");
    }

    /** Runs a script that has to succeed; its output. */
    String ok(String script) {
        Ran ran = sh(script);
        check(ran, script);
        return ran.output();
    }

    void write(String path, String text) {
        check(
                execute(
                        List.of(
                                "docker",
                                "exec",
                                "--interactive",
                                container,
                                "sh",
                                "-c",
                                "mkdir -p \"$(dirname \"$0\")\" && cat > \"$0\"",
                                path),
                        text),
                "writing " + path);
    }

    @Override
    public void close() {
        execute(List.of("docker", "kill", container), "");
    }

    private static void check(Ran ran, String what) {
        if (ran.exitCode() != 0) {
            throw new IllegalStateException(
                    what + " ended with " + ran.exitCode() + ": " + ran.text());
        }
    }

    private static Ran execute(List<String> command, String input) {
        try {
            Path output = Files.createTempFile("machine", ".out");
            Path errors = Files.createTempFile("machine", ".err");
            Process process =
                    new ProcessBuilder(new ArrayList<>(command))
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile())
                            .start();
            process.getOutputStream().write(input.getBytes(UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        command
                                + " did not end: "
                                + Files.readString(output)
                                + Files.readString(errors));
            }
            Ran ran =
                    new Ran(
                            process.exitValue(),
                            Files.readString(output, UTF_8),
                            Files.readString(errors, UTF_8));
            Files.delete(output);
            Files.delete(errors);
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
