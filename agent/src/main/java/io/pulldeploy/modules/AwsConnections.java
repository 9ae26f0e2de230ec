package io.pulldeploy.modules;

import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.AwsAccounts;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which account and region a boto function is for: its {@code profile}, {@code region}, {@code key}
 * and {@code keyid}, then {@code <service>.region} and so on in the configuration and the pillar,
 * then the standard AWS way.
 */
public final class AwsConnections {
    /** The parameters that every boto function takes. */
    public static final String PARAMETERS = "region=None, key=None, keyid=None, profile=None";

    private static final Set<String> PROFILE_KEYS =
            Set.of("region", "key", "keyid", "profile", "session_token");

    private final AwsAccounts accounts;

    public AwsConnections(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * @param service prefix of its settings, as Salt's module has it: {@code secgroup}, {@code asg}
     * @throws CallError if the profile is defined nowhere, or is no profile
     */
    public AwsAccount account(String service, Minion minion, Arguments args) {
        return accounts.at(settings(service, minion, args));
    }

    static AwsSettings settings(String service, Minion minion, Arguments args) {
        Map<?, ?> profile = profile(minion, args.value("profile"));
        Optional<String> region =
                text(profile.get("region"))
                        .or(() -> args.text("region"))
                        .or(() -> option(minion, service + ".region"));
        Optional<String> keyId =
                text(profile.get("keyid"))
                        .or(() -> args.text("keyid"))
                        .or(() -> option(minion, service + ".keyid"));
        Optional<String> key =
                text(profile.get("key"))
                        .or(() -> args.text("key"))
                        .or(() -> option(minion, service + ".key"));
        if (keyId.isPresent() != key.isPresent()) {
            throw new CallError(
                    "'key' and 'keyid' belong together: "
                            + (keyId.isPresent() ? "'key'" : "'keyid'")
                            + " is missing.");
        }
        Optional<String> token = text(profile.get("session_token"));
        return new AwsSettings(
                region,
                text(profile.get("profile")),
                Optional.empty(),
                keyId.map(id -> new AwsSettings.Credentials(id, key.orElseThrow(), token)));
    }

    private static Map<?, ?> profile(Minion minion, @Nullable Object given) {
        if (given == null) {
            return Map.of();
        }
        Object found = given;
        if (given instanceof String name) {
            Object configured = value(minion, name);
            if (configured == null) {
                throw new CallError(
                        "The profile '%s' is in neither the configuration nor the pillar."
                                .formatted(name));
            }
            found = configured;
        }
        if (!(found instanceof Map<?, ?> profile)) {
            throw new CallError(
                    "A profile is a mapping of region, key and keyid, or the name of one in the"
                            + " configuration or the pillar.");
        }
        profile.keySet().stream()
                .filter(k -> !PROFILE_KEYS.contains(k.toString()))
                .findFirst()
                .ifPresent(k -> {
                    throw new CallError(
                            "A profile has region, key, keyid, session_token and profile,"
                                    + " but no '%s'.".formatted(k));
                });
        return profile;
    }

    /** Salt's config.option: the configuration, then the pillar. */
    public static @Nullable Object value(Minion minion, String name) {
        Object configured = minion.opts().get(name);
        return configured != null ? configured : minion.pillar().get(name);
    }

    private static Optional<String> option(Minion minion, String name) {
        return text(value(minion, name));
    }

    private static Optional<String> text(@Nullable Object value) {
        return Optional.ofNullable(value).map(Object::toString).filter(t -> !t.isEmpty());
    }
}
