package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Holds the adapter to the contract against an S3 that others wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectStoreIT extends ObjectStoreContract {
    private AwsFixture aws;

    @BeforeAll
    void start() {
        aws = AwsFixture.s3();
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
