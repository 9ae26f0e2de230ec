package io.pulldeploy.aws;

import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Holds the adapter, and with it the simulated S3, to the contract. */
class S3ObjectStoreOnSimulationTest extends ObjectStoreContract {
    @TempDir Path root;
    private SimulatedAws aws;

    @BeforeEach
    void start() {
        aws =
                new SimulatedAws(
                                SimulatedInstance.ofGroup("myapp-testing-useast1", "i-1"),
                                new FileTree(),
                                root,
                                Clock.systemUTC(),
                                Duration.ZERO)
                        .withBucket("bootstrap");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Override
    protected ObjectStore store() {
        AwsSettings settings =
                AwsSettings.STANDARD
                        .at(aws.endpoint())
                        .inRegion("us-east-1")
                        .with(
                                new AwsSettings.Credentials(
                                        SimulatedAws.ACCESS_KEY,
                                        SimulatedAws.SECRET_KEY,
                                        Optional.of(SimulatedAws.SESSION_TOKEN)));
        return new S3ObjectStore(new AwsClients(settings), "bootstrap");
    }
}
