package io.pulldeploy.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaCodes;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.deploy.FastDisk;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.simulation.SimulatedMachine;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Signals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bucket of a profile whose role wants a second factor. */
@Isolated("where the SDK finds its profiles is a property of the whole JVM")
class AgentSourceTest {
    private static final String PROFILES =
            """
            [profile keys]
            aws_access_key_id = AKIASOURCE
            aws_secret_access_key = secret
            [profile admin]
            role_arn = arn:aws:iam::123456789012:role/admin
            source_profile = keys
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            """;

    private static final String SESSION =
            """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>token</SessionToken>
            <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """;

    private static final String EMPTY_BUCKET =
            """
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bootstrap</Name>
            <IsTruncated>false</IsTruncated></ListBucketResult>
            """;

    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private final List<String> asked = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private HttpServer aws;

    /** Gives sessions, and has an empty bucket. */
    @BeforeEach
    void start() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext(
                "/",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    boolean sts = body.contains("Action=AssumeRole");
                    if (!sts) {
                        keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    }
                    byte[] answer = (sts ? SESSION : EMPTY_BUCKET).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        aws.start();
        Path etc = Files.createDirectories(scratch.resolve("srv/pulldeploy/etc"));
        Files.writeString(
                etc.resolve("minion"), "file_client: local\npulldeploy: {bucket: bootstrap}\n");
        Path profiles = Files.writeString(scratch.resolve("config"), PROFILES);
        System.setProperty("aws.configFile", profiles.toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.configFile");
        aws.stop(0);
    }

    private Repository repository(MfaSessions sessions) {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        Machine machine =
                new Machine(
                        SimulatedMachine.host(
                                scratch,
                                new AccountFiles(
                                        new FileTree(scratch),
                                        c -> new Completed(0, 0, "", "", false)),
                                String::compareTo,
                                environment,
                                Clock.systemUTC()),
                        new AwsSettings(
                                Optional.of("us-east-1"),
                                Optional.of("admin"),
                                Optional.of(
                                        URI.create(
                                                "http://127.0.0.1:" + aws.getAddress().getPort())),
                                Optional.empty()),
                        environment,
                        new Secrets(),
                        true);
        return new AgentSource(
                        machine,
                        (_, _) -> new FakeMinion(Map.of(), () -> 0),
                        new Signals(_ -> Duration.ZERO),
                        sessions)
                .open(new DeployOptions("nothing"))
                .repository()
                .get();
    }

    @Test
    void atATerminalACodeIsAskedOnce() {
        MfaSessions sessions =
                new MfaSessions(device -> {
                    asked.add(device);
                    return Optional.of("123456");
                });
        Repository repository = repository(sessions);
        assertThat(asked).describedAs("until AWS is called").isEmpty();

        assertThat(repository.channels(new ArtifactName("base"))).isEmpty();
        assertThat(repository.versions(new ArtifactName("base"))).isEmpty();

        assertThat(asked).containsExactly("arn:aws:iam::123456789012:mfa/me");
        assertThat(keys).hasSize(2).allMatch(k -> k.contains("Credential=ASIASESSION/"));

        // As the states of the same deploy, whose clients are others.
        assertThat(repository(sessions).channels(new ArtifactName("base"))).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void withoutATerminalItSaysSo() {
        Repository repository = repository(new MfaSessions(MfaCodes.NOBODY));

        assertThatThrownBy(() -> repository.channels(new ArtifactName("base")))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> {
                            assertThat(f.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
                            assertThat(f.remedy()).contains("Run this at a terminal");
                        })
                .hasMessage(
                        "the profile 'admin' wants a code of arn:aws:iam::123456789012:mfa/me, and"
                                + " nobody sits at a terminal to give it");
        assertThat(keys).isEmpty();
    }
}
