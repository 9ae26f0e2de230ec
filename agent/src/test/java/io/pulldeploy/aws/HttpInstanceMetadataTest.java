package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

class HttpInstanceMetadataTest {
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void asksWithOneToken(@TempDir Path root) {
        try (SimulatedAws aws = AwsFixture.simulation(root, Clock.systemUTC(), Duration.ZERO)) {
            InstanceMetadata metadata = metadata(aws.metadataEndpoint().toString());

            assertThat(metadata.find("meta-data/instance-id")).hasValue(aws.instance().id());
            assertThat(metadata.find("meta-data/placement/region")).hasValue("us-east-1");
            assertThat(metadata.find("meta-data/tags/instance/Name")).isEmpty();
            assertThat(aws.calls())
                    .containsOnlyOnce("imds:PUT /latest/api/token")
                    .contains("imds:GET /latest/meta-data/instance-id");
        }
    }

    @Test
    void neverAsksWithoutAToken() throws IOException {
        // A token that is refused: version 1 would have answered the bare request.
        assertThatThrownBy(() -> answering("403 -", "403 -", "403 -", "403 -", "200 i-1"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("HTTP 403 for a token");
    }

    @Test
    void takesANewTokenWhenTheOldOneRanOut() throws IOException {
        assertThat(answering("200 t1", "401 -", "200 t2", "200 i-1")).isEqualTo("i-1");
    }

    @Test
    void isPatientWithinBounds() throws IOException {
        assertThat(answering("200 t", "429 -", "500 -", "200 i-1")).isEqualTo("i-1");
        assertThat(pauses).isEqualTo(List.of(Duration.ofMillis(400), Duration.ofMillis(800)));
        assertThatThrownBy(() -> answering("200 t", "500 -", "500 -", "500 -", "503 -"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.UNAVAILABLE))
                .hasMessageContaining("HTTP 503");
    }

    @Test
    void anAbsentServiceIsNamed() {
        assertThatThrownBy(() -> metadata("http://127.0.0.1:1").find("meta-data/instance-id"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http://127.0.0.1:1/latest/meta-data/instance-id");
    }

    @Test
    void aWrongAddressIsAConfigurationError() {
        assertThatThrownBy(() -> metadata("imds"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.CONFIGURATION));
    }

    @Test
    void theEnvironmentSwitchesItOff() {
        MetadataSettings off = MetadataSettings.of(Map.of("AWS_EC2_METADATA_DISABLED", "True"));

        assertThatThrownBy(() -> new HttpInstanceMetadata(off).find("meta-data/instance-id"))
                .hasMessageContaining("switched off");
        assertThat(
                        MetadataSettings.of(
                                        Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"))
                                .address())
                .hasToString("http://[fd00:ec2::254]");
    }

    private InstanceMetadata metadata(String endpoint) {
        return new HttpInstanceMetadata(
                MetadataSettings.of(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint)),
                pauses::add);
    }

    /** Asks a service that gives these answers, one after the other. */
    private String answering(String... answers) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Iterator<String> next = List.of(answers).iterator();
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String[] answer = next.next().split(" ");
                        exchange.sendResponseHeaders(Integer.parseInt(answer[0]), 0);
                        exchange.getResponseBody().write(answer[1].getBytes(UTF_8));
                    }
                });
        server.start();
        try {
            return metadata("http://127.0.0.1:" + server.getAddress().getPort())
                    .find("meta-data/instance-id")
                    .orElseThrow();
        } finally {
            server.stop(0);
        }
    }
}
