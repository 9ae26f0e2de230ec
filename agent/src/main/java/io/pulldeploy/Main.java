package io.pulldeploy;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.CallCommand;
import io.pulldeploy.cli.CompletionCommand;
import io.pulldeploy.cli.Logging;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.deploy.DeployCommands;
import io.pulldeploy.cli.orchestrate.OrchestrateCommand;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.cli.simulate.SimulateCommand;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.RealHost;
import io.pulldeploy.system.Signals;

import java.io.Console;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the object graph by plain constructors; nothing else does. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Secrets secrets = new Secrets();
        Logging.begin();
        Logging.show("warning", secrets);
        Terminal terminal = Terminal.ofProcess(System.getenv("NO_COLOR") != null, secrets);
        // Logs replace the status line as everything else does.
        System.setErr(terminal.err());
        Machine machine =
                new Machine(
                        RealHost.of(
                                Path.of("/"),
                                System.getenv(),
                                Clock.system(ZoneId.systemDefault())),
                        AwsSettings.STANDARD,
                        System.getenv(),
                        secrets,
                        false);
        Signals signals =
                new Signals(_ -> {
                    machine.host().processes().endAll();
                    return Duration.ZERO;
                });
        signals.listen();
        int code = new Program(terminal, allCommands(terminal, machine, signals)).run(args);
        terminal.out().flush();
        terminal.err().flush();
        signals.exit(code);
    }

    /** Every command there is. */
    static List<Subcommand> allCommands(Terminal terminal, Machine machine, Signals signals) {
        List<Subcommand> commands = new ArrayList<>(commands(terminal, machine, signals));
        commands.add(
                new SimulateCommand(
                        terminal,
                        machine,
                        simulated -> new Program(terminal, commands(terminal, simulated, signals)),
                        Main::pause));
        commands.add(
                new CompletionCommand(
                        terminal, () -> new Program(terminal, commands).commandLine()));
        return commands;
    }

    /** The commands of an agent: this machine's, or a simulation's. */
    private static List<Subcommand> commands(Terminal terminal, Machine machine, Signals signals) {
        MfaSessions sessions = new MfaSessions(Main::mfaCode);
        Minions minions = new Minions(machine, Main::pause, sessions);
        Outputters outputters = Outputters.standard();
        List<Subcommand> commands = new ArrayList<>();
        commands.addAll(
                DeployCommands.of(terminal, machine, minions, outputters, signals, sessions));
        commands.add(
                new CallCommand(
                        terminal,
                        minions,
                        outputters,
                        text -> YamlLoader.load(text, YamlLoader.TEXT),
                        machine.host()));
        commands.add(
                new OrchestrateCommand(terminal, minions, machine.host().files(), Main::answer));
        return commands;
    }

    /** A line from whoever sits at the terminal; nothing if nobody does. */
    private static String answer() {
        Console console = System.console();
        String line = console == null || !console.isTerminal() ? null : console.readLine();
        return line == null ? "" : line;
    }

    /** The code is not echoed; what the prompt says is what the AWS command line says. */
    private static Optional<String> mfaCode(String device) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] code = console.readPassword("Enter MFA code for %s: ", device);
        return Optional.ofNullable(code).map(String::new);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERNAL, "interrupted while waiting", "", e);
        }
    }
}
