package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.artifact.Bucket;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaCodes;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.CallCommand;
import io.pulldeploy.cli.Logging;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.deploy.DeployCommands;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.deploy.FastDisk;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.simulation.SimulatedMachine;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Signals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A canary in an encrypted pillar reaches the file that is to have it, and nothing that people
 * read: neither output, nor log, nor any record of a run.
 */
class SecretsNeverShowTest {
    private static final String CANARY = "canary/7Kq2+x=";

    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private SimulatedAws aws;
    private GpgHome keys;
    private Program program;

    @BeforeEach
    void anInstanceWithAnEncryptedPillar() throws Exception {
        aws =
                new SimulatedAws(
                                SimulatedInstance.ofGroup("myapp-testing-useast1", "i-0a1b2c3d"),
                                new FileTree(),
                                scratch.resolve("aws"),
                                Clock.systemUTC(),
                                Duration.ofMillis(1))
                        .withBucket("bootstrap");
        Path etc = Files.createDirectories(scratch.resolve("srv/pulldeploy/etc"));
        Files.writeString(
                etc.resolve("minion"),
                """
                id: myapp-testing-useast1-1.example.com
                file_client: local
                file_roots: {base: [/srv/base/current/states]}
                pillar_roots: {base: [/srv/base/current/pillar]}
                decrypt_pillar: ['plain:token']
                pulldeploy: {bucket: bootstrap}
                """);
        keys = new GpgHome(etc.resolve("gpgkeys"));
        Bucket.tree(scratch.resolve("myapp"), Map.of("VERSION", "1"));
        String cipher = keys.encrypt(CANARY);
        Bucket.tree(
                scratch.resolve("base"),
                Map.of(
                        "states/top.sls",
                        "base: {'*': [a]}",
                        "states/a.sls",
                        STATES,
                        "pillar/top.sls",
                        "base: {'*': [secret, plain]}",
                        "pillar/secret.sls",
                        "#!yaml|gpg\npassword: |\n" + cipher.indent(2),
                        "pillar/plain.sls",
                        "plain:\n  token: |\n" + cipher.indent(4)));
        program = program();
    }

    private static final String STATES =
            """
            {% do salt.log.error('rendering with ' ~ pillar.password) %}
            /etc/app.conf:
              file.managed:
                - contents: |
                    user: app
                    password: {{ pillar.password | json }}
            /etc/token:
              file.managed:
                - contents_pillar: plain:token
            /etc/app.key:
              file.managed:
                - contents: {{ pillar.password | base64_encode }}
            it is {{ pillar.password }}:
              test.nop: []
            'P={{ pillar.password }}; cat /proc/$$/cmdline; echo "$P"; echo "no: $P" >&2; exit 3':
              cmd.run: []
            """;

    private Program program() {
        FileTree files = new FileTree(scratch);
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "USER", "ada");
        Secrets secrets = new Secrets();
        Machine machine =
                new Machine(
                        SimulatedMachine.host(
                                scratch,
                                new AccountFiles(files, c -> new Completed(0, 0, "", "", false)),
                                String::compareTo,
                                environment,
                                Clock.systemUTC()),
                        AwsSettings.STANDARD
                                .at(aws.endpoint())
                                .inRegion("us-east-1")
                                .with(
                                        new AwsSettings.Credentials(
                                                SimulatedAws.ACCESS_KEY,
                                                SimulatedAws.SECRET_KEY,
                                                Optional.of(SimulatedAws.SESSION_TOKEN))),
                        environment,
                        secrets,
                        true);
        PrintStream screen = new PrintStream(shown, true, UTF_8);
        System.setErr(screen);
        Logging.show("trace", secrets);
        Terminal terminal = new Terminal(screen, screen, () -> false, () -> false, secrets);
        Minions minions = new Minions(machine, time -> {}, new MfaSessions(MfaCodes.NOBODY));
        List<Subcommand> commands =
                new ArrayList<>(
                        DeployCommands.of(
                                terminal,
                                machine,
                                minions,
                                Outputters.standard(),
                                new Signals(_ -> Duration.ZERO),
                                new MfaSessions(MfaCodes.NOBODY)));
        commands.add(
                new CallCommand(
                        terminal,
                        minions,
                        Outputters.standard(),
                        text -> YamlLoader.load(text, YamlLoader.TEXT),
                        machine.host()));
        return new Program(terminal, commands);
    }

    @AfterEach
    void stop() throws Exception {
        aws.close();
        keys.close();
        System.setErr(standardError);
        Logging.show("warning", new Secrets());
    }

    @Test
    void noOutputLogOrRecordHoldsIt() throws Exception {
        for (String name : List.of("base", "myapp")) {
            program.run("publish", name, "/" + name, "--version", "v1");
            program.run(
                    "promote",
                    name,
                    name.equals("base") ? "default" : "testing",
                    "v1",
                    "-l",
                    "all");
        }

        assertThat(program.run("deploy", "myapp", "testing", "-v", "-l", "all")).isEqualTo(2);
        assertThat(program.run("explain", "last", "--out", "json")).isZero();
        for (String outputter : List.of("json", "highstate", "yaml", "pprint")) {
            program.run("call", "state.apply", "a", "--out", outputter, "-l", "all");
        }
        program.run("call", "state.single", "cmd.run", "echo " + CANARY, "--out-file", "/out");
        program.run("call", "pillar.items", "--out", "json");
        program.run("call", "state.show_sls", "a");

        assertThat(Files.readString(scratch.resolve("etc/app.conf"))).contains("7Kq2");
        assertThat(Files.readString(scratch.resolve("etc/token"))).isEqualTo(CANARY + "\n");
        String said = shown.toString(UTF_8);
        assertThat(said).contains("rendering with " + Secrets.PLACEHOLDER, "no: ");
        assertThat(said.lines().filter(line -> line.contains("7Kq2"))).isEmpty();
        try (Stream<Path> written = Files.walk(scratch)) {
            for (Path file : written.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(scratch.resolve("etc"))) {
                    assertThat(new String(Files.readAllBytes(file), UTF_8))
                            .as(file.toString())
                            .doesNotContain("7Kq2");
                }
            }
        }
    }

    @Test
    void aTemplatesMistakeIsShownWithoutTheValueThatItHolds() throws Exception {
        Path states = scratch.resolve("srv/base/current/states");
        Bucket.tree(
                scratch.resolve("srv/base/current"),
                Map.of("pillar/top.sls", "base: {'*': [secret]}"));
        Bucket.tree(states, Map.of("b.sls", "x: {{ pillar.password }}\n  - y: [\n"));
        Files.copy(
                scratch.resolve("base/pillar/secret.sls"),
                scratch.resolve("srv/base/current/pillar/secret.sls"));

        assertThat(program.run("call", "state.apply", "b", "--out", "json")).isEqualTo(1);

        assertThat(shown.toString(UTF_8)).contains("b.sls:2: Rendering SLS").doesNotContain("7Kq2");
    }
}
