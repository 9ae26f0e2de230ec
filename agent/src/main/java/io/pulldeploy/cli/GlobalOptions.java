package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Optional;

/** The options that every command takes. */
public final class GlobalOptions {
    @Option(
            names = {"-c", "--config-dir"},
            paramLabel = "DIR",
            description =
                    "Where the minion file is; else $PULLDEPLOY_CONFIG_DIR, else /srv/pulldeploy/etc.")
    private @Nullable String configDir;

    @Option(
            names = {"-l", "--log-level"},
            paramLabel = "LEVEL",
            description =
                    "Log to standard error from this level on: all, garbage, trace, debug, info, warning, error,"
                            + " critical, quiet. debug also shows stack traces.")
    private @Nullable String logLevel;

    public Optional<String> configDir() {
        return Optional.ofNullable(configDir);
    }

    public Optional<String> logLevel() {
        return Optional.ofNullable(logLevel);
    }
}
