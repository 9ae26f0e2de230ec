package io.pulldeploy.aws;

/** Holds the account in memory to the contract. */
class FakeAwsTest extends AwsAccountContract {
    private final FakeAws aws = new FakeAws();

    @Override
    AwsAccount account() {
        return aws;
    }
}
