package io.pulldeploy.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.artifact.Bucket;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaCodes;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.deploy.FastDisk;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.Json;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.simulation.SimulatedMachine;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Signals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The commands as a person types them, against a small AWS on loopback. */
class DeployCommandsTest {
    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, @Nullable Object> results = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> overridden = new LinkedHashMap<>();
    private SimulatedAws aws;
    private Program program;
    private int retcode;

    @BeforeEach
    void anInstance() throws Exception {
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
                file_client: local
                file_roots: {base: [/srv/service/next/states, /elsewhere]}
                pulldeploy: {bucket: bootstrap}
                """);
        FileTree files = new FileTree(scratch);
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "USER", "ada");
        AwsSettings settings =
                AwsSettings.STANDARD
                        .at(aws.endpoint())
                        .inRegion("us-east-1")
                        .with(
                                new AwsSettings.Credentials(
                                        SimulatedAws.ACCESS_KEY,
                                        SimulatedAws.SECRET_KEY,
                                        Optional.of(SimulatedAws.SESSION_TOKEN)));
        Secrets secrets = new Secrets();
        Machine machine =
                new Machine(
                        SimulatedMachine.host(
                                scratch,
                                new AccountFiles(files, c -> new Completed(0, 0, "", "", false)),
                                String::compareTo,
                                environment,
                                Clock.systemUTC()),
                        settings,
                        environment,
                        secrets,
                        true);
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        () -> false,
                        () -> false,
                        secrets);
        program =
                new Program(
                        terminal,
                        DeployCommands.of(
                                terminal,
                                machine,
                                (_, overrides) -> {
                                    overridden.putAll(overrides);
                                    return new FakeMinion(results, () -> retcode);
                                },
                                Outputters.standard(),
                                new Signals(_ -> Duration.ZERO),
                                new MfaSessions(MfaCodes.NOBODY)));
        Bucket.tree(scratch.resolve("base"), Map.of("states/top.sls", "base: {}"));
        Bucket.tree(scratch.resolve("myapp"), Map.of("VERSION", "1"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void publishesPromotesDeploysAndTellsAboutIt() throws Exception {
        assertThat(run("publish", "base", "/base", "--version", "b1")).isZero();
        assertThat(run("publish", "myapp", "/myapp", "--version", "v1")).isZero();
        assertThat(out()).contains("published myapp v1: 1 entries", "next: pulldeploy promote");
        assertThat(run("promote", "base", "default", "b1")).isZero();
        assertThat(run("promote", "myapp", "testing", "v1")).isZero();
        assertThat(out())
                .isEqualTo(
                        """
                        base default is now b1, sequence 1
                        myapp testing is now v1, sequence 1
                        """);

        assertThat(run("deploy", "myapp", "testing")).isZero();
        assertThat(out()).startsWith("myapp testing: v1 is current, base b1; 0 states, 0 changed");
        assertThat(err()).contains("  fetch-service  myapp v1 fetched", "  link-current   ");
        assertThat(Files.readString(scratch.resolve("srv/service/current/VERSION"))).isEqualTo("1");

        assertThat(run("deploy", "myapp", "testing", "-q")).isZero();
        assertThat(out() + err()).isEmpty();
        assertThat(run("deploy", "myapp", "testing")).isZero();
        assertThat(out()).startsWith("myapp testing: nothing changed: v1, base b1");

        assertThat(run("status")).isZero();
        assertThat(out()).contains("service   myapp testing", "current   v1", "base      b1");
        assertThat(run("history")).isZero();
        assertThat(out()).contains("nothing changed").hasLineCount(4);
        assertThat(run("explain", "last")).isZero();
        assertThat(out()).contains("triggered by deploy", "  highstate ", "log: /var/log/");
    }

    @Test
    void aFailureIsToldOnStandardErrorWithAWayOut() {
        publishAndPromote();
        retcode = 2;
        results.put(
                "pkg_|-nginx_|-nginx_|-installed",
                Map.of(
                        "__id__", "nginx",
                        "name", "nginx",
                        "result", false,
                        "changes", Map.of(),
                        "comment", "No such package"));

        assertThat(run("deploy", "myapp", "testing", "--out", "json")).isEqualTo(2);

        assertThat(Json.parse(out()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("outcome", "failed")
                .containsEntry("failedStep", "highstate")
                .containsEntry("exitCode", 2L);
        assertThat(err())
                .contains(
                        "pulldeploy: deploy myapp testing failed in the step highstate:"
                                + " 1 of 1 states failed",
                        "nginx: No such package",
                        "Nothing is current, as before. Undone: ",
                        "More: " + scratch.resolve("var/lib/pulldeploy/runs"));
        assertThat(run("explain", "last")).isZero();
        assertThat(out()).contains("FAILED: 1 of 1 states failed");
        assertThat(run("history", "-v")).isZero();
        assertThat(out())
                .contains(
                        "\n    nginx: No such package\n", "\n    Correct the states, publish and");
        assertThat(run("status", "-v")).isZero();
        assertThat(out()).contains("\n    Correct the states, publish and");
        assertThat(run("status")).isZero();
        assertThat(out())
                .contains("deploy failed: 1 of 1 states failed: nginx: No such package")
                .contains("on disk   none");
        assertThat(run("history")).isZero();
        assertThat(out()).contains("highstate: 1 of 1 states failed: nginx: No such package");
    }

    @Test
    void withRootEverythingMovesUnderIt() throws Exception {
        publishAndPromote();

        assertThat(run("deploy", "myapp", "testing", "--root", "/other")).isZero();

        assertThat(scratch.resolve("other/myapp/current/VERSION")).exists();
        assertThat(scratch.resolve("other/pulldeploy/state/runs")).isDirectory();
        assertThat(scratch.resolve("srv/myapp")).doesNotExist();
        assertThat(String.valueOf(overridden.get("file_roots")))
                .isEqualTo("{base=[/other/service/next/states, /elsewhere]}");
    }

    /** Else two roots would share one ledger, and each would tell of the other's runs. */
    @Test
    void anotherRootHasRecordsOfItsOwn() throws Exception {
        Files.writeString(
                scratch.resolve("srv/pulldeploy/etc/minion"),
                "pulldeploy: {bucket: bootstrap, state_dir: /var/own, log_dir: /srv/log}\n");
        publishAndPromote();
        assertThat(run("deploy", "myapp", "testing")).isZero();
        assertThat(scratch.resolve("var/own/runs")).isDirectory();

        assertThat(run("status", "--root", "/other")).isZero();

        assertThat(out()).endsWith("nothing is deployed on this instance\n");
        assertThat(run("deploy", "myapp", "testing", "--root", "/other")).isZero();
        assertThat(scratch.resolve("other/pulldeploy/state/runs")).isDirectory();
        assertThat(scratch.resolve("other/log")).as("a place under the root moves").isDirectory();
    }

    @Test
    void verboseTellsWhatWasPackedLoggedAndWhatTheOthersRun() throws Exception {
        publishAndPromote();
        run("promote", "myapp", "production", "v1");
        out();

        assertThat(run("publish", "myapp", "/myapp", "--version", "v1", "-v")).isZero();
        assertThat(out()).startsWith("  VERSION\nmyapp v1 is already published");
        assertThat(run("promote", "myapp", "testing", "v1", "-v")).isZero();
        assertThat(out())
                .contains("\n  myapp production is v1, sequence 1, since ")
                .doesNotContain("myapp testing is v1, sequence");
        Path hooks = Files.createDirectories(scratch.resolve("myapp/hooks/pre-release.d"));
        Path hook = Files.writeString(hooks.resolve("10-say"), "#!/bin/sh\necho ready\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        run("publish", "myapp", "/myapp", "--version", "v2");
        run("deploy", "myapp", "testing", "--version", "v2");
        out();
        assertThat(run("explain", "last", "-v")).isZero();
        assertThat(out()).contains("\n  ready\n");
    }

    @Test
    void rollsBack() throws Exception {
        publishAndPromote();
        run("deploy", "myapp", "testing");
        Files.writeString(scratch.resolve("myapp/VERSION"), "2");
        run("publish", "myapp", "/myapp", "--version", "v2");
        run("promote", "myapp", "testing", "v2");
        run("deploy", "myapp", "testing");
        out();

        assertThat(run("rollback")).isZero();

        assertThat(out()).startsWith("myapp testing: v1 is current (before: v2), base b1");
        assertThat(run("status", "--out", "json")).isZero();
        assertThat(Json.parse(out()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("current", "v1")
                .containsEntry("previous", "v2")
                .containsEntry("baseHeld", true);
    }

    @Test
    void saysWhatIsWrongWithoutABucketConfigured() throws Exception {
        Files.writeString(scratch.resolve("srv/pulldeploy/etc/minion"), "file_client: local\n");

        assertThat(run("publish", "myapp", "/myapp")).isEqualTo(78);
        assertThat(err()).contains("no bucket is configured", "pulldeploy: {bucket: NAME}");
    }

    @Test
    void aMisspeltChannelAndBucketAreToldFromEachOther() throws Exception {
        publishAndPromote();
        assertThat(run("deploy", "myapp", "tseting")).isEqualTo(69);
        assertThat(err()).contains("myapp has no channel tseting", "there are: testing");

        Files.writeString(
                scratch.resolve("srv/pulldeploy/etc/minion"), "pulldeploy: {bucket: bootsrap}\n");
        assertThat(run("deploy", "myapp", "testing")).isEqualTo(69);
        assertThat(err()).contains("there is no bucket bootsrap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy",
                "refresh",
                "rollback",
                "status",
                "history",
                "explain",
                "publish",
                "promote",
                "daemon"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out())
                .contains("Usage: pulldeploy " + command, "Example", "--quiet", "--verbose")
                .matches(text -> text.contains("--out") || command.equals("daemon"));
    }

    @Test
    void aNumberOrALevelThatMeansNothingIsRefused() {
        assertThat(run("history", "-n", "-1")).isEqualTo(64);
        assertThat(err()).contains("-n -1 is no number of runs");
        assertThat(run("status", "-l", "loud")).isEqualTo(64);
        assertThat(err()).contains("unknown log level 'loud'; there are: all, ", "--help");
    }

    private void publishAndPromote() {
        run("publish", "base", "/base", "--version", "b1");
        run("publish", "myapp", "/myapp", "--version", "v1");
        run("promote", "base", "default", "b1");
        run("promote", "myapp", "testing", "v1");
        out();
        err();
    }

    private int run(String... arguments) {
        return program.run(arguments);
    }

    private String out() {
        String text = out.toString(UTF_8);
        out.reset();
        return text;
    }

    private String err() {
        String text = err.toString(UTF_8);
        err.reset();
        return text;
    }
}
