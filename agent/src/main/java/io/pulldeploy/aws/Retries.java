package io.pulldeploy.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * The SDK's own retries, less those of a credential that has expired: the SDK takes EC2's
 * RequestExpired for a clock that is wrong, and asks until it gives up.
 */
final class Retries implements RetryStrategy {
    private final RetryStrategy usual;

    Retries(int attempts) {
        this.usual =
                AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(attempts).build();
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return usual.acquireInitialToken(request);
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        if (expired(request.failure())) {
            throw new TokenAcquisitionFailedException(
                    "the credentials have expired", request.token(), request.failure());
        }
        return usual.refreshRetryToken(request);
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return usual.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return usual.maxAttempts();
    }

    @Override
    public boolean useClientDefaults() {
        return usual.useClientDefaults();
    }

    @Override
    public Builder<?, ?> toBuilder() {
        return usual.toBuilder();
    }

    private static boolean expired(Throwable failure) {
        return failure instanceof AwsServiceException aws
                && AwsFailures.code(aws).filter("RequestExpired"::equals).isPresent();
    }
}
