package io.pulldeploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of the simulation that no client of ours would notice: its refusals. */
class SimulatedAwsTest {
    @TempDir Path root;
    private SimulatedAws aws;

    private record Got(int status, String body, Map<String, String> headers) {}

    @BeforeEach
    void start() {
        aws = simulation();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void metadataWantsAToken() throws IOException {
        URI id = aws.metadataEndpoint().resolve("/latest/meta-data/instance-id");

        assertThat(send("GET", id, Map.of(), "").status()).isEqualTo(401);
        assertThat(send("GET", id, Map.of("X-aws-ec2-metadata-token", "guessed"), "").status())
                .isEqualTo(401);
        Got answer = send("GET", id, Map.of("X-aws-ec2-metadata-token", token("60")), "");
        assertThat(answer.body()).isEqualTo("i-0123456789abcdef0");
    }

    @Test
    void metadataRefusesATokenWithoutALifetimeOrFromAfar() throws IOException {
        URI uri = aws.metadataEndpoint().resolve("/latest/api/token");
        String ttl = "X-aws-ec2-metadata-token-ttl-seconds";

        assertThat(send("PUT", uri, Map.of(), "").status()).isEqualTo(400);
        assertThat(send("PUT", uri, Map.of(ttl, "21601"), "").status()).isEqualTo(400);
        assertThat(send("PUT", uri, Map.of(ttl, "60", "X-Forwarded-For", "x"), "").status())
                .isEqualTo(403);
    }

    @Test
    void metadataIsATree() throws IOException {
        Map<String, String> token = Map.of("X-aws-ec2-metadata-token", token("60"));
        URI base = aws.metadataEndpoint();

        assertThat(send("GET", base.resolve("/latest/meta-data/placement/"), token, "").body())
                .isEqualTo("availability-zone\nregion");
        assertThat(
                        send(
                                        "GET",
                                        base.resolve("/latest/meta-data/iam/security-credentials/"),
                                        token,
                                        "")
                                .body())
                .isEqualTo("myapp-testing-useast1");
        assertThat(
                        send("GET", base.resolve("/latest/meta-data/tags/instance/"), token, "")
                                .status())
                .as("tags are off unless the launch template allows them")
                .isEqualTo(404);
        assertThat(
                        send(
                                        "GET",
                                        base.resolve("/latest/dynamic/instance-identity/document"),
                                        token,
                                        "")
                                .body())
                .contains("\"region\" : \"us-east-1\"");
    }

    @Test
    void s3RefusesWhoDoesNotSign() throws IOException {
        Got answer = send("GET", aws.endpoint().resolve("/bootstrap/k"), Map.of(), "");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void s3TakesSignedChunksAndChecksTheTrailingSum() throws IOException {
        String chunks =
                """
                5;chunk-signature=0
                hello
                6;chunk-signature=0
                 world
                0;chunk-signature=0
                x-amz-checksum-crc32:DUoRhQ==

                """
                        .replace("\n", "\r\n");
        Map<String, String> headers =
                signed(
                        "s3",
                        Map.of(
                                "x-amz-content-sha256",
                                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                                "Content-Encoding",
                                "aws-chunked"));
        URI key = aws.endpoint().resolve("/bootstrap/a%20key/with%2Bsigns");

        assertThat(send("PUT", key, headers, chunks).status()).isEqualTo(200);
        assertThat(send("GET", key, signed("s3", Map.of()), "").body()).isEqualTo("hello world");
        Got bad = send("PUT", key, headers, chunks.replace("DUoRhQ", "AUoRhQ"));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body()).contains("BadDigest");
    }

    @Test
    void s3ListsByPrefixDelimiterAndPage() throws IOException {
        for (String key : new String[] {"a/1", "a/2", "a/2/x", "b", "c/", ".."}) {
            URI uri = aws.endpoint().resolve("/bootstrap/" + key.replace("..", "%2E%2E"));
            assertThat(send("PUT", uri, signed("s3", Map.of()), "x").status()).isEqualTo(200);
        }

        assertThat(list("delimiter=/"))
                .contains(
                        "<Key>..</Key>",
                        "<Key>b</Key>",
                        "<Prefix>a/</Prefix>",
                        "<Prefix>c/</Prefix>");
        assertThat(list("delimiter=/")).doesNotContain("<Key>a/1</Key>");
        assertThat(list("prefix=a/&max-keys=2"))
                .contains("<Key>a/1</Key>", "<Key>a/2</Key>", "<IsTruncated>true</IsTruncated>")
                .doesNotContain("a/2/x");
        String token = list("prefix=a/&max-keys=2").replaceAll("(?s).*Token>(.*)</Next.*", "$1");
        assertThat(list("prefix=a/&max-keys=2&continuation-token=" + token))
                .contains("<Key>a/2/x</Key>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("<Key>a/1</Key>");
    }

    @Test
    void s3AnswersRangesAndConditions() throws IOException {
        URI key = aws.endpoint().resolve("/bootstrap/k");
        Got put = send("PUT", key, signed("s3", Map.of()), "0123456789");
        String etag = put.headers().getOrDefault("Etag", "");

        Got part = send("GET", key, signed("s3", Map.of("Range", "bytes=7-")), "");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("789");
        assertThat(part.headers()).containsEntry("Content-range", "bytes 7-9/10");
        assertThat(send("GET", key, signed("s3", Map.of("Range", "bytes=10-")), "").status())
                .isEqualTo(416);
        assertThat(send("HEAD", key, signed("s3", Map.of("If-None-Match", etag)), "").status())
                .isEqualTo(304);
        assertThat(send("GET", key, signed("s3", Map.of("If-Match", "\"no\"")), "").status())
                .isEqualTo(412);
        assertThat(send("PUT", key, signed("s3", Map.of("If-None-Match", "*")), "").status())
                .isEqualTo(412);
        assertThat(send("HEAD", key, signed("s3", Map.of()), "").headers())
                .containsEntry("Content-length", "10");
    }

    @Test
    void aSecondStartGoesOn() throws IOException {
        URI key = aws.endpoint().resolve("/bootstrap/deploy/k");
        Got put = send("PUT", key, signed("s3", Map.of()), "kept");
        elb("RegisterInstancesWithLoadBalancer");
        aws.close();

        aws = simulation();

        Got got =
                send(
                        "GET",
                        aws.endpoint().resolve("/bootstrap/deploy/k"),
                        signed("s3", Map.of()),
                        "");
        assertThat(got.body()).isEqualTo("kept");
        assertThat(got.headers().get("Etag")).isEqualTo(put.headers().get("Etag"));
        assertThat(aws.registered("myapp-testing-useast1")).containsExactly("i-0123456789abcdef0");
    }

    @Test
    void aDeniedActionIsRefusedInTheServicesOwnForm() throws IOException {
        aws.deny("elasticloadbalancing:DescribeInstanceHealth");

        Got answer = elb("DescribeInstanceHealth");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("<ErrorResponse>", "<Code>AccessDenied</Code>");
        assertThat(aws.calls()).contains("elasticloadbalancing:DescribeInstanceHealth /");
    }

    private SimulatedAws simulation() {
        return new SimulatedAws(
                        SimulatedInstance.ofGroup("myapp-testing-useast1", "i-0123456789abcdef0"),
                        new FileTree(),
                        root,
                        Clock.systemUTC(),
                        Duration.ZERO)
                .withBucket("bootstrap")
                .withLoadBalancer("myapp-testing-useast1");
    }

    private String list(String query) throws IOException {
        URI uri = URI.create(aws.endpoint() + "/bootstrap?list-type=2&" + query);
        return send("GET", uri, signed("s3", Map.of()), "").body();
    }

    private Got elb(String action) throws IOException {
        return send(
                "POST",
                aws.endpoint().resolve("/"),
                signed(
                        "elasticloadbalancing",
                        Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")),
                "Action="
                        + action
                        + "&Version=2012-06-01&LoadBalancerName=myapp-testing-useast1"
                        + "&Instances.member.1.InstanceId=i-0123456789abcdef0");
    }

    private String token(String seconds) throws IOException {
        return send(
                        "PUT",
                        aws.metadataEndpoint().resolve("/latest/api/token"),
                        Map.of("X-aws-ec2-metadata-token-ttl-seconds", seconds),
                        "")
                .body();
    }

    private static Map<String, String> signed(String service, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/"
                        + service
                        + "/aws4_request, SignedHeaders=host, Signature=0");
        return all;
    }

    private static Got send(String method, URI uri, Map<String, String> headers, String body)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        Map<String, String> answered = new LinkedHashMap<>();
        connection
                .getHeaderFields()
                .forEach((k, v) -> {
                    if (k != null) {
                        answered.put(k, v.getFirst());
                    }
                });
        try (var in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Got(status, text, answered);
        }
    }
}
