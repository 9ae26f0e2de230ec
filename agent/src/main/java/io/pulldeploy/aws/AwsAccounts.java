package io.pulldeploy.aws;

/** The accounts and regions that a run's states may name. */
@FunctionalInterface
public interface AwsAccounts {
    /** The account that these settings reach; the same one for the same settings. */
    AwsAccount at(AwsSettings settings);
}
