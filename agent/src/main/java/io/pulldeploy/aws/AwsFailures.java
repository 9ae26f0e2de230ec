package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

import java.util.Optional;
import java.util.Set;

/** Turns the SDK's exceptions into failures that say what was asked, of what, and what to do. */
public final class AwsFailures {
    /** EC2's AuthFailure; the HTTP client keeps the body of a 401, with its code, to itself. */
    private static final int UNAUTHORIZED = 401;

    /** Codes that mean a lack of permission or a bad credential, whatever the HTTP status. */
    private static final Set<String> DENIED =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AllAccessDisabled",
                    "AuthFailure",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "InvalidToken",
                    "RequestExpired",
                    "SignatureDoesNotMatch",
                    "UnauthorizedOperation",
                    "UnrecognizedClientException");

    private static final Set<String> BAD_CREDENTIALS =
            Set.of(
                    "AuthFailure",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "InvalidToken",
                    "RequestExpired",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    /** The SDK corrects its time and asks again; here that was to no avail. */
    private static final Set<String> WRONG_TIME =
            Set.of("RequestTimeTooSkewed", "RequestInTheFuture");

    private static final Set<String> IN_USE =
            Set.of(
                    "DependencyViolation",
                    "ResourceInUse",
                    "DeleteConflict",
                    "CacheSubnetGroupInUse",
                    "HostedZoneNotEmpty",
                    "BucketNotEmpty");

    private static final String FIND_CREDENTIALS =
            "Give the instance a role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY.";

    private AwsFailures() {}

    /**
     * @param action IAM name of what was asked, such as {@code s3:GetObject}
     * @param resource what it was asked of, as the reader would name it
     */
    public static Failure of(SdkException e, String action, String resource) {
        String asked = action + " on " + resource;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure ours) {
                return ours;
            }
        }
        return switch (e) {
            case AwsServiceException service -> ofService(service, action, resource);
            case SdkClientException client when says(client, "load credentials") ->
                    new Failure(
                            ExitCode.NO_PERMISSION,
                            "no AWS credentials were found for " + asked + inProfile(),
                            FIND_CREDENTIALS,
                            client);
            case SdkClientException client when says(client, "load region") ->
                    noRegion(asked, client);
            default ->
                    new Failure(
                            ExitCode.UNAVAILABLE,
                            "AWS is out of reach: " + asked + ": " + deepest(e),
                            "Check the network, the region and AWS_ENDPOINT_URL, and run again.",
                            e);
        };
    }

    /** A profile that is misspelt is looked for like any other, and found empty. */
    private static String inProfile() {
        return ProfileFileSystemSetting.AWS_PROFILE
                .getStringValue()
                .map(name -> "; the profile '" + name + "', which AWS_PROFILE names, gives none")
                .orElse("");
    }

    static Failure noRegion(String asked, SdkException e) {
        return new Failure(
                ExitCode.CONFIGURATION,
                "no AWS region was found for " + asked,
                "Set pulldeploy.region in the minion file, or AWS_REGION.",
                e);
    }

    /** The SDK's word for a profile file that it cannot read. */
    static Failure unreadableProfiles(IllegalArgumentException e) {
        return new Failure(
                ExitCode.CONFIGURATION,
                "the AWS configuration cannot be read: " + e.getMessage(),
                "Correct ~/.aws/config and ~/.aws/credentials, or the files that AWS_CONFIG_FILE and"
                        + " AWS_SHARED_CREDENTIALS_FILE name.",
                e);
    }

    /** The service's own code, such as {@code NoSuchBucket}; empty if the answer held none. */
    public static Optional<String> code(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
    }

    /** What AWS itself said, in one line. */
    static String said(SdkException e) {
        return e instanceof AwsServiceException service
                ? code(service).orElse("HTTP " + service.statusCode()) + detail(service)
                : deepest(e);
    }

    /** Whether the answer means a lack of permission, or a credential that the service refuses. */
    public static boolean isDenied(AwsServiceException e) {
        return e.statusCode() == 403
                || e.statusCode() == UNAUTHORIZED
                || code(e).filter(DENIED::contains).isPresent();
    }

    private static Failure ofService(AwsServiceException e, String action, String resource) {
        String code = code(e).orElse("HTTP " + e.statusCode());
        String said = said(e);
        if (WRONG_TIME.contains(code)) {
            return new Failure(
                    ExitCode.NO_PERMISSION,
                    "AWS refuses the time of the request: "
                            + action
                            + " on "
                            + resource
                            + ": "
                            + said,
                    "This machine's clock is wrong: correct it, such as with 'chronyc makestep',"
                            + " and run again.",
                    e);
        }
        if (BAD_CREDENTIALS.contains(code) || e.statusCode() == UNAUTHORIZED) {
            return new Failure(
                    ExitCode.NO_PERMISSION,
                    "AWS refuses these credentials: " + action + " on " + resource + ": " + said,
                    FIND_CREDENTIALS,
                    e);
        }
        if (isDenied(e)) {
            return new Failure(
                    ExitCode.NO_PERMISSION,
                    "not allowed: " + action + " on " + resource + ": " + said,
                    "Allow " + action + " on it in the role's policy.",
                    e);
        }
        return new Failure(
                ExitCode.UNAVAILABLE,
                action + " on " + resource + " failed: " + said,
                e.isThrottlingException() || e.statusCode() >= 500
                        ? "AWS is busy or broken; run again later."
                        : IN_USE.contains(code)
                                ? "Remove what still uses it, and run again."
                                : "Check the name, the account and the region.",
                e);
    }

    private static String detail(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .filter(m -> !m.isBlank())
                .map(m -> ": " + m)
                .orElse("");
    }

    private static boolean says(SdkClientException e, String words) {
        return Optional.ofNullable(e.getMessage()).orElse("").contains(words);
    }

    /** The first cause is what happened on the wire; the SDK's own words only wrap it. */
    private static String deepest(Throwable e) {
        Throwable at = e;
        for (Throwable next = at.getCause(); next != null; next = at.getCause()) {
            at = next;
        }
        return Optional.ofNullable(at.getMessage()).orElse(at.getClass().getSimpleName());
    }
}
