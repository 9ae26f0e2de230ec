package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;
import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.SigningKey;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An instance that trusts one key, and a bucket that others can write as well. */
class SignatureIT {
    private static final ArtifactName MYAPP = new ArtifactName("myapp");
    private static final ChannelName TESTING = new ChannelName("testing");
    private static final String POINTER = "deploy/myapp/channels/testing.json";

    @TempDir Path scratch;
    private AutoCloseable aws;
    private Instance instance;
    private Tree service;
    private KeyPair trusted;

    /** Where the bucket is. */
    private enum Emulator {
        SIMULATION,
        MOTO
    }

    @AfterEach
    void stop() throws Exception {
        aws.close();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatTheTrustedKeySignedIsDeployed(Emulator emulator) throws Exception {
        AwsSettings settings = start(emulator);
        instance =
                new Instance(
                        scratch.resolve("instance"),
                        "myapp-testing-useast1-1.example.com",
                        settings,
                        AwsFixture.environment(settings));
        trusted = newKey();
        KeyPair stranger = newKey();
        instance.configureAlso(
                "pulldeploy:\n  trusted_keys:\n    release: |\n"
                        + pem("PUBLIC KEY", trusted.getPublic()).indent(6));
        service = Artifacts.service(scratch.resolve("service"));
        Path key = scratch.resolve("release.pem");
        Files.writeString(key, pem("PRIVATE KEY", trusted.getPrivate()));

        releaseOnTheCommandLine("base", "default", Artifacts.base(scratch.resolve("base")), key);
        releaseOnTheCommandLine("myapp", "testing", service, key);
        assertDeploys("v1");

        offer("v2", Optional.empty());
        assertRefused("deploy/myapp/channels/testing.json is not signed");

        offer(
                "v3",
                Optional.of(SigningKey.of("stranger", pem("PRIVATE KEY", stranger.getPrivate()))));
        assertRefused("is signed with the key stranger, which is not trusted");

        offer(
                "v4",
                Optional.of(SigningKey.of("release", pem("PRIVATE KEY", stranger.getPrivate()))));
        assertRefused("does not match its signature by the key release");

        Optional<SigningKey> own =
                Optional.of(SigningKey.of("release", pem("PRIVATE KEY", trusted.getPrivate())));
        offer("v5", own);
        String manifest = instance.object("deploy/myapp/artifacts/v5.json");
        instance.damage(
                "deploy/myapp/artifacts/v5.json", manifest.replace("\"size\": ", "\"size\": 1"));
        assertRefused("deploy/myapp/artifacts/v5.json does not match its signature");
        instance.damage("deploy/myapp/artifacts/v5.json", manifest);

        String old = instance.object(POINTER);
        offer("v6", own);
        assertDeploys("v6");
        instance.damage(POINTER, old);
        Agent.Run run = instance.deploy("myapp", "testing");
        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.errors()).contains("the channel testing of myapp went back from sequence");
        assertThat(instance.version("myapp", "current")).isEqualTo("v6");
    }

    private AwsSettings start(Emulator emulator) {
        return switch (emulator) {
            case SIMULATION -> {
                SimulatedAws simulation =
                        AwsFixture.simulation(
                                scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
                aws = simulation;
                yield AwsFixture.settings(simulation);
            }
            case MOTO -> {
                MotoServer moto = MotoServer.start();
                aws = moto;
                AwsSettings settings = AwsFixture.settings(moto);
                new AwsClients(settings).s3().createBucket(b -> b.bucket(AwsFixture.BUCKET));
                yield settings;
            }
        };
    }

    private void releaseOnTheCommandLine(String name, String channel, Tree tree, Path key) {
        List<List<String>> commands =
                List.of(
                        List.of(name, tree.root().toString(), "--version", "v1"),
                        List.of(name, channel, "v1"));
        List<String> verbs = List.of("publish", "promote");
        for (int i = 0; i < verbs.size(); i++) {
            List<String> words = new ArrayList<>(commands.get(i));
            words.addAll(List.of("--key", key.toString()));
            Agent.Run run = instance.start(verbs.get(i), words.toArray(String[]::new)).await();
            assertThat(run.exitCode()).as(run.text()).isZero();
        }
    }

    private void offer(String version, Optional<SigningKey> key) {
        instance.offer(MYAPP, TESTING, new Version(version), service.file("code", version), key);
    }

    private void assertDeploys(String version) {
        Agent.Run run = instance.deploy("myapp", "testing");
        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(instance.version("myapp", "current")).isEqualTo(version);
    }

    /** The last good release stands. */
    private void assertRefused(String why) {
        Agent.Run run = instance.deploy("myapp", "testing");
        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.errors()).contains(why).contains("v1 is current, as before");
        assertThat(instance.version("myapp", "current")).isEqualTo("v1");
        assertThat(instance.version("myapp", "next")).isEqualTo("v1");
    }

    private static KeyPair newKey() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** As openssl writes it. */
    private static String pem(String kind, Key key) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }
}
