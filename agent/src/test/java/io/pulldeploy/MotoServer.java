package io.pulldeploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moto server of its own, of a fixed version, in a Python environment under {@code target/} that
 * is made once. {@code MOTO_SERVER} names a program to use instead.
 */
public final class MotoServer implements AutoCloseable {
    private static final String VERSION = "5.2.1";
    private static final Pattern RUNNING =
            Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it; installs it first if need be. */
    public static MotoServer start() {
        try {
            Process process =
                    new ProcessBuilder(program(), "-H", "127.0.0.1", "-p", "0")
                            .redirectErrorStream(true)
                            .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            StringBuilder seen = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                seen.append(line).append('\n');
                Matcher matcher = RUNNING.matcher(line);
                if (matcher.find()) {
                    // Nobody else reads its log, and a full pipe would stop it.
                    Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                    return new MotoServer(process, URI.create(matcher.group(1)));
                }
            }
            throw new IllegalStateException("moto did not start: " + seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** From now on policies are enforced for every call. */
    public void enforcePolicies() {
        post("/moto-api/reset-auth", "0");
    }

    /** Forgets everything, and enforces nothing. */
    public void reset() {
        post("/moto-api/reset-auth", "inf");
        post("/moto-api/reset", "");
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void post(String path, String body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve(path).toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "text/plain");
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(UTF_8));
            if (connection.getResponseCode() != 200) {
                throw new IllegalStateException(
                        "moto: " + path + ": HTTP " + connection.getResponseCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program() throws IOException {
        Optional<String> given = Optional.ofNullable(System.getenv("MOTO_SERVER"));
        if (given.isPresent()) {
            return given.get();
        }
        return PythonEnvironment.program(
                        "moto_server", "moto-" + VERSION, "moto[server]==" + VERSION)
                .toString();
    }
}
