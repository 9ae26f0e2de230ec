package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An artifact's version; it names a directory and an object, and never changes its content. */
public record Version(String text) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Names of the links beside the releases. */
    private static final Set<String> TAKEN = Set.of("next", "current", "previous");

    public Version {
        if (!RULE.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + text + "' is not a version",
                    "Use letters, digits, dots, dashes and underscores, at most 128, a letter or"
                            + " digit first.");
        }
        if (TAKEN.contains(text)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + text + "' cannot be a version, because a link has that name",
                    "Choose another version.");
        }
    }

    /** A name that may be no version, such as of something else among the releases. */
    public static Optional<Version> ofName(String text) {
        return RULE.matcher(text).matches() && !TAKEN.contains(text)
                ? Optional.of(new Version(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
