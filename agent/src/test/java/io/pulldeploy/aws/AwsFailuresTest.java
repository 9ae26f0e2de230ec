package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

import java.net.ConnectException;

class AwsFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, NO_PERMISSION, not allowed: s3:GetObject on s3://b/k: AccessDenied: no",
        "400, UnauthorizedOperation, NO_PERMISSION, not allowed: s3:GetObject on s3://b/k",
        "400, ExpiredToken, NO_PERMISSION, AWS refuses these credentials",
        "503, SlowDown, UNAVAILABLE, s3:GetObject on s3://b/k failed: SlowDown: no",
        "404, NoSuchKey, UNAVAILABLE, s3:GetObject on s3://b/k failed: NoSuchKey: no"
    })
    void namesActionAndResource(int status, String code, ExitCode exit, String message) {
        Failure failure = failure(answer(status, code));

        assertThat(failure.exitCode()).isEqualTo(exit);
        assertThat(failure).hasMessageStartingWith(message);
        assertThat(failure.remedy()).isNotEmpty();
    }

    @Test
    void saysWhereCredentialsCanComeFrom() {
        Failure failure =
                failure(
                        SdkClientException.create(
                                "Unable to load credentials from any of the providers in the"
                                        + " chain"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(failure.remedy()).contains("role", "AWS_PROFILE");
    }

    @Test
    void saysWhichProfileGaveNone() {
        String property = ProfileFileSystemSetting.AWS_PROFILE.property();
        System.setProperty(property, "relaese");
        try {
            assertThat(failure(SdkClientException.create("Unable to load credentials from any")))
                    .hasMessage(
                            "no AWS credentials were found for s3:GetObject on s3://b/k; the profile"
                                    + " 'relaese', which AWS_PROFILE names, gives none");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void saysWhatHappenedOnTheWire() {
        Failure failure =
                failure(
                        SdkClientException.create(
                                "Unable to execute HTTP request",
                                new ConnectException("Connection refused")));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure)
                .hasMessage("AWS is out of reach: s3:GetObject on s3://b/k: Connection refused");
    }

    private static Failure failure(SdkException e) {
        return AwsFailures.of(e, "s3:GetObject", "s3://b/k");
    }

    private static AwsServiceException answer(int status, String code) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("no").build())
                .build();
    }
}
