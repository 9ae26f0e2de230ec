package io.pulldeploy.cli;

import java.util.List;
import java.util.Optional;

/** The options that every command takes. */
public final class GlobalOptions {
    private final Argument<String> configDir;

    private final Argument<String> logLevel =
            Argument.option(
                    "LEVEL",
                    "Log to standard error from this level on: all, garbage, trace, debug, info, warning, error,"
                            + " critical, quiet. debug also shows stack traces.",
                    "-l",
                    "--log-level");

    public GlobalOptions() {
        this("Where the minion file is; else $PULLDEPLOY_CONFIG_DIR, else /srv/pulldeploy/etc.");
    }

    /**
     * @param ofConfigDir what the command does with that option, where it is something else
     */
    public GlobalOptions(String ofConfigDir) {
        configDir = Argument.option("DIR", ofConfigDir, "-c", "--config-dir");
    }

    public List<Argument<?>> all() {
        return List.of(configDir, logLevel);
    }

    public Optional<String> configDir() {
        return configDir.given();
    }

    public Optional<String> logLevel() {
        return logLevel.given();
    }
}
