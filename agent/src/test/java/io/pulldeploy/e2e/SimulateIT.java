package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The README's first command, by the fat JAR. */
class SimulateIT {
    @TempDir Path scratch;
    private final Agent agent = new Agent(Map.of());

    @Test
    void theExampleBootsJoinsAndIsDeployedAgain() {
        Path root = scratch.resolve("root");

        Agent.Run run = agent.run("simulate", "--root", root.toString());

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.output().lines().findFirst().orElse(""))
                .contains(root.toString(), "hooks and commands run for real");
        assertThat(run.output())
                .contains(
                        "myapp-testing-useast1: i-0a1b2c3d4e5f67890 is OutOfService",
                        "myapp-testing-useast1: i-0a1b2c3d4e5f67890 is InService",
                        "==> redeploy without a change",
                        "==> redeploy with enable_monitoring: False");
        assertThat(root.resolve("etc/nginx/conf.d/myapp.conf")).exists();
        assertThat(root.resolve("etc/monitoring.d/myapp.yaml")).doesNotExist();
        assertThat(Instance.read(root.resolve("simulation/changes.jsonl")))
                .contains("\"name\": \"nginx\"")
                .contains("myapp-testing-useast1-0a1b2c3d4e5f67890");

        Agent.Run again = agent.run("simulate", "--root", root.toString());
        assertThat(again.exitCode()).as(again.text()).isZero();
    }

    @Test
    void aPackageIsThereBeforeTheCodeThatNeedsItIsCurrent() {
        Tree service =
                Tree.at(scratch.resolve("shop"))
                        .file(
                                "salt/config/states/shop.sls",
                                """
                                redis:
                                  pkg.installed: []

                                the package is there, the release is not current:
                                  cmd.run:
                                    - name: >-
                                        grep -q '"name": "redis"' "$PULLDEPLOY_SIMULATED_ROOT/simulation/changes.jsonl" &&
                                        ! test -e "$PULLDEPLOY_SIMULATED_ROOT/srv/shop/current"
                                    - require:
                                      - pkg: redis
                                """)
                        .program(
                                "hooks/post-release.d/10-use",
                                """
                                test "$(pwd -P)" = "$(cd "$PULLDEPLOY_SERVICE_DIR/current" && pwd -P)"
                                grep -q '"name": "redis"' "$PULLDEPLOY_SIMULATED_ROOT/simulation/changes.jsonl"
                                echo current with its package > "$PULLDEPLOY_SIMULATED_ROOT/proof"
                                """);
        Path root = scratch.resolve("root");

        Agent.Run run =
                agent.run(
                        "simulate",
                        "shop",
                        "testing",
                        "--artifact",
                        service.root().toString(),
                        "--root",
                        root.toString());

        // The command of the state above fails in the redeploy, when the release is current.
        assertThat(Instance.read(root.resolve("proof"))).isEqualTo("current with its package\n");
        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.STATE_FAILED.code());
    }

    @Test
    void theInstanceGoesOnWithWhatItWasGiven() {
        Path root = scratch.resolve("root");
        Path artifact = Tree.at(scratch.resolve("shop")).file("code", "1\n").root();
        Path config =
                Tree.at(scratch.resolve("etc"))
                        .file(
                                "minion",
                                "cachedir: /var/cache/pulldeploy\nfile_roots: {base: [/srv/base/current/states]}\n")
                        .file(
                                "minion.d/zz.conf",
                                """
                                pulldeploy:
                                  bucket: real
                                  prefix: real/
                                  trusted_keys: {k: MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=}
                                """)
                        .root();

        Agent.Run run =
                agent.run(
                        "simulate",
                        "shop",
                        "testing",
                        "--artifact",
                        artifact.toString(),
                        "-c",
                        config.toString(),
                        "--root",
                        root.toString());

        assertThat(run.output()).as(run.text()).contains("shop testing: nothing changed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .endsWith(
                        "go on with: pulldeploy simulate shop testing -c %s --artifact %s --root %s\n"
                                .formatted(config, artifact, root));
    }

    @Test
    void aMissingArtifactIsAUsageError() {
        Agent.Run run = agent.run("simulate", "--artifact", scratch.resolve("no").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.errors()).contains("there is no directory " + scratch.resolve("no"));
        assertThat(Files.exists(scratch.resolve("no"))).isFalse();
    }
}
