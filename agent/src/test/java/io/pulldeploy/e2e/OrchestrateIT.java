package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;
import io.pulldeploy.RecordingProxy;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.SdkAccounts;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The example's orchestration as somebody at a terminal does it: the program, an account, a file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrchestrateIT {
    private static final String SLS = "orchestration.myapp";

    private static final Path PAGE = Path.of("..", "docs", "how-to", "create-the-aws-resources.md");

    private MotoServer moto;
    private RecordingProxy proxy;
    private Agent agent;
    private AwsAccount account;
    private Path config;
    private Path file;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        proxy = RecordingProxy.before(moto.endpoint());
    }

    @AfterAll
    void stop() {
        proxy.close();
        moto.close();
    }

    /** What the file takes as given: two groups and a zone. */
    @BeforeEach
    void anAccountAndAFile(@TempDir Path root) throws IOException {
        moto.reset();
        AwsSettings settings = AwsFixture.settings(moto).at(proxy.endpoint());
        account =
                new SdkAccounts(
                                new AwsClients(settings),
                                Clock.systemUTC(),
                                new SplittableRandom(1))
                        .at(settings);
        account.securityGroups().create("base", "everyone", Optional.empty());
        account.securityGroups().create("amazon-elb-sg", "load balancers", Optional.empty());
        account.hostedZones().create("example.com.", "1", "", Optional.empty());
        Map<String, String> environment = new LinkedHashMap<>(AwsFixture.environment(settings));
        environment.remove("AWS_REGION");
        agent = new Agent(environment);
        config = root.resolve("etc");
        Tree.at(root)
                .file(
                        "etc/minion",
                        """
                        id: laptop
                        file_client: local
                        cachedir: %1$s/cache
                        file_roots: {base: [%1$s/states]}
                        pillar_roots: {base: [%1$s/pillar]}
                        aws_profile: {region: us-east-1}
                        pulldeploy: {root: %1$s/srv, state_dir: %1$s/var, log_dir: %1$s/log}
                        """
                                .formatted(root))
                .file(
                        "states/orchestration/myapp.sls",
                        Files.readString(Path.of("..", "states", "orchestration", "myapp.sls")));
        file = root.resolve("plan.json");
    }

    private Agent.Run orchestrate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("orchestrate"));
        arguments.addAll(List.of("-c", config.toString(), SLS));
        arguments.addAll(List.of(more));
        return agent.run(arguments);
    }

    @Test
    void aPlanIsWrittenAppliedFoundDoneAndTakenDown() throws IOException {
        int given = proxy.mutations().size();
        Agent.Run plan = orchestrate("--plan", file.toString());
        assertThat(plan.exitCode()).describedAs(plan.text()).isZero();
        assertThat(plan.output())
                .contains("+ boto_asg.present myapp-testing-useast1")
                .contains("(known after creation)")
                .endsWith("9 to create, 0 to change, 0 to destroy, 0 as they are, 0 failing.\n");
        assertThat(proxy.mutations()).hasSize(given);
        assertThat(Files.readString(PAGE))
                .describedAs("the page shows the file, and the plan that is printed")
                .contains(Files.readString(config.resolveSibling("states/orchestration/myapp.sls")))
                .contains(plan.output().replaceAll("sg-[0-9a-f]{17}", "sg-0a1b2c3d4e5f60718"));

        Agent.Run applied = orchestrate("--apply", file.toString());
        assertThat(applied.exitCode()).describedAs(applied.text()).isZero();
        assertThat(applied.output()).doesNotContain("(known after creation)");

        int done = proxy.mutations().size();
        Agent.Run again = orchestrate();
        assertThat(again.output())
                .isEqualTo("0 to create, 0 to change, 0 to destroy, 9 as they are, 0 failing.\n");
        Agent.Run stale = orchestrate("--apply", file.toString());
        assertThat(stale.exitCode()).isEqualTo(2);
        assertThat(stale.errors()).contains("has changed since the plan was written");
        Agent.Run asked = orchestrate("--destroy");
        assertThat(asked.errors()).contains("Only yes is yes.").contains("Nothing was done.");
        assertThat(proxy.mutations()).hasSize(done);

        Agent.Run destroyed = orchestrate("--destroy", "--yes");
        assertThat(destroyed.exitCode()).describedAs(destroyed.text()).isZero();
        assertThat(proxy.mutations().subList(done, proxy.mutations().size()).getFirst())
                .isEqualTo("DeleteAlarms");
        assertThat(account.autoScalingGroups().names()).isEmpty();
        assertThat(account.launchConfigurations().names()).isEmpty();
        assertThat(account.classicLoadBalancerSettings().all()).isEmpty();
        assertThat(account.roles().find("myapp-testing-useast1")).isEmpty();
        assertThat(account.alarms().names("myapp")).isEmpty();
        assertThat(account.securityGroups().named("myapp", Optional.empty())).isEmpty();
        assertThat(account.queues().url("myapp-testing-example-queue-1")).isEmpty();
        String zone = account.hostedZones().named("example.com.").getFirst().id();
        assertThat(account.hostedZones().records(zone, "myapp-testing.example.com.", "CNAME"))
                .isEmpty();
        assertThat(account.securityGroups().named("base", Optional.empty())).isNotEmpty();
    }

    @Test
    void mistakesAreListedAllAtOnceWithTheirPlaces() throws IOException {
        Path sls = config.resolveSibling("states/orchestration/myapp.sls");
        String text = Files.readString(sls);
        Files.writeString(
                sls,
                text.replaceFirst("description: myapp security group", "descripton: myapp")
                        .replace("- min_size: 30", "- min_size: many")
                        .replace("zone: example.com.", "zone: nowhere.org."));
        int given = proxy.mutations().size();

        Agent.Run plan = orchestrate("--plan", file.toString());

        assertThat(plan.exitCode()).isEqualTo(2);
        String at = sls.toString().replace(".", "\\.") + ":";
        assertThat(plan.output())
                .containsPattern("Missing parameter description .*\\(" + at + "1, ID")
                .containsPattern("nowhere.org. does not exist.*\\(" + at + "\\d\\d, ID")
                .containsPattern("'min_size' must be a whole number.*\\(" + at + "\\d+, ID");
        assertThat(file).doesNotExist();
        assertThat(proxy.mutations()).hasSize(given);
    }
}
