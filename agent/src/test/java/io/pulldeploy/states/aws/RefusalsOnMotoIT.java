package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;
import io.pulldeploy.RecordingProxy;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How often a service is asked again that refuses: six times at least and within a minute where the
 * refusal may pass, three times at most where it does not. Each service has its own way to say so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsOnMotoIT {
    /** A call of each service, by the name that the proxy gives it. */
    private static final Map<String, Consumer<AwsAccount>> CALLS = calls();

    private MotoServer moto;

    private static Map<String, Consumer<AwsAccount>> calls() {
        Map<String, Consumer<AwsAccount>> calls = new LinkedHashMap<>();
        calls.put("DescribeSecurityGroups", a -> a.securityGroups().named("web", Optional.empty()));
        calls.put("GetRole", a -> a.roles().find("web"));
        calls.put("DescribeLoadBalancers", a -> a.classicLoadBalancerSettings().find("web"));
        calls.put("DescribeTargetGroups", a -> a.targetGroups().find("web"));
        calls.put("DescribeAutoScalingGroups", a -> a.autoScalingGroups().find("web"));
        calls.put("DescribeAlarms", a -> a.alarms().find("web"));
        calls.put("GetQueueUrl", a -> a.queues().url("web"));
        calls.put("Get /2013-04-01/hostedzonesbyname", a -> a.hostedZones().named("web.org."));
        calls.put("DescribeCacheClusters", a -> a.cacheClusters().cluster("web"));
        calls.put("Get /", a -> a.buckets().exists("web"));
        return calls;
    }

    @BeforeAll
    void start() {
        moto = MotoServer.start();
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    /**
     * @return how often each service refused
     */
    private Map<String, Integer> refused(int times, int status, String code, boolean passes) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        Map<String, Thread> waiting = new LinkedHashMap<>();
        CALLS.forEach((action, call) ->
                waiting.put(
                        action,
                        Thread.ofVirtual()
                                .start(() -> {
                                    int count = asked(action, call, times, status, code, passes);
                                    synchronized (refused) {
                                        refused.put(action, count);
                                    }
                                })));
        waiting.values()
                .forEach(t -> {
                    try {
                        assertThat(t.join(Duration.ofSeconds(60)))
                                .describedAs("within a minute")
                                .isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThat(refused.keySet()).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        return refused;
    }

    private int asked(
            String action,
            Consumer<AwsAccount> call,
            int times,
            int status,
            String code,
            boolean passes) {
        try (RecordingProxy proxy = RecordingProxy.before(moto.endpoint())) {
            AwsClients clients = new AwsClients(AwsFixture.settings(moto).at(proxy.endpoint()));
            AwsAccount account =
                    new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1))
                            .at(clients.settings());
            proxy.refuse(new RecordingProxy.Refusal(action, times, status, code, "said so"));
            try {
                call.accept(account);
                assertThat(passes).isTrue();
            } catch (Failure e) {
                assertThat(passes).describedAs(action + ": " + e.getMessage()).isFalse();
                assertThat(e.getMessage())
                        .contains(status == 401 ? "refuses these credentials" : code);
            }
            return proxy.refusals();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling",
        "503, RequestLimitExceeded",
        "503, ServiceUnavailable",
        "500, InternalFailure"
    })
    void whatPassesIsAskedSixTimes(int status, String code) {
        assertThat(refused(5, status, code, true).values()).containsOnly(5);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied",
        "403, UnauthorizedOperation",
        "403, ExpiredToken",
        "400, ExpiredTokenException",
        "400, RequestExpired",
        "401, AuthFailure",
        "403, InvalidClientTokenId",
        "403, SignatureDoesNotMatch",
        "400, UnrecognizedClientException"
    })
    void whatDoesNotPassIsAskedThreeTimesAtMost(int status, String code) {
        assertThat(refused(99, status, code, false).values())
                .describedAs("%s", code)
                .allMatch(n -> n <= 3);
    }
}
