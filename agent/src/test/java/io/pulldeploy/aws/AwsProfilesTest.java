package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.profiles.ProfileFile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class AwsProfilesTest {
    private static final String CONFIG =
            """
            [profile keys]
            aws_access_key_id = AKIASOURCE
            aws_secret_access_key = secret
            [profile admin]
            role_arn = arn:aws:iam::123456789012:role/admin
            source_profile = keys
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            external_id = theirs
            [profile lonely]
            role_arn = arn:aws:iam::123456789012:role/admin
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            [profile a]
            role_arn = arn:aws:iam::123456789012:role/a
            source_profile = b
            mfa_serial = m
            [profile b]
            role_arn = arn:aws:iam::123456789012:role/b
            source_profile = a
            mfa_serial = m
            """;

    private static final String SESSION =
            """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>token</SessionToken>
            <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """;

    private static final String NO_QUEUE =
            """
            {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "none"}
            """;

    private final List<String> assumed = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private HttpServer aws;

    /** Gives sessions, and has no queues. */
    @BeforeEach
    void start() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext(
                "/",
                exchange -> {
                    String asked =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    boolean sts = asked.contains("Action=AssumeRole");
                    (sts ? assumed : keys)
                            .add(
                                    sts
                                            ? asked
                                            : exchange.getRequestHeaders()
                                                    .getFirst("Authorization"));
                    byte[] answer = (sts ? SESSION : NO_QUEUE).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(sts ? 200 : 400, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    private AwsAccounts accounts(MfaCodes codes) {
        ProfileFile file =
                ProfileFile.builder()
                        .type(ProfileFile.Type.CONFIGURATION)
                        .content(new ByteArrayInputStream(CONFIG.getBytes(StandardCharsets.UTF_8)))
                        .build();
        URI endpoint = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
        AwsSettings settings = AwsSettings.STANDARD.at(endpoint).inRegion("us-east-1");
        return new SdkAccounts(
                new AwsClients(settings, new AwsProfiles(() -> file, new MfaSessions(codes))),
                Clock.systemUTC(),
                new SplittableRandom(1));
    }

    private static AwsSettings profile(String name) {
        return new AwsSettings(
                Optional.empty(), Optional.of(name), Optional.empty(), Optional.empty());
    }

    @Test
    void aFileThatIsNoneIsTheConfigurationsMistake() {
        AwsProfiles profiles =
                new AwsProfiles(
                        () ->
                                ProfileFile.builder()
                                        .content(
                                                new ByteArrayInputStream(
                                                        "region = us-east-1\n"
                                                                .getBytes(StandardCharsets.UTF_8)))
                                        .type(ProfileFile.Type.CONFIGURATION)
                                        .build(),
                        new MfaSessions(MfaCodes.NOBODY));

        assertThatThrownBy(() ->
                        new AwsClients(
                                        new AwsSettings(
                                                Optional.empty(),
                                                Optional.of("any"),
                                                Optional.empty(),
                                                Optional.empty()),
                                        profiles)
                                .sqs())
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage(
                        "the AWS configuration cannot be read: Expected a profile definition on line 1");
    }

    @Test
    void aCodeIsAskedOnceAndItsSessionShared() {
        List<String> asked = new ArrayList<>();
        AwsAccounts accounts =
                accounts(device -> {
                    asked.add(device);
                    return Optional.of(" 123456 ");
                });

        accounts.at(profile("admin")).queues().url("q");
        accounts.at(profile("admin").inRegion("eu-west-1")).queues().url("q");

        assertThat(asked).containsExactly("arn:aws:iam::123456789012:mfa/me");
        assertThat(assumed)
                .singleElement()
                .asString()
                .contains("TokenCode=123456")
                .contains("SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fme")
                .contains("ExternalId=theirs");
        assertThat(keys).hasSize(2).allMatch(k -> k.contains("Credential=ASIASESSION/"));
    }

    @Test
    void withoutATerminalItSaysSo() {
        assertThatThrownBy(() -> accounts(MfaCodes.NOBODY).at(profile("admin")).queues().url("q"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> {
                            assertThat(f.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
                            assertThat(f.remedy()).contains("Run this at a terminal");
                        })
                .hasMessage(
                        "the profile 'admin' wants a code of arn:aws:iam::123456789012:mfa/me, and"
                                + " nobody sits at a terminal to give it");
        assertThat(assumed).isEmpty();
    }

    @Test
    void aProfileThatIsNotDefinedIsRefusedByName() {
        assertThatThrownBy(() -> accounts(MfaCodes.NOBODY).at(profile("amdin")).queues().url("q"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.remedy()).contains("a, admin, b, keys, lonely"))
                .hasMessageContaining("the profile 'amdin' is in neither");
    }

    @Test
    void aRoleNeedsSomebodyToAssumeIt() {
        AwsAccounts accounts = accounts(_ -> Optional.of("1"));
        assertThatThrownBy(() -> accounts.at(profile("lonely")).queues().url("q"))
                .hasMessageContaining("nobody to assume it");
        assertThatThrownBy(() -> accounts.at(profile("a")).queues().url("q"))
                .hasMessage("profiles are each other's source_profile: a, b, a");
    }
}
