package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Holds the adapter to the contract against LocalStack, in a container that is made here. */
@Tag("machine")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3OnLocalStackIT extends ObjectStoreContract {
    private AwsFixture aws;

    @BeforeAll
    void start() {
        aws = AwsFixture.localStack();
    }

    @AfterAll
    void stop() {
        aws.close();
    }

    @Override
    protected ObjectStore store() {
        AwsClients clients = new AwsClients(aws.settings());
        String bucket = "bucket-" + UUID.randomUUID();
        clients.s3().createBucket(b -> b.bucket(bucket));
        return new S3ObjectStore(clients, bucket, Clock.systemUTC(), new Random());
    }
}
