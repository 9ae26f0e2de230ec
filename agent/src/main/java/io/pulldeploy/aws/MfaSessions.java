package io.pulldeploy.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The sessions of roles that want a second factor. A code is good for one use: whoever shares these
 * is asked once for each profile, however many clients are made.
 */
public final class MfaSessions {
    private final MfaCodes codes;
    private final Map<String, AwsCredentialsProvider> roles = new ConcurrentHashMap<>();

    /**
     * @param codes asks for the code of a second factor
     */
    public MfaSessions(MfaCodes codes) {
        this.codes = codes;
    }

    AwsCredentialsProvider of(String profile, Function<MfaCodes, AwsCredentialsProvider> role) {
        return roles.computeIfAbsent(profile, _ -> role.apply(codes));
    }
}
