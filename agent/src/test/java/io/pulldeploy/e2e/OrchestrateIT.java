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

    private static final String WRONG =
            """
            unknown parameter:
              boto_sqs.present:
                - name: a
                - atributes: {}
            wrong type:
              boto_asg.present:
                - name: b
                - launch_config_name: b
                - availability_zones: [us-east-1a]
                - min_size: many
                - max_size: 1
            missing:
              boto_secgroup.present:
                - name: c
            unknown profile:
              boto_sqs.present:
                - name: d
                - profile: nobody
            unknown group:
              boto_lc.present:
                - name: e
                - image_id: ami-1
                - security_groups: [nobody]
                - region: us-east-1
            unknown subnet:
              boto_elb.present:
                - name: f
                - listeners: [{elb_port: 80, instance_port: 80, elb_protocol: HTTP}]
                - subnet_names: [nowhere]
                - region: us-east-1
            invalid rule:
              boto_secgroup.present:
                - name: g
                - description: g
                - rules: [{ip_protocol: tcp, from_port: 80, to_port: 22, cidr_ip: 10.0.0.0/8}]
                - region: us-east-1
            unknown member:
              boto_elb.present:
                - name: h
                - listeners: [{elb_port: 80, instanceport: 80, elb_protocol: HTTP}]
                - availability_zones: [us-east-1a]
                - region: us-east-1
            right:
              boto_sqs.present:
                - region: us-east-1
            invalid target:
              boto_elb.present:
                - name: i
                - listeners: [{elb_port: 80, instance_port: 80, elb_protocol: HTTP}]
                - availability_zones: [us-east-1a]
                - health_check: {target: nonsense}
                - region: us-east-1
            invalid port:
              boto_elb.present:
                - name: j
                - listeners: [{elb_port: 99999, instance_port: 80, elb_protocol: HTTP}]
                - availability_zones: [us-east-1a]
                - region: us-east-1
            unknown process:
              boto_asg.present:
                - name: k
                - launch_config_name: k
                - availability_zones: [us-east-1a]
                - min_size: 1
                - max_size: 1
                - suspended_processes: [AddToLoadBalancr]
                - region: us-east-1
            unknown type:
              boto_route53.present:
                - name: x.example.com.
                - zone: example.com.
                - record_type: AX
                - value: 10.0.0.1
                - region: us-east-1
            invalid block:
              boto_vpc.present:
                - name: l
                - cidr_block: 10.0.0.0/99
                - region: us-east-1
            invalid setting:
              boto_s3_bucket.present:
                - name: m
                - Bucket: m
                - Versioning: {Stats: Enabled}
                - region: us-east-1
            invalid name:
              boto_sqs.present:
                - name: has blanks
                - region: us-east-1
            no name:
              boto_sqs.present:
                - name: ''
                - region: us-east-1
            invalid subscription:
              boto_sns.present:
                - subscriptions: [{protocol: fax, endpoint: '1'}]
                - region: us-east-1
            """;

    /** What is said of each of them, by the line of its state. */
    private static final Map<Integer, String> WRONG_SAYS =
            Map.ofEntries(
                    Map.entry(1, "There is no parameter 'atributes'; did you mean attributes"),
                    Map.entry(5, "'min_size' must be a whole number, not 'many'"),
                    Map.entry(12, "Missing parameter description"),
                    Map.entry(
                            15,
                            "The profile 'nobody' is in neither the configuration nor the pillar"),
                    Map.entry(19, "Security group nobody does not exist"),
                    Map.entry(25, "Subnet nowhere does not exist"),
                    Map.entry(31, "rules\\[0\\]: there are no ports 80 to 22"),
                    Map.entry(
                            37,
                            "'listeners\\[0\\]' has no 'instanceport'; did you mean instance_port"),
                    Map.entry(46, "health_check.target: 'nonsense' is none such as HTTP:80/ping"),
                    Map.entry(
                            53,
                            "'listeners\\[0\\].elb_port' must be a port from 1 to 65535, not '99999'"),
                    Map.entry(
                            59,
                            "'suspended_processes' has no 'AddToLoadBalancr'; did you mean AddToLoadBalancer"),
                    Map.entry(68, "'record_type' is one of A, .*, not 'AX'"),
                    Map.entry(
                            75,
                            "'cidr_block' must be a block of addresses such as 10.0.0.0/8, not '10.0.0.0/99'"),
                    Map.entry(80, "'Versioning' has no 'Stats'; did you mean Status"),
                    Map.entry(86, "'has blanks' is no name of a queue"),
                    Map.entry(90, "'name' is empty"),
                    Map.entry(94, "'subscriptions\\[0\\].protocol' is one of http, .*, not 'fax'"));

    /** A network, and what stands in it, from nothing. */
    private static final String NETWORK =
            """
            net: {boto_vpc.present: [{cidr_block: 10.0.0.0/16}, {dns_hostnames: true}, {profile: aws_profile}]}
            out: {boto_vpc.internet_gateway_present: [{vpc_name: net}, {profile: aws_profile}]}
            one: {boto_vpc.subnet_present: [{vpc_name: net}, {cidr_block: 10.0.1.0/24}, {availability_zone: us-east-1a}, {profile: aws_profile}]}
            nat: {boto_vpc.nat_gateway_present: [{subnet_name: one}, {profile: aws_profile}]}
            routes: {boto_vpc.route_table_present: [{vpc_name: net}, {subnet_names: [one]}, {routes: [{destination_cidr_block: 0.0.0.0/0, internet_gateway_name: out}, {destination_cidr_block: 192.168.0.0/16, nat_gateway_subnet_name: one}]}, {profile: aws_profile}]}
            web: {boto_secgroup.present: [{description: d}, {vpc_name: net}, {rules: [{ip_protocol: tcp, from_port: 80, to_port: 80, cidr_ip: 0.0.0.0/0}]}, {profile: aws_profile}]}
            lb: {boto_elb.present: [{subnet_names: [one]}, {security_groups: [web]}, {listeners: [{elb_port: 80, instance_port: 80, elb_protocol: HTTP}]}, {profile: aws_profile}]}
            front: {boto_elbv2.load_balancer_present: [{subnet_names: [one]}, {security_groups: [web]}, {type: application}, {scheme: internet-facing}, {profile: aws_profile}]}
            g: {boto_asg.present: [{launch_config_name: g}, {launch_config: [{image_id: ami-12c6146b}, {security_groups: [web]}]}, {availability_zones: []}, {subnet_names: [one]}, {min_size: 0}, {max_size: 0}, {profile: aws_profile}]}
            ann: {boto_iam.user_present: [{policies: {own: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:Get*', Resource: '*'}]}}}, {profile: aws_profile}]}
            team: {boto_iam.group_present: [{users: [ann]}, {profile: aws_profile}]}
            """;

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
        assertThat(applied.output())
                .doesNotContain("(known after creation)")
                .endsWith("9 created, 0 changed, 0 destroyed, 0 as they were, 0 failed.\n");

        int done = proxy.mutations().size();
        Agent.Run again = orchestrate();
        assertThat(again.output())
                .isEqualTo("0 to create, 0 to change, 0 to destroy, 9 as they are, 0 failing.\n");
        Agent.Run stale = orchestrate("--apply", file.toString());
        assertThat(stale.exitCode()).isEqualTo(2);
        assertThat(stale.errors()).contains("has changed since the plan was written");
        Files.writeString(file, "nonsense {");
        Agent.Run broken = orchestrate("--apply", file.toString());
        assertThat(broken.exitCode()).isEqualTo(64);
        assertThat(broken.errors()).contains(file + " is no plan of " + SLS);
        Agent.Run asked = orchestrate("--destroy");
        assertThat(asked.errors()).contains("Only yes is yes.").contains("Nothing was done.");
        assertThat(asked.exitCode()).describedAs("nobody answered").isEqualTo(64);
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

    /**
     * Each kind of mistake is that state's failure, with its place, before its first call; what is
     * right goes on.
     */
    @Test
    void eachMistakeFailsItsOwnStateOnly() throws IOException {
        Path sls = config.resolveSibling("states/orchestration/wrong.sls");
        Files.writeString(sls, WRONG);
        int given = proxy.mutations().size();
        String at = "\\(" + sls.toString().replace(".", "\\.") + ":";

        Agent.Run plan = run("orchestrate", "orchestration.wrong", "--plan", file.toString());

        assertThat(plan.exitCode()).describedAs(plan.text()).isEqualTo(2);
        WRONG_SAYS.forEach((line, said) ->
                assertThat(plan.output()).containsPattern(said + "[^\\n]*" + at + line + ", ID "));
        assertThat(plan.output())
                .contains("+ boto_sqs.present right")
                .endsWith(
                        "1 to create, 0 to change, 0 to destroy, 0 as they are, %d failing.\n"
                                .formatted(WRONG_SAYS.size()));
        assertThat(proxy.mutations()).hasSize(given);

        Agent.Run done = run("call", "state.sls", "orchestration.wrong");
        assertThat(done.exitCode()).describedAs(done.text()).isEqualTo(2);
        assertThat(proxy.mutations().subList(given, proxy.mutations().size()))
                .containsExactly("CreateQueue");
        Agent.Run strict = run("call", "state.sls", "orchestration.wrong", "failhard=True");
        assertThat(strict.exitCode()).describedAs(strict.text()).isEqualTo(2);
    }

    @Test
    void aKilledRunIsCompletedByTheNext() throws InterruptedException {
        int given = proxy.mutations().size();
        Agent.Running killed =
                agent.start(List.of("call", "-c", config.toString(), "state.sls", SLS));
        while (proxy.mutations().size() < given + 9 && killed.process().isAlive()) {
            Thread.sleep(5);
        }
        killed.signal("KILL");
        killed.await();
        assertThat(proxy.mutations().size()).isLessThan(given + 22);

        Agent.Run completed = run("call", "state.sls", SLS);
        assertThat(completed.exitCode()).describedAs(completed.text()).isZero();
        assertThat(proxy.mutations()).hasSize(given + 22);
        assertThat(orchestrate().output())
                .isEqualTo("0 to create, 0 to change, 0 to destroy, 9 as they are, 0 failing.\n");
    }

    /** Every state names what the ones before make; a plan needs none of it to be there. */
    @Test
    void aNetworkIsPlannedMadeFoundDoneAndTakenDown() throws IOException {
        Files.writeString(config.resolveSibling("states/orchestration/net.sls"), NETWORK);
        int given = proxy.mutations().size();
        Agent.Run plan = run("orchestrate", "orchestration.net", "--plan", file.toString());
        assertThat(plan.exitCode()).describedAs(plan.text()).isZero();
        assertThat(proxy.mutations()).hasSize(given);

        Agent.Run applied = run("orchestrate", "orchestration.net", "--apply", file.toString());
        assertThat(applied.exitCode()).describedAs(applied.text()).isZero();
        assertThat(applied.output())
                .endsWith("11 created, 0 changed, 0 destroyed, 0 as they were, 0 failed.\n");
        int done = proxy.mutations().size();
        assertThat(run("orchestrate", "orchestration.net").output())
                .isEqualTo("0 to create, 0 to change, 0 to destroy, 11 as they are, 0 failing.\n");
        assertThat(proxy.mutations()).hasSize(done);

        Agent.Run destroyed = run("orchestrate", "orchestration.net", "--destroy", "--yes");
        assertThat(destroyed.exitCode()).describedAs(destroyed.text()).isZero();
        assertThat(proxy.mutations().getLast()).isEqualTo("DeleteVpc");
    }

    private Agent.Run run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "-c", config.toString()));
        arguments.addAll(List.of(more));
        return agent.run(arguments);
    }
}
