package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** A role that is assumed with a code of a second factor, and again when its session is over. */
final class MfaRole implements AwsCredentialsProvider {
    /** A session that ends sooner is as good as over. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** Where roles are assumed. */
    interface Service {
        StsClient client(AwsCredentialsProvider source, String region);

        Clock clock();
    }

    private final Profile profile;
    private final Supplier<AwsCredentialsProvider> source;
    private final Service service;
    private final MfaCodes codes;
    private @Nullable Credentials session;

    MfaRole(
            Profile profile,
            Supplier<AwsCredentialsProvider> source,
            Service service,
            MfaCodes codes) {
        this.profile = profile;
        this.source = source;
        this.service = service;
        this.codes = codes;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Credentials current = session;
        if (current == null
                || current.expiration().isBefore(service.clock().instant().plus(MARGIN))) {
            current = assume();
            session = current;
        }
        return AwsSessionCredentials.create(
                current.accessKeyId(), current.secretAccessKey(), current.sessionToken());
    }

    private Credentials assume() {
        String role = property(ProfileProperty.ROLE_ARN, "");
        String device = property(ProfileProperty.MFA_SERIAL, "");
        AwsCredentialsProvider who = source.get();
        String code =
                codes.code(device)
                        .map(String::strip)
                        .filter(c -> !c.isEmpty())
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.NO_PERMISSION,
                                        "the profile '%s' wants a code of %s, and nobody sits at a"
                                                        .formatted(profile.name(), device)
                                                + " terminal to give it",
                                        "Run this at a terminal, or set AWS_ACCESS_KEY_ID,"
                                                + " AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of"
                                                + " a session."));
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder()
                        .roleArn(role)
                        .roleSessionName(
                                property(
                                        ProfileProperty.ROLE_SESSION_NAME,
                                        "pulldeploy-" + service.clock().millis()))
                        .serialNumber(device)
                        .tokenCode(code);
        profile.property(ProfileProperty.EXTERNAL_ID).ifPresent(request::externalId);
        profile.property(ProfileProperty.DURATION_SECONDS)
                .map(Integer::valueOf)
                .ifPresent(request::durationSeconds);
        try (StsClient client =
                service.client(who, property(ProfileProperty.REGION, "us-east-1"))) {
            return client.assumeRole(request.build()).credentials();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "sts:AssumeRole", role);
        }
    }

    private String property(String name, String otherwise) {
        return profile.property(name).orElse(otherwise);
    }
}
