package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.Conformance;
import io.pulldeploy.MotoServer;
import io.pulldeploy.RecordingProxy;
import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Every property that is changed behind our back: a test run names exactly that change, a run
 * repairs exactly that, and the next one makes no mutating call; then it is taken down. See {@code
 * aws/drift.yaml}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftOnMotoIT {
    private final List<RecordingProxy> proxies = new ArrayList<>();
    private MotoServer moto;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
    }

    @AfterAll
    void stop() {
        proxies.forEach(RecordingProxy::close);
        moto.close();
    }

    @TestFactory
    Stream<DynamicNode> drifts() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(getClass().getResourceAsStream("/aws/drift.yaml"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Conformance.list(YamlLoader.load(text, YamlLoader.TEXT)).stream()
                    .map(Conformance::mapping)
                    .map(this::group);
        }
    }

    private DynamicNode group(Map<String, @Nullable Object> group) {
        Resource resource = new Resource(group);
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("made", resource::make));
        Conformance.mapping(group.get("drifts"))
                .forEach((name, drift) ->
                        tests.add(
                                DynamicTest.dynamicTest(
                                        name, () -> resource.drifts(Conformance.mapping(drift)))));
        if (group.get("absent") != null) {
            tests.add(DynamicTest.dynamicTest("taken down", resource::takeDown));
        }
        return DynamicContainer.dynamicContainer(String.valueOf(group.get("name")), tests);
    }

    /** One resource, which is repaired again and again. */
    private final class Resource {
        private final Map<String, @Nullable Object> group;
        private final RawCalls raw = new RawCalls(moto.endpoint());
        private final String state;
        private RecordingProxy proxy;
        private AwsStateHarness harness;

        Resource(Map<String, @Nullable Object> group) {
            this.group = group;
            this.state = String.valueOf(group.get("state"));
        }

        void make() {
            moto.reset();
            proxy = RecordingProxy.before(moto.endpoint());
            proxies.add(proxy);
            AwsClients clients = new AwsClients(AwsFixture.settings(moto).at(proxy.endpoint()));
            SdkAccounts accounts =
                    new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1));
            AwsAccount account = accounts.at(clients.settings());
            account.securityGroups().create("base", "everyone", Optional.empty());
            account.hostedZones().create("example.com.", "1", "", Optional.empty());
            harness = AwsStateHarness.ofAll(accounts, proxy::mutations);
            raw.know("zone", account.hostedZones().named("example.com.").getFirst().id());
            Conformance.list(group.getOrDefault("given", List.of()))
                    .forEach(g -> raw.ask(Conformance.mapping(g)));
            harness.converges(state, args());
            int before = proxy.requests().size();
            harness.run(state, args());
            assertThat(proxy.requests().subList(before, proxy.requests().size()))
                    .describedAs("nothing is looked up twice")
                    .doesNotHaveDuplicates();
            if (group.get("find") != null) {
                raw.ask(Conformance.mapping(group.get("find")));
            }
        }

        private String args() {
            return String.valueOf(raw.filled(group.get("args")));
        }

        void drifts(Map<String, @Nullable Object> drift) {
            Conformance.list(drift.get("ask")).forEach(a -> raw.ask(Conformance.mapping(a)));
            String calls = String.valueOf(raw.filled(drift.get("calls")));
            if (calls.isEmpty()) {
                harness.isSilent(state, args());
                return;
            }
            int before = proxy.mutations().size();
            StateResult plan = harness.test(state, args());
            assertThat(plan.outcome()).describedAs(plan.comment()).isEqualTo(Outcome.WOULD_CHANGE);
            assertThat(proxy.mutations()).hasSize(before);
            StateResult done = harness.run(state, args());
            assertThat(done.outcome()).describedAs(done.comment()).isEqualTo(Outcome.SUCCEEDED);
            AwsStateHarness.isFulfilled(plan.changes(), done.changes());
            assertThat(
                            String.join(
                                    " ",
                                    proxy.mutations().subList(before, proxy.mutations().size())))
                    .isEqualTo(calls);
            harness.isSilent(state, args());
            String changes = Json.write(raw.masked(plan.changes()), JsonStyle.SALT);
            assertThat(Json.parse(changes))
                    .describedAs("changes: " + changes.replaceAll("\\n *", " "))
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(Json.parse(Json.write(drift.get("changes"), JsonStyle.SALT)));
        }

        void takeDown() {
            Map<String, @Nullable Object> absent = Conformance.mapping(group.get("absent"));
            harness.converges(
                    String.valueOf(absent.get("state")), String.valueOf(absent.get("args")));
            assertThat(harness.test(state, args()).outcome())
                    .describedAs("it would be made again")
                    .isEqualTo(Outcome.WOULD_CHANGE);
        }
    }
}
