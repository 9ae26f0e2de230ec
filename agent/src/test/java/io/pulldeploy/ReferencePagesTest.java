package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.config.Setting;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealHost;
import io.pulldeploy.system.Signals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference pages are made from the code: a page that says something else fails here. {@code
 * mvn test -Dtest=ReferencePagesTest -Dpages=write} writes them anew.
 */
class ReferencePagesTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");
    private static final String MADE =
            "<!-- Made from the code by ReferencePagesTest; edit the code. -->\n\n";

    @Test
    void exitCodes() throws IOException {
        check(
                "exit-codes.md",
                """
                # Exit codes

                Every command gives them, without a flag. State work follows Salt's `--retcode-passthrough`; the others follow
                sysexits(3) where it has a fitting one.

                | code | name | meaning |
                |---|---|---|
                """
                        + Stream.of(ExitCode.values())
                                .map(c -> "| %d | %s | %s |\n".formatted(c.code(), c, c.meaning()))
                                .collect(Collectors.joining()));
    }

    @Test
    void configuration() throws IOException {
        check(
                "configuration.md",
                """
                # Configuration

                `/srv/pulldeploy/etc/minion` holds Salt's own settings, and this section of ours; `minion.d/*.conf` beside it are read after it.
                Another directory is named by `-c`, or by `PULLDEPLOY_CONFIG_DIR`. An unknown key in the section is refused. A time is a number
                of seconds, or has a unit: `90`, `10m`, `1.5h`.

                ```yaml
                pulldeploy:
                  bucket: bootstrap
                  hooks:
                    timeout: 5m
                ```

                | key under `pulldeploy` | value | otherwise | what it does |
                |---|---|---|---|
                """
                        + Setting.ALL.stream()
                                .map(c ->
                                        "| `%s` | %s | %s | %s |\n"
                                                .formatted(
                                                        c.key(),
                                                        c.kind(),
                                                        c.otherwise().isEmpty()
                                                                ? "must be given"
                                                                : c.otherwise(),
                                                        c.doc()))
                                .collect(Collectors.joining()));
    }

    @Test
    void commands(@TempDir Path root) throws IOException {
        Secrets secrets = new Secrets();
        Terminal terminal = Terminal.ofProcess(true, secrets);
        Machine machine = new Machine(host(root), AwsSettings.STANDARD, Map.of(), secrets, true);
        CommandLine program =
                new Program(
                                terminal,
                                Main.allCommands(
                                        terminal, machine, new Signals(_ -> Duration.ZERO)))
                        .commandLine();
        String pages =
                program.getSubcommands().values().stream()
                        .filter(c -> !c.getCommandName().equals("help"))
                        .map(ReferencePagesTest::usage)
                        .collect(Collectors.joining());
        check(
                "commands.md",
                "# Commands\n\nWhat `pulldeploy COMMAND --help` prints. `salt-call …` is `pulldeploy call …`.\n"
                        + "Exit codes are in [exit-codes.md](exit-codes.md).\n"
                        + pages);
    }

    private static String usage(CommandLine command) {
        command.getCommandSpec().usageMessage().width(110);
        return "\n## %s\n\n```\n%s\n```\n"
                .formatted(
                        command.getCommandName(),
                        command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                                .lines()
                                .map(String::stripTrailing)
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void stateFunctions(@TempDir Path root) throws IOException {
        check(
                "state-functions.md",
                "# State functions\n\nParameters and defaults as Python writes them. Every state also takes Salt's"
                        + " requisites and global arguments.\n\n| function | what it does | parameters |\n|---|---|---|\n"
                        + Registrations.stateFunctions(host(root), aws()).all().stream()
                                .map(f -> row(f.name(), f.doc(), f.signature()))
                                .collect(Collectors.joining()));
    }

    @Test
    void executionFunctions(@TempDir Path root) throws IOException {
        check(
                "execution-functions.md",
                "# Execution functions\n\nWhat `salt['module.function']` reaches in templates, and `pulldeploy call`"
                        + " on the command line.\n\n| function | what it does | parameters |\n|---|---|---|\n"
                        + Registrations.executionFunctions(
                                        host(root),
                                        aws(),
                                        (minion, override, env) -> Map.of(),
                                        Map.of())
                                .all()
                                .stream()
                                .map(f -> row(f.name(), f.doc(), f.signature()))
                                .collect(Collectors.joining()));
    }

    private static Host host(Path root) {
        return RealHost.of(root, Map.of(), Clock.systemUTC());
    }

    private static AwsClients aws() {
        return new AwsClients(AwsSettings.STANDARD);
    }

    private static String row(String name, String doc, Signature signature) {
        List<String> parameters = new ArrayList<>();
        signature
                .parameters()
                .forEach(p ->
                        parameters.add(
                                p.required()
                                        ? p.name()
                                        : p.name()
                                                + "="
                                                + PyValues.repr(
                                                        PyValues.fromJava(p.defaultValue()))));
        if (signature.takesVarargs()) {
            parameters.add("*args");
        }
        if (signature.takesKwargs()) {
            parameters.add("**kwargs");
        }
        return "| `%s` | %s | %s |\n"
                .formatted(
                        name,
                        doc.replace("|", "\\|"),
                        parameters.isEmpty()
                                ? ""
                                : "`" + String.join(", ", parameters).replace("|", "\\|") + "`");
    }

    private static void check(String name, String expected) throws IOException {
        Path page = PAGES.resolve(name);
        String text = MADE + expected;
        if ("write".equals(System.getProperty("pages"))) {
            Files.createDirectories(PAGES);
            Files.writeString(page, text);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("docs/reference/%s; write it anew with -Dpages=write", name)
                .isEqualTo(text);
    }
}
