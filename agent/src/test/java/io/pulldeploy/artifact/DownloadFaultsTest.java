package io.pulldeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.FaultyProxy;
import io.pulldeploy.FaultyProxy.Fault;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Condition;
import io.pulldeploy.aws.ObjectStore.Content;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** The real S3 client, over a network and against an S3 that have bad days. */
class DownloadFaultsTest {
    private static final String KEY = "deploy/myapp/artifacts/v1.tar.gz";
    private static final Pace PACE =
            new Pace(60_000, Duration.ofMillis(400), Duration.ofMillis(10));

    @TempDir Path dir;
    private final byte[] content = new byte[300_000];
    private SimulatedAws aws;
    private FaultyProxy proxy;
    private ObjectStore store;
    private Path target;

    @BeforeEach
    void anObjectBehindTheProxy() throws Exception {
        new Random(7).nextBytes(content);
        aws = AwsFixture.simulation(dir.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
        proxy = FaultyProxy.before(aws.endpoint());
        AwsSettings settings = AwsFixture.settings(aws).at(proxy.endpoint());
        store =
                new S3ObjectStore(
                        new AwsClients(settings),
                        AwsFixture.BUCKET,
                        Clock.systemUTC(),
                        new Random(7));
        put(content);
        target = dir.resolve("target");
    }

    @AfterEach
    void stop() {
        proxy.close();
        aws.close();
    }

    @Test
    void aStalledConnectionIsGivenUpAndTakenUpWhereItStalled() {
        proxy.next(KEY, new Fault.StallAfter(100_000));

        fetch();

        assertThat(proxy.gets(KEY)).containsExactly("all", "bytes=100000-");
    }

    @Test
    void aConnectionThatTricklesIsGivenUp() {
        proxy.next(KEY, new Fault.Trickle(20));

        fetch();

        assertThat(proxy.gets(KEY)).hasSize(2).element(1).asString().startsWith("bytes=");
    }

    @Test
    void aConnectionThatIsCutIsTakenUpWhereItWasCut() {
        proxy.next(KEY, new Fault.CutAfter(100_000), new Fault.CutAfter(50_000));

        fetch();

        assertThat(proxy.gets(KEY)).containsExactly("all", "bytes=100000-", "bytes=150000-");
    }

    @Test
    void progressMakesUpForManyCuts() {
        Fault[] cuts = new Fault[10];
        Arrays.fill(cuts, new Fault.CutAfter(25_000));
        proxy.next(KEY, cuts);

        assertThatThrownBy(this::fetch)
                .as("what brings less than the pace wants is fruitless")
                .hasMessageContaining("broke off again and again, at last at byte 150000");

        Arrays.fill(cuts, new Fault.CutAfter(61_000));
        proxy.next(KEY, cuts);
        fetch();
    }

    @Test
    void whatArrivesGarbledIsFetchedOnceMore() {
        proxy.next(KEY, new Fault.Garble());

        fetch();

        assertThat(proxy.gets(KEY)).containsExactly("all", "all");
    }

    @Test
    void whatAlwaysArrivesGarbledIsRefusedAndNamed() {
        proxy.next(KEY, new Fault.Garble(), new Fault.Garble());

        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("s3://bootstrap/" + KEY + " has the SHA-256 ");
        assertThat(target).doesNotExist();
    }

    @Test
    void anObjectThatIsReplacedOnTheWayIsStartedAnew() {
        byte[] other = content.clone();
        other[0]++;
        put(other);
        proxy.next(KEY, new Fault.CutAfter(100_000), new Fault.Meanwhile(() -> put(content)));

        fetch();

        assertThat(proxy.gets(KEY)).containsExactly("all", "bytes=100000-", "all");
    }

    @Test
    void aBusyOrBrokenServiceIsAskedAgain() {
        proxy.next(
                KEY,
                new Fault.Refuse(500, "InternalError"),
                new Fault.Refuse(503, "SlowDown"),
                new Fault.Refuse(503, "SlowDown"));

        fetch();

        assertThat(proxy.gets(KEY)).hasSize(4);
    }

    private void fetch() {
        Manifest manifest =
                new Manifest(
                        new ArtifactName("myapp"),
                        new Version("v1"),
                        KEY,
                        Format.TAR_GZ,
                        content.length,
                        sha256(content),
                        Instant.EPOCH,
                        Manifest.Source.UNKNOWN);
        new Download(store, new FileTree(), PACE).fetch(manifest, target, _ -> {});
        try {
            assertThat(Files.readAllBytes(target)).isEqualTo(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void put(byte[] bytes) {
        try {
            Path file = Files.write(dir.resolve("object"), bytes);
            store.put(KEY, new Content.File(file), new Condition.Always());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
