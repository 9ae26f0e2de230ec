package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Credentials as the shared configuration files of AWS give them. What the SDK lacks is a role that
 * wants a second factor: its code is asked for, once for each profile, as the AWS command line does
 * it.
 */
final class AwsProfiles {
    /** What makes a profile give credentials, and not only a region. */
    private static final List<String> GIVING =
            List.of(
                    ProfileProperty.AWS_ACCESS_KEY_ID,
                    ProfileProperty.ROLE_ARN,
                    ProfileProperty.CREDENTIAL_PROCESS,
                    ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
                    ProfileProperty.SSO_ACCOUNT_ID,
                    ProfileProperty.LOGIN_SESSION);

    private final Once<ProfileFile> file;
    private final MfaSessions sessions;

    AwsProfiles(Supplier<ProfileFile> file, MfaSessions sessions) {
        this.file = new Once<>(() -> read(file));
        this.sessions = sessions;
    }

    private static ProfileFile read(Supplier<ProfileFile> file) {
        try {
            return file.get();
        } catch (IllegalArgumentException e) {
            throw AwsFailures.unreadableProfiles(e);
        }
    }

    /**
     * The credentials of a profile that the settings name, else those found the standard AWS way.
     *
     * @throws Failure if a named profile is not defined
     */
    AwsCredentialsProvider credentials(AwsSettings settings, MfaRole.Service sts) {
        if (settings.profile().isPresent()) {
            return named(settings.profile().get(), sts, List.of());
        }
        boolean keysInEnvironment = SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue().isPresent();
        String usual = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        return !keysInEnvironment
                        && file.get().profile(usual).filter(AwsProfiles::wantsCode).isPresent()
                ? named(usual, sts, List.of())
                : DefaultCredentialsProvider.builder().build();
    }

    private AwsCredentialsProvider named(String name, MfaRole.Service sts, List<String> users) {
        Profile profile =
                file.get()
                        .profile(name)
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.CONFIGURATION,
                                        "the profile '%s' is in neither ~/.aws/config nor"
                                                        .formatted(name)
                                                + " ~/.aws/credentials",
                                        "Define it there, or name one of "
                                                + String.join(
                                                        ", ",
                                                        file.get().profiles().keySet().stream()
                                                                .sorted()
                                                                .toList())
                                                + "."));
        if (wantsCode(profile)) {
            return sessions.of(
                    name,
                    codes -> new MfaRole(profile, () -> source(profile, sts, users), sts, codes));
        }
        return GIVING.stream().anyMatch(p -> profile.property(p).isPresent())
                ? ProfileCredentialsProvider.builder()
                        .profileFile(file.get())
                        .profileName(name)
                        .build()
                : DefaultCredentialsProvider.builder().profileName(name).build();
    }

    private static boolean wantsCode(Profile profile) {
        return profile.property(ProfileProperty.ROLE_ARN).isPresent()
                && profile.property(ProfileProperty.MFA_SERIAL).isPresent();
    }

    /** Who assumes the role. */
    private AwsCredentialsProvider source(
            Profile profile, MfaRole.Service sts, List<String> users) {
        List<String> chain = Stream.concat(users.stream(), Stream.of(profile.name())).toList();
        Optional<String> name = profile.property(ProfileProperty.SOURCE_PROFILE);
        if (name.isPresent()) {
            if (chain.subList(0, chain.size() - 1).contains(name.get())) {
                List<String> circle = new ArrayList<>(chain);
                circle.add(name.get());
                throw new Failure(
                        ExitCode.CONFIGURATION,
                        "profiles are each other's source_profile: " + String.join(", ", circle),
                        "Give one of them keys of its own.");
            }
            return name.get().equals(profile.name())
                    ? ProfileCredentialsProvider.builder()
                            .profileFile(keysOnly(profile))
                            .profileName(profile.name())
                            .build()
                    : named(name.get(), sts, chain);
        }
        return switch (profile.property(ProfileProperty.CREDENTIAL_SOURCE).orElse("")) {
            case "Environment" -> EnvironmentVariableCredentialsProvider.create();
            case "Ec2InstanceMetadata" -> InstanceProfileCredentialsProvider.create();
            default ->
                    throw new Failure(
                            ExitCode.CONFIGURATION,
                            "the profile '%s' has a role_arn, but nobody to assume it"
                                    .formatted(profile.name()),
                            "Give it source_profile, or credential_source: Environment or"
                                    + " Ec2InstanceMetadata.");
        };
    }

    /** A profile that is its own source assumes the role with the keys that it holds itself. */
    private static ProfileFile keysOnly(Profile profile) {
        StringBuilder text = new StringBuilder("[").append(profile.name()).append("]\n");
        for (String key :
                List.of(
                        ProfileProperty.AWS_ACCESS_KEY_ID,
                        ProfileProperty.AWS_SECRET_ACCESS_KEY,
                        ProfileProperty.AWS_SESSION_TOKEN)) {
            profile.property(key)
                    .ifPresent(v -> text.append(key).append('=').append(v).append('\n'));
        }
        return ProfileFile.builder()
                .content(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CREDENTIALS)
                .build();
    }
}
