package io.pulldeploy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Real Salt in one long-lived process, which answers each line with a line.
 *
 * <p>{@code SALT_PYTHON} names a Python that has Salt; else an environment of its own is made.
 */
public final class SaltProcess implements AutoCloseable {
    private static final Path CONFORMANCE = Path.of("src/test/resources/conformance");

    private final String script;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    /**
     * @param script what answers, under {@code conformance}
     */
    public SaltProcess(String script) throws IOException {
        this.script = script;
        process =
                new ProcessBuilder(List.of(python(), CONFORMANCE.resolve(script).toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        questions =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String python() throws IOException {
        Optional<String> given = Optional.ofNullable(System.getenv("SALT_PYTHON"));
        return given.isPresent()
                ? given.get()
                : PythonEnvironment.program("python", "salt", "salt==3008.3").toString();
    }

    /** What Salt answers to a line, which holds no line feed. */
    public String ask(String line) throws IOException {
        questions.write(line);
        questions.write('\n');
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(script + " ended at " + line);
        }
        return answer;
    }

    /** Ends the process by ending its input. */
    @Override
    public void close() throws IOException {
        questions.close();
        answers.close();
        process.onExit().join();
    }
}
