package io.pulldeploy;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.system.FileTree;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The AWS that a test runs against: the simulated one, moto, or LocalStack for its S3. */
public final class AwsFixture {
    public static final String BUCKET = "bootstrap";
    public static final String GROUP = "myapp-testing-useast1";
    public static final String INSTANCE = "i-0123456789abcdef0";

    private AwsFixture() {}

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
        return settings(
                aws.endpoint(),
                new AwsSettings.Credentials(
                        SimulatedAws.ACCESS_KEY,
                        SimulatedAws.SECRET_KEY,
                        Optional.of(SimulatedAws.SESSION_TOKEN)));
    }

    static AwsSettings settings(URI endpoint, AwsSettings.Credentials credentials) {
        return AwsSettings.STANDARD.at(endpoint).inRegion("us-east-1").with(credentials);
    }
}
