package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.regex.Pattern;

/** An environment of a service, such as {@code testing}: Salt's {@code service_instance}. */
public record ChannelName(String text) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The base's channel for environments that have none of their own. */
    public static final ChannelName DEFAULT = new ChannelName("default");

    public ChannelName {
        if (!RULE.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + text + "' is not a service instance",
                    "Use letters, digits, dots, dashes and underscores, at most 64, a letter or"
                            + " digit first.");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
