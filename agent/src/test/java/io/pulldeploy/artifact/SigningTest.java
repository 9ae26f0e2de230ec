package io.pulldeploy.artifact;

import static io.pulldeploy.artifact.RepositoryTest.assertFails;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.artifact.Publisher.Published;
import io.pulldeploy.artifact.Publisher.Published.Outcome;
import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** How a bucket comes to be signed, stays signed, and is mended. */
class SigningTest {
    private static final ArtifactName MYAPP = new ArtifactName("myapp");
    private static final ChannelName TESTING = new ChannelName("testing");
    private static final Version V1 = new Version("v1");
    private static final String POINTER = "deploy/myapp/channels/testing.json";

    @TempDir private Path dir;

    private final Bucket bucket = new Bucket();
    private Path tree;
    private SigningKey key;
    private Repository strict;

    @BeforeEach
    void anUnsignedReleaseAndAKey() throws Exception {
        tree = Bucket.tree(dir, Map.of("a", "1"));
        bucket.publish("myapp", "v1", tree);
        bucket.promote("myapp", "testing", "v1");
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = SigningKey.of("k", base64(pair.getPrivate()));
        strict = bucket.repository(Map.of("k", base64(pair.getPublic())));
    }

    @Test
    void whatIsThereAlreadyIsSignedLater() {
        assertFails(() -> strict.channel(MYAPP, TESTING), ExitCode.REFUSED, "is not signed");

        assertThat(publish().outcome()).isEqualTo(Outcome.SIGNED);
        assertThat(promote(key).sequence()).isEqualTo(2);

        assertThat(strict.channel(MYAPP, TESTING).version()).isEqualTo(V1);
        assertThat(strict.manifest(MYAPP, V1).version()).isEqualTo(V1);
        assertThat(publish().outcome()).isEqualTo(Outcome.NOTHING);
        assertThat(promote(key).sequence()).as("signed already").isEqualTo(2);
    }

    @Test
    void aSignedChannelIsNotLeftUnsignedByAccident() {
        publish();
        promote(key);
        bucket.publish("myapp", "v2", tree);

        assertFails(
                () -> bucket.promote("myapp", "testing", "v2"),
                ExitCode.USAGE,
                "the channel testing of myapp is signed, and no key was given");
        assertThat(
                        bucket.publisher()
                                .promote(MYAPP, TESTING, new Version("v2"), "test", true)
                                .channel()
                                .sequence())
                .isEqualTo(3);
    }

    @Test
    void aDamagedChannelIsReplacedIfThatIsAskedFor() {
        bucket.store.replace(POINTER, "{".getBytes(UTF_8));

        assertFails(
                () -> bucket.promote("myapp", "testing", "v1"), ExitCode.REFUSED, "is not JSON");
        Channel moved = bucket.publisher().promote(MYAPP, TESTING, V1, "test", true).channel();

        assertThat(moved.sequence())
                .as("no instance has seen a higher one")
                .isEqualTo(Bucket.CLOCK.instant().getEpochSecond() + 1);
        assertThat(bucket.repository().channel(MYAPP, TESTING)).isEqualTo(moved);
        assertThat(bucket.promote("myapp", "testing", "v1").sequence()).isEqualTo(moved.sequence());
    }

    private Published publish() {
        return bucket.publisher(key)
                .publish(MYAPP, tree, Optional.of(V1), Format.TAR_GZ, Manifest.Source.UNKNOWN);
    }

    private Channel promote(SigningKey with) {
        return bucket.publisher(with).promote(MYAPP, TESTING, V1, "test", false).channel();
    }

    private static String base64(Key half) {
        return Base64.getEncoder().encodeToString(half.getEncoded());
    }
}
