package io.pulldeploy.aws;

import java.net.URI;
import java.util.Optional;

/**
 * What the configuration, or a state's {@code profile}, says about AWS. Whatever is empty is found
 * the standard AWS way: environment, profile files, container, instance role.
 *
 * @param region such as {@code us-east-1}
 * @param profile a name in {@code ~/.aws/config}
 * @param endpoint one address for every service, as a simulation has
 * @param credentials fixed keys
 */
public record AwsSettings(
        Optional<String> region,
        Optional<String> profile,
        Optional<URI> endpoint,
        Optional<Credentials> credentials) {

    /** Everything found the standard AWS way. */
    public static final AwsSettings STANDARD =
            new AwsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public AwsSettings inRegion(String name) {
        return new AwsSettings(Optional.of(name), profile, endpoint, credentials);
    }

    public AwsSettings at(URI address) {
        return new AwsSettings(region, profile, Optional.of(address), credentials);
    }

    public AwsSettings with(Credentials fixed) {
        return new AwsSettings(region, profile, endpoint, Optional.of(fixed));
    }

    /**
     * Fixed keys.
     *
     * @param token session token of temporary keys
     */
    public record Credentials(String keyId, String secret, Optional<String> token) {
        /** Without the secrets, because records end up in logs. */
        @Override
        public String toString() {
            return "Credentials[keyId=" + keyId + "]";
        }
    }
}
