package io.pulldeploy.aws;

import org.junit.jupiter.api.BeforeEach;

import java.util.List;

/** Holds the account in memory to the contract. */
class FakeAwsTest extends AwsAccountContract {
    private final FakeAws aws = new FakeAws();

    @BeforeEach
    void aNetwork() {
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        aws.networks().addSubnet("subnet-2", "two", "vpc-1");
    }

    @Override
    AwsAccount account() {
        return aws;
    }

    @Override
    List<String> subnets() {
        return List.of("subnet-1", "subnet-2");
    }
}
