package io.pulldeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

class RepositoryTest {
    private static final ArtifactName MYAPP = new ArtifactName("myapp");
    private static final ChannelName TESTING = new ChannelName("testing");
    private static final Version V1 = new Version("v1");

    @TempDir private Path tree;

    private final Bucket bucket = new Bucket();

    @BeforeEach
    void aTree() {
        Bucket.tree(tree, Map.of("run.sh", "#!/bin/sh"));
    }

    @Test
    void readsWhatWasPublishedAndPromoted() {
        Manifest published = bucket.publish("myapp", "v1", tree);
        bucket.promote("myapp", "testing", "v1");

        assertThat(bucket.repository().manifest(MYAPP, V1)).isEqualTo(published);
        assertThat(bucket.repository().channel(MYAPP, TESTING).version()).isEqualTo(V1);
        assertThat(bucket.repository().channel(MYAPP, TESTING).sequence()).isEqualTo(1);
    }

    @Test
    void anUnknownChannelNamesThoseThatExist() {
        bucket.publish("myapp", "v1", tree);
        bucket.promote("myapp", "production", "v1");
        bucket.promote("myapp", "staging", "v1");

        assertFails(
                () -> bucket.repository().channel(MYAPP, TESTING),
                ExitCode.UNAVAILABLE,
                "myapp has no channel testing in memory://bucket; there are: production, staging");
    }

    @Test
    void anUnknownVersionNamesCloseOnes() {
        bucket.publish("myapp", "release-12", tree);

        assertThatThrownBy(() -> bucket.repository().manifest(MYAPP, new Version("release-21")))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.remedy()).contains("release-12"));
    }

    @Test
    void refusesAManifestThatIsNotTheOneAskedFor() {
        bucket.publish("myapp", "v1", tree);
        String text = bucket.store.text("deploy/myapp/artifacts/v1.json");
        bucket.store.replace("deploy/myapp/artifacts/v2.json", text.getBytes(UTF_8));
        bucket.store.replace(
                "deploy/myapp/artifacts/v3.json", text.replace("\"v1\"", "\"v3\"").getBytes(UTF_8));

        assertFails(
                () -> bucket.repository().manifest(MYAPP, new Version("v2")),
                ExitCode.REFUSED,
                "describes myapp v1 instead of myapp v2");
        assertFails(
                () -> bucket.repository().manifest(MYAPP, new Version("v3")),
                ExitCode.REFUSED,
                "points elsewhere");
    }

    @Test
    void refusesAnUnknownSchemaAndIgnoresUnknownFields() {
        bucket.publish("myapp", "v1", tree);
        String key = "deploy/myapp/artifacts/v1.json";
        String text = bucket.store.text(key);
        bucket.store.replace(
                key, text.replace("\"schema\": 1", "\"schema\": 1, \"x\": []").getBytes(UTF_8));
        assertThat(bucket.repository().manifest(MYAPP, V1).version()).isEqualTo(V1);

        bucket.store.replace(key, text.replace("\"schema\": 1", "\"schema\": 2").getBytes(UTF_8));
        assertFails(() -> bucket.repository().manifest(MYAPP, V1), ExitCode.REFUSED, "schema 2");

        bucket.store.replace(key, "{".getBytes(UTF_8));
        assertFails(() -> bucket.repository().manifest(MYAPP, V1), ExitCode.REFUSED, "not JSON");
    }

    @Test
    void aHaltHoldsEvenIfItIsDamaged() {
        assertThat(bucket.repository().halt(MYAPP)).isEmpty();

        bucket.store.replace(
                "deploy/myapp/halt.json", "{\"reason\": \"disk fire\"}".getBytes(UTF_8));
        assertThat(bucket.repository().halt(MYAPP)).map(Halt::reason).hasValue("disk fire");

        bucket.store.replace("deploy/myapp/halt.json", "oops".getBytes(UTF_8));
        assertThat(bucket.repository().halt(MYAPP)).isPresent();
    }

    @Test
    void acceptsOnlyWhatATrustedKeySigned() throws Exception {
        KeyPair release = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Repository strict =
                bucket.repository(Map.of("release", pem("PUBLIC", release.getPublic())));

        bucket.publish("myapp", "v1", tree);
        assertFails(() -> strict.manifest(MYAPP, V1), ExitCode.REFUSED, "is not signed");

        publishSigned("v2", SigningKey.of("release", pem("PRIVATE", release.getPrivate())));
        assertThat(strict.manifest(MYAPP, new Version("v2")).version()).hasToString("v2");
        assertThat(strict.channel(MYAPP, TESTING).version()).hasToString("v2");

        publishSigned("v3", SigningKey.of("other", pem("PRIVATE", other.getPrivate())));
        assertFails(
                () -> strict.manifest(MYAPP, new Version("v3")),
                ExitCode.REFUSED,
                "signed with the key other, which is not trusted");

        publishSigned("v4", SigningKey.of("release", pem("PRIVATE", other.getPrivate())));
        assertFails(
                () -> strict.manifest(MYAPP, new Version("v4")),
                ExitCode.REFUSED,
                "does not match its signature");
        assertFails(() -> strict.channel(MYAPP, TESTING), ExitCode.REFUSED, "does not match");
    }

    @Test
    void aTrustedKeyMustBeOne() {
        assertFails(
                () -> bucket.repository(Map.of("release", "bm8=")),
                ExitCode.CONFIGURATION,
                "trusted_keys: release");
    }

    private void publishSigned(String version, SigningKey key) {
        bucket.publisher(key)
                .publish(
                        MYAPP,
                        tree,
                        Optional.of(new Version(version)),
                        Format.TAR_GZ,
                        Manifest.Source.UNKNOWN);
        bucket.publisher(key).promote(MYAPP, TESTING, new Version(version), "test", false);
    }

    private static String pem(String kind, java.security.Key key) {
        return "-----BEGIN "
                + kind
                + " KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END "
                + kind
                + " KEY-----\n";
    }

    static void assertFails(ThrowingCallable call, ExitCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
