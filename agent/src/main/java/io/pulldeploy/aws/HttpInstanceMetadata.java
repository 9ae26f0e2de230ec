package io.pulldeploy.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@link InstanceMetadata} over plain HTTP. The SDK's own client falls back to version 1 in places,
 * and takes a good part of a second to load. Every request carries a token; there is no other way.
 */
public final class HttpInstanceMetadata implements InstanceMetadata {
    private static final String TOKEN = "X-aws-ec2-metadata-token";
    private static final Duration TOKEN_LASTS = Duration.ofHours(6);

    /**
     * Short, because the service is on this very machine; an absent one must not hold up a boot.
     */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration READ = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 4;

    private final MetadataSettings settings;
    private final AwsCalls.Pause pause;
    private String token = "";

    private record Got(int status, String body) {}

    public HttpInstanceMetadata(MetadataSettings settings) {
        this(settings, new SleepingPause());
    }

    HttpInstanceMetadata(MetadataSettings settings, AwsCalls.Pause pause) {
        this.settings = settings;
        this.pause = pause;
    }

    @Override
    public synchronized Optional<String> find(String path) {
        if (settings.disabled()) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "the instance metadata service is switched off",
                    "Unset AWS_EC2_METADATA_DISABLED.");
        }
        URI uri = URI.create(settings.address() + "/latest/" + path.replace(" ", "%20"));
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                pause.of(Duration.ofMillis(100L << attempt));
            }
            try {
                if (token.isEmpty()) {
                    token = newToken();
                }
                Got got = send("GET", uri, Map.of(TOKEN, token));
                switch (got.status()) {
                    case 200 -> {
                        return Optional.of(got.body());
                    }
                    case 404 -> {
                        return Optional.empty();
                    }
                    // The token has run out, or the instance was stopped in between.
                    case 401 -> token = "";
                    default -> {}
                }
                problem = "HTTP " + got.status();
            } catch (IOException e) {
                problem = e.getMessage() == null ? e.toString() : e.getMessage();
            }
        }
        throw new Failure(
                ExitCode.UNAVAILABLE,
                "the instance metadata service does not answer: " + uri + ": " + problem,
                "On an instance, allow metadata version 2 with a hop limit of at least 1; elsewhere,"
                        + " name the machine service-service_instance-region-node, or set id in the"
                        + " minion file to such a name.");
    }

    private String newToken() throws IOException {
        URI uri = URI.create(settings.address() + "/latest/api/token");
        Got got = send("PUT", uri, Map.of(TOKEN + "-ttl-seconds", "" + TOKEN_LASTS.toSeconds()));
        if (got.status() != 200) {
            throw new IOException("HTTP " + got.status() + " for a token");
        }
        return got.body();
    }

    private static Got send(String method, URI uri, Map<String, String> headers)
            throws IOException {
        // A proxy would see the role's keys.
        HttpURLConnection connection =
                (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        headers.forEach(connection::setRequestProperty);
        int status = connection.getResponseCode();
        try (InputStream in =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return new Got(status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
        }
    }
}
