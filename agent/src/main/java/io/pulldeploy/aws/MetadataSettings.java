package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the metadata service is, as the AWS SDKs' environment variables say.
 *
 * @param endpoint empty if the environment does not name one
 * @param disabled whether the environment forbids to ask
 */
public record MetadataSettings(Optional<URI> endpoint, boolean disabled) {
    private static final URI IPV4 = URI.create("http://169.254.169.254");
    private static final URI IPV6 = URI.create("http://[fd00:ec2::254]");

    /**
     * @throws Failure CONFIGURATION if the endpoint is no address
     */
    public static MetadataSettings of(Map<String, String> environment) {
        boolean ipv6 =
                environment
                        .getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "")
                        .equalsIgnoreCase("IPv6");
        Optional<URI> named =
                Optional.ofNullable(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"))
                        .filter(e -> !e.isBlank())
                        .map(MetadataSettings::address);
        return new MetadataSettings(
                named.or(() -> ipv6 ? Optional.of(IPV6) : Optional.empty()),
                environment.getOrDefault("AWS_EC2_METADATA_DISABLED", "").equalsIgnoreCase("true"));
    }

    /** The endpoint, or every instance's own. */
    public URI address() {
        return endpoint.orElse(IPV4);
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text.strip().replaceAll("/+$", ""));
            if (uri.getHost() != null && "http".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw noAddress(text, e);
        }
        throw noAddress(text, null);
    }

    private static Failure noAddress(String text, @Nullable Throwable cause) {
        return new Failure(
                ExitCode.CONFIGURATION,
                "AWS_EC2_METADATA_SERVICE_ENDPOINT is no http address: " + text,
                "Write it as http://host:port, or unset it.",
                cause);
    }
}
