package io.pulldeploy;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.system.FileTree;

import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS that a test runs against: the simulated one, moto, or LocalStack for its S3. The test
 * says which it wants; only for S3 does the machine decide, and what it decided is printed.
 */
public final class AwsFixture implements AutoCloseable {
    public static final String BUCKET = "bootstrap";
    public static final String GROUP = "myapp-testing-useast1";
    public static final String INSTANCE = "i-0123456789abcdef0";
    public static final String REGION = "us-east-1";

    private static final boolean PULLS_NOTHING =
            "true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    private static final String WOULD_PULL =
            "Testcontainers would pull an image; Maven sets TESTCONTAINERS_RYUK_DISABLED, which keeps it from that";

    private static final AwsSettings.Credentials ANY =
            new AwsSettings.Credentials("AKIATEST", "secret", Optional.empty());

    private final AwsSettings settings;
    private final Runnable stop;

    private AwsFixture(AwsSettings settings, Runnable stop) {
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * The simulated AWS with a bucket, and an instance of the group {@link #GROUP} with its load
     * balancer. The caller closes it.
     */
    public static SimulatedAws simulation(Path root, Clock clock, Duration checking) {
        return new SimulatedAws(
                        SimulatedInstance.ofGroup(GROUP, INSTANCE),
                        new FileTree(),
                        root,
                        clock,
                        checking)
                .withBucket(BUCKET)
                .withLoadBalancer(GROUP);
    }

    /** What makes our clients take it for AWS. */
    public static AwsSettings settings(SimulatedAws aws) {
        return at(
                aws.endpoint(),
                new AwsSettings.Credentials(
                        SimulatedAws.ACCESS_KEY,
                        SimulatedAws.SECRET_KEY,
                        Optional.of(SimulatedAws.SESSION_TOKEN)));
    }

    /** What makes our clients take a moto server for AWS, with keys that everything is allowed. */
    public static AwsSettings settings(MotoServer moto) {
        return at(moto.endpoint(), ANY);
    }

    /**
     * The most faithful S3 that this machine has: LocalStack where its image has been made and
     * starts, else moto.
     */
    public static AwsFixture s3() {
        if (!PULLS_NOTHING) {
            return moto(WOULD_PULL);
        }
        LocalImages.Answer image = LocalImages.findLocalStack();
        if (!image.present()) {
            return moto(image.text());
        }
        try {
            return localStack(image.text());
        } catch (RuntimeException e) {
            // -Pmachine is where LocalStack has to start.
            return moto(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** LocalStack's S3, whose image is made first if need be. */
    public static AwsFixture localStack() {
        if (!PULLS_NOTHING) {
            throw new IllegalStateException(WOULD_PULL);
        }
        return localStack(LocalImages.localStack());
    }

    private static AwsFixture moto(String because) {
        System.err.println("S3 of this test: moto, because there is no LocalStack: " + because);
        MotoServer moto = MotoServer.start();
        return new AwsFixture(settings(moto), moto::close);
    }

    private static AwsFixture localStack(String image) {
        LocalStackContainer container =
                new LocalStackContainer(
                                DockerImageName.parse(image)
                                        .asCompatibleSubstituteFor("localstack/localstack"))
                        .withServices("s3")
                        .withStartupAttempts(1)
                        .withStartupTimeout(Duration.ofMinutes(3))
                        .withLabel("pulldeploy", LocalImages.OWNER);
        container.start();
        System.err.println("S3 of this test: " + image);
        return new AwsFixture(
                at(
                        container.getEndpoint(),
                        new AwsSettings.Credentials(
                                container.getAccessKey(),
                                container.getSecretKey(),
                                Optional.empty())),
                container::stop);
    }

    public AwsSettings settings() {
        return settings;
    }

    /** What a process needs in its environment to take it for AWS. */
    public static Map<String, String> environment(AwsSettings settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        settings.endpoint().ifPresent(e -> variables.put("AWS_ENDPOINT_URL", e.toString()));
        settings.region().ifPresent(r -> variables.put("AWS_REGION", r));
        settings.credentials()
                .ifPresent(keys -> {
                    variables.put("AWS_ACCESS_KEY_ID", keys.keyId());
                    variables.put("AWS_SECRET_ACCESS_KEY", keys.secret());
                    keys.token().ifPresent(t -> variables.put("AWS_SESSION_TOKEN", t));
                });
        return variables;
    }

    @Override
    public void close() {
        stop.run();
    }

    static AwsSettings at(URI endpoint, AwsSettings.Credentials credentials) {
        return AwsSettings.STANDARD.at(endpoint).inRegion(REGION).with(credentials);
    }
}
