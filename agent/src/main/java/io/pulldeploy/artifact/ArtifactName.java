package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Set;
import java.util.regex.Pattern;

/** What an artifact belongs to: a service, or the base that every service stands on. */
public record ArtifactName(String text) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Names that the instance's own layout needs. */
    private static final Set<String> TAKEN = Set.of("service", "pulldeploy");

    public static final ArtifactName BASE = new ArtifactName("base");

    public ArtifactName {
        if (!RULE.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + text + "' is not a service name",
                    "Use letters, digits, dots, dashes and underscores, at most 64, a letter or"
                            + " digit first.");
        }
        if (TAKEN.contains(text)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + text + "' cannot be a service's name, because /srv/" + text + " is taken",
                    "Choose another name.");
        }
    }

    /**
     * A service, which the base is not.
     *
     * @throws Failure (USAGE) if the name is not allowed
     */
    public static ArtifactName ofService(String text) {
        if (text.equals(BASE.text)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'base' is no service; every deploy brings the base with it",
                    "Name the service, or run 'pulldeploy refresh' to bring only the base.");
        }
        return new ArtifactName(text);
    }

    public boolean isBase() {
        return equals(BASE);
    }

    @Override
    public String toString() {
        return text;
    }
}
