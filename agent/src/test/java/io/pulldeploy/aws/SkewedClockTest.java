package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** An S3 whose time is another one than this machine's, and refuses as S3 does. */
class SkewedClockTest {
    private static final DateTimeFormatter SIGNED =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private ServerSocket socket;
    private Duration ahead = Duration.ZERO;
    private boolean tellsTime = true;

    @BeforeEach
    void start() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void stop() throws IOException {
        logger().detachAppender(said);
        socket.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -60})
    void aRequestIsSignedAnewWithTheServicesTimeAndTheReaderIsToldOnce(long minutes)
            throws Exception {
        ahead = Duration.ofMinutes(minutes);
        ObjectStore store = store();

        assertThat(text(store)).isEqualTo("content");
        assertThat(text(store)).isEqualTo("content");

        assertThat(statuses).as("the offset is kept").containsExactly(403, 200, 200);
        assertThat(said.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .containsPattern(
                        "clock is (59|60) minutes "
                                + (minutes > 0 ? "behind" : "ahead of")
                                + " AWS's.*correct the clock");
    }

    @Test
    void withoutASkewThereIsNothingToSay() throws Exception {
        assertThat(text(store())).isEqualTo("content");

        assertThat(said.list).isEmpty();
    }

    @Test
    void aSkewThatCannotBeCorrectedIsToldAsOne() {
        ahead = Duration.ofHours(1);
        tellsTime = false;

        assertThatThrownBy(() -> store().open("key"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
                            assertThat(failure)
                                    .hasMessageStartingWith(
                                            "AWS refuses the time of the request: s3:");
                            assertThat(failure.remedy()).contains("clock");
                        });
    }

    private ObjectStore store() {
        URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        return new S3ObjectStore(
                new AwsClients(
                        AwsSettings.STANDARD
                                .at(endpoint)
                                .inRegion("us-east-1")
                                .with(
                                        new AwsSettings.Credentials(
                                                "AKIATEST", "secret", Optional.empty()))),
                "bucket",
                Clock.systemUTC(),
                new Random(7));
    }

    private static String text(ObjectStore store) throws IOException {
        try (var content = store.open("key").orElseThrow().content()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** By hand, because the JDK's server writes its own date. */
    private void answer(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.US_ASCII));
        Instant signed = Instant.EPOCH;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("x-amz-date: ")) {
                signed = SIGNED.parse(line.substring(12), Instant::from);
            }
        }
        Instant now = Clock.systemUTC().instant().plus(ahead);
        boolean refused = Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0;
        statuses.add(refused ? 403 : 200);
        String body =
                refused
                        ? "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the"
                                + " request time and the current time is too large.</Message></Error>"
                        : "content";
        String head =
                "HTTP/1.1 "
                        + (refused ? "403 Forbidden" : "200 OK")
                        + "\r\nConnection: close\r\nETag: \"e\"\r\nContent-Length: "
                        + body.length()
                        + (tellsTime
                                ? "\r\nDate: "
                                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                now.atOffset(ZoneOffset.UTC))
                                : "");
        connection
                .getOutputStream()
                .write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    private static ch.qos.logback.classic.Logger logger() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ClockCheck.class);
    }
}
