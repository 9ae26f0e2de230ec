package io.pulldeploy.cli;

import java.util.List;

/** The root command: it only shows what there is. */
public final class PulldeployCommand implements Subcommand {
    @Override
    public String name() {
        return "pulldeploy";
    }

    @Override
    public Usage usage() {
        return new Usage(
                List.of(
                        "Pulls base and service artifacts onto an instance and applies their states."),
                List.of("deploy myapp testing -v"),
                List.of());
    }

    @Override
    public Integer call() {
        throw new Misuse("a command is missing");
    }
}
