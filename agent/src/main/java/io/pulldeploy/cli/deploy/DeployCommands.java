package io.pulldeploy.cli.deploy;

import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.MinionSource;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.system.Signals;

import java.util.List;

/** All commands of this package, in the order in which the help lists them. */
public final class DeployCommands {
    private DeployCommands() {}

    /**
     * @param minions opens the minion whose states are applied
     * @param signals which end what a command does
     * @param sessions of roles that want a second factor
     */
    public static List<Subcommand> of(
            Terminal terminal,
            Machine machine,
            MinionSource minions,
            Outputters outputters,
            Signals signals,
            MfaSessions sessions) {
        AgentSource agents = new AgentSource(machine, minions, signals, sessions);
        Results results = new Results(terminal, outputters);
        return List.of(
                new DeployCommand(agents, results),
                new RefreshCommand(agents, results),
                new RollbackCommand(agents, results),
                new StatusCommand(agents, results),
                new HistoryCommand(agents, results),
                new ExplainCommand(agents, results),
                new PublishCommand(agents, results),
                new PromoteCommand(agents, results),
                new DaemonCommand(agents));
    }
}
