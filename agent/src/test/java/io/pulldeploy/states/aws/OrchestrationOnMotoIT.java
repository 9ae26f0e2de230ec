package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;
import io.pulldeploy.RecordingProxy;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.aws.SecurityRule;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;
import io.pulldeploy.render.yaml.YamlLoader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** The orchestration of the example service, from nothing to nothing, against moto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrchestrationOnMotoIT {
    private static final Path SLS = Path.of("..", "states", "orchestration", "myapp.sls");

    private MotoServer moto;
    private RecordingProxy proxy;
    private AwsClients clients;
    private AwsAccount account;
    private AwsStateHarness harness;
    private String sls = "";

    @BeforeAll
    void start() throws IOException {
        moto = MotoServer.start();
        sls = ExampleOrchestration.rendered(Files.readString(SLS));
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    /** What the post takes as given: two groups and a zone. */
    @BeforeEach
    void anAccount() {
        moto.reset();
        if (proxy != null) {
            proxy.close();
        }
        proxy = RecordingProxy.before(moto.endpoint());
        clients = new AwsClients(AwsFixture.settings(moto).at(proxy.endpoint()));
        SdkAccounts accounts = new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1));
        account = accounts.at(clients.settings());
        account.securityGroups().create("base", "everyone", Optional.empty());
        account.securityGroups().create("amazon-elb-sg", "load balancers", Optional.empty());
        account.hostedZones().create("example.com.", "1", "", Optional.empty());
        harness =
                new AwsStateHarness(
                        accounts,
                        proxy::mutations,
                        List.of(
                                c -> new SecurityGroupState(c).functions(),
                                c -> new RoleState(c).functions(),
                                c -> new QueueState(c).functions(),
                                c -> new LoadBalancerState(c).functions(),
                                c -> new RecordState(c).functions(),
                                c -> new AutoScalingGroupState(c).functions(),
                                c -> new AlarmState(c).functions()));
        harness.minion().opts().put("aws_profile", Map.of("region", "us-east-1"));
    }

    private record State(String function, String args) {}

    private static List<State> states(String text) {
        Map<?, ?> top = loaded(text);
        List<State> states = new ArrayList<>();
        top.values()
                .forEach(body -> {
                    Map.Entry<?, ?> state = ((Map<?, ?>) body).entrySet().iterator().next();
                    Map<Object, Object> args = new LinkedHashMap<>();
                    ((List<?>) state.getValue()).forEach(a -> args.putAll((Map<?, ?>) a));
                    states.add(
                            new State(
                                    String.valueOf(state.getKey()),
                                    YamlDumper.dump(args, DumpOptions.SAFE_DUMP)));
                });
        return states;
    }

    private static Map<?, ?> loaded(String text) {
        return (Map<?, ?>) Objects.requireNonNull(YamlLoader.load(text, YamlLoader.TEXT));
    }

    private List<StateResult> run(String text) {
        return states(text).stream().map(s -> harness.run(s.function(), s.args())).toList();
    }

    private List<StateResult> test(String text) {
        return states(text).stream().map(s -> harness.test(s.function(), s.args())).toList();
    }

    private List<String> mutationsOf(Runnable work) {
        int before = proxy.mutations().size();
        work.run();
        return proxy.mutations().subList(before, proxy.mutations().size());
    }

    private static void succeeded(List<StateResult> results) {
        assertThat(results)
                .allSatisfy(r ->
                        assertThat(r.outcome())
                                .describedAs(r.comment())
                                .isEqualTo(Outcome.SUCCEEDED));
    }

    @Test
    void aPlanThenEverythingThenNothing() {
        List<StateResult> plan = new ArrayList<>();
        assertThat(mutationsOf(() -> plan.addAll(test(sls)))).isEmpty();
        assertThat(plan).allMatch(r -> r.outcome() == Outcome.WOULD_CHANGE);

        List<StateResult> done = run(sls);
        succeeded(done);
        for (int i = 0; i < plan.size(); i++) {
            AwsStateHarness.isFulfilled(plan.get(i).changes(), done.get(i).changes());
        }
        assertThat(mutationsOf(() -> succeeded(run(sls)))).isEmpty();
        assertThat(test(sls)).allMatch(r -> r.changes().isEmpty());
    }

    /** Nothing is looked up twice where the first answer still holds. */
    @Test
    void aStateThatHasNothingToDoAsksEachThingOnce() {
        succeeded(run(sls));
        List<String> twice = new ArrayList<>();
        int all = proxy.requests().size();
        for (State state : states(sls)) {
            int before = proxy.requests().size();
            harness.run(state.function(), state.args());
            List<String> asked = proxy.requests().subList(before, proxy.requests().size());
            asked.stream()
                    .filter(a -> Collections.frequency(asked, a) > 1)
                    .map(a -> state.function() + ": " + a)
                    .forEach(twice::add);
        }
        assertThat(twice).isEmpty();
        assertThat(proxy.requests().size() - all).isLessThanOrEqualTo(26);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    to_port: 80 | to_port: 81 | AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress
                    's3:Head*' | 's3:List*' | PutRolePolicy
                    - 'sqs:ListQueues' | - 'sqs:PurgeQueue' | PutRolePolicy
                    us-east-1e | us-east-1b | EnableAvailabilityZonesForLoadBalancer DisableAvailabilityZonesForLoadBalancer UpdateAutoScalingGroup
                    elb_port: 443 | elb_port: 8443 | DeleteLoadBalancerListeners CreateLoadBalancerListeners
                    HTTP:80/ | HTTP:80/ping | ConfigureHealthCheck
                    emit_interval: '5' | emit_interval: '60' | ModifyLoadBalancerAttributes
                    a-certificate | b-certificate | SetLoadBalancerListenerSSLCertificate
                    c3.large | c3.xlarge | CreateLaunchConfiguration UpdateAutoScalingGroup DeleteLaunchConfiguration
                    instance_monitoring: true | instance_monitoring: false | CreateLaunchConfiguration UpdateAutoScalingGroup DeleteLaunchConfiguration
                    tar -xzvPf | tar -xzPf | CreateLaunchConfiguration UpdateAutoScalingGroup DeleteLaunchConfiguration
                    example-key | other-key | CreateLaunchConfiguration UpdateAutoScalingGroup DeleteLaunchConfiguration
                    - AddToLoadBalancer | - AZRebalance | SuspendProcesses ResumeProcesses
                    max_size: 30 | max_size: 40 | UpdateAutoScalingGroup
                    min_size: 30 | min_size: 20 | UpdateAutoScalingGroup
                    scaling_adjustment: 5 | scaling_adjustment: 6 | PutScalingPolicy
                    cooldown: 1800 | cooldown: 900 | PutScalingPolicy PutScalingPolicy
                    key: 'Name' | key: 'Title' | CreateOrUpdateTags DeleteTags
                    threshold: 50.0 | threshold: 55.0 | PutMetricAlarm
                    period: 300 | period: 60 | PutMetricAlarm PutMetricAlarm
                    description: '' | description: 'hot' | PutMetricAlarm PutMetricAlarm
                    hipchat-notify | slack-notify | PutMetricAlarm PutMetricAlarm
                    example-queue-2 | example-queue-3 | CreateQueue
                    """)
    void anEditChangesExactlyThat(String from, String to, String expected) {
        succeeded(run(sls));
        String edited = sls.replace(from, to);
        assertThat(edited).isNotEqualTo(sls);

        List<StateResult> plan = test(edited);
        List<StateResult> done = new ArrayList<>();
        List<String> calls = mutationsOf(() -> done.addAll(run(edited)));

        succeeded(done);
        for (int i = 0; i < plan.size(); i++) {
            AwsStateHarness.isFulfilled(plan.get(i).changes(), done.get(i).changes());
        }
        assertThat(String.join(" ", calls)).isEqualTo(expected);
        assertThat(mutationsOf(() -> succeeded(run(edited)))).isEmpty();
    }

    @Test
    void driftIsRepaired() {
        succeeded(run(sls));
        String group = "myapp-testing-useast1";
        SecurityGroup web = account.securityGroups().named("myapp", Optional.empty()).getFirst();
        account.securityGroups()
                .authorize(
                        web.id(),
                        SecurityGroup.Direction.INGRESS,
                        List.of(
                                new SecurityRule(
                                        "tcp", 22, 22, new SecurityRule.Cidr("0.0.0.0/0"))));
        account.roles()
                .put(
                        group,
                        "bootstrap",
                        Map.of(
                                "Version",
                                "2012-10-17",
                                "Statement",
                                List.of(
                                        Map.of(
                                                "Effect", "Allow",
                                                "Action", "s3:*",
                                                "Resource", "*"))));
        account.roles().removeFromProfile(group, group);
        account.classicLoadBalancerSettings().disableZones(group, List.of("us-east-1e"));
        account.autoScalingGroups().resume(group, List.of("AddToLoadBalancer"));
        account.autoScalingGroups().deletePolicy(group, "ScaleUp");
        account.alarms().delete(group + "-asg-up-CPU-Utilization");

        List<String> repairs = mutationsOf(() -> succeeded(run(sls)));

        assertThat(repairs)
                .containsExactlyInAnyOrder(
                        "RevokeSecurityGroupIngress",
                        "AddRoleToInstanceProfile",
                        "PutRolePolicy",
                        "EnableAvailabilityZonesForLoadBalancer",
                        "SuspendProcesses",
                        "PutScalingPolicy",
                        "PutMetricAlarm");
        assertThat(mutationsOf(() -> succeeded(run(sls)))).isEmpty();
    }

    /** Wherever a run stops, the next one goes on, and makes what is left and nothing twice. */
    @Test
    void aRunThatIsCutAnywhereIsCompletedByTheNext() {
        List<String> whole = mutationsOf(() -> succeeded(run(sls)));
        for (int cut = 1; cut < whole.size(); cut++) {
            anAccount();
            int before = proxy.mutations().size();
            proxy.cutAfter(cut);
            run(sls);
            assertThat(proxy.mutations()).hasSize(before + cut);
            proxy.mend();
            succeeded(run(sls));
            assertThat(mutationsOf(() -> succeeded(run(sls))))
                    .describedAs("cut after %d calls, the last of them %s", cut, whole.get(cut - 1))
                    .isEmpty();
            assertThat(proxy.mutations().subList(before, proxy.mutations().size()))
                    .describedAs("cut after %d calls, the last of them %s", cut, whole.get(cut - 1))
                    .containsExactlyInAnyOrderElementsOf(whole);
        }
    }

    @Test
    void aBusyAwsIsBorne() {
        proxy.throttle(7);
        succeeded(run(sls));
        assertThat(mutationsOf(() -> succeeded(run(sls)))).isEmpty();
    }

    /** What passes: a busy service, a broken one, and what another service has not heard of yet. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CreateSecurityGroup | 503 | RequestLimitExceeded | Request limit exceeded.
                    CreateRole | 400 | Throttling | Rate exceeded
                    CreateQueue | 503 | ServiceUnavailable | The service is unavailable.
                    PutMetricAlarm | 500 | InternalFailure | An internal error occurred.
                    CreateLoadBalancer | 400 | CertificateNotFound | Server Certificate not found for the key
                    CreateLaunchConfiguration | 400 | ValidationError | Invalid IamInstanceProfile: myapp-testing-useast1
                    CreateAutoScalingGroup | 400 | ValidationError | Invalid IamInstanceProfile: myapp-testing-useast1
                    """)
    void whatPassesIsTriedAgain(String action, int status, String code, String message) {
        proxy.refuse(new RecordingProxy.Refusal(action, 2, status, code, message));
        succeeded(run(sls));
        assertThat(proxy.refusals()).isEqualTo(2);
        assertThat(mutationsOf(() -> succeeded(run(sls)))).isEmpty();
    }

    @Test
    void aGroupThatIsStillUsedIsDeletedALittleLater() {
        harness.run("boto_secgroup.present", "{name: g, description: d}");
        proxy.refuse(
                new RecordingProxy.Refusal(
                        "DeleteSecurityGroup",
                        2,
                        400,
                        "DependencyViolation",
                        "resource sg-1 has a dependent object"));
        harness.converges("boto_secgroup.absent", "{name: g}");
        assertThat(proxy.refusals()).isEqualTo(2);
    }

    /** What does not pass is not knocked at, and the comment says what AWS said to what. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    403 | AccessDenied | User: me is not authorized to perform: iam:CreateRole
                    403 | ExpiredToken | The security token included in the request is expired
                    400 | MalformedPolicyDocument | Syntax errors in policy.
                    """)
    void whatDoesNotPassIsNotKnockedAt(int status, String code, String message) {
        proxy.refuse(new RecordingProxy.Refusal("CreateRole", 99, status, code, message));
        StateResult refused = harness.run("boto_iam_role.present", "{name: r}");
        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.comment())
                .contains("iam:CreateRole on r")
                .contains(code)
                .contains(message)
                .doesNotContain("secret");
        assertThat(proxy.refusals()).isLessThanOrEqualTo(3);
    }

    @Test
    void everythingIsTakenDown() {
        succeeded(run(sls));
        for (State state : states(sls).reversed()) {
            Map<?, ?> args = loaded(state.args());
            Map<Object, Object> kept = new LinkedHashMap<>();
            kept.put("name", args.get("name"));
            kept.put("profile", args.get("profile"));
            if (state.function().startsWith("boto_asg")) {
                kept.put("force", true);
                kept.put("remove_lc", true);
            }
            String function = state.function().replace(".present", ".absent");
            harness.converges(function, YamlDumper.dump(kept, DumpOptions.SAFE_DUMP));
        }
        assertThat(account.securityGroups().named("myapp", Optional.empty())).isEmpty();
        assertThat(account.autoScalingGroups().names()).isEmpty();
        assertThat(account.launchConfigurations().names()).isEmpty();
    }
}
