package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** Holds the adapter, and with it the simulated S3, to the contract. */
class S3ObjectStoreOnSimulationTest extends ObjectStoreContract {
    @TempDir Path root;
    private SimulatedAws aws;

    @BeforeEach
    void start() {
        aws = AwsFixture.simulation(root, Clock.systemUTC(), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Override
    protected ObjectStore store() {
        return new S3ObjectStore(
                new AwsClients(AwsFixture.settings(aws)),
                AwsFixture.BUCKET,
                Clock.systemUTC(),
                new Random());
    }
}
