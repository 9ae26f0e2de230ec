package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.Conformance;
import io.pulldeploy.MotoServer;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.BotoEc2Module;
import io.pulldeploy.modules.BotoElbModule;
import io.pulldeploy.modules.BotoModule;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Salt's AWS states answered against moto, and what ours answer. See conformance/aws; where
 * ours differ on purpose, {@code differences.json} there says why, and what they answer instead.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsConformanceIT {
    private static final String CASES = "aws/cases.json";
    private static final String DIFFERENCES = "aws/differences.json";
    private static final JsonStyle STYLE = JsonStyle.SALT.withIndent(1);

    private final Map<String, @Nullable Object> differences = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> found = new LinkedHashMap<>();
    private final Set<String> unseen = new TreeSet<>();
    private MotoServer moto;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        for (Object group : Conformance.list(Conformance.read(DIFFERENCES).get("differences"))) {
            Map<String, @Nullable Object> one = Conformance.mapping(group);
            assertThat(String.valueOf(one.get("because"))).isNotBlank();
            Conformance.mapping(one.get("ours"))
                    .forEach((field, ours) -> {
                        assertThat(differences.put(field, ours)).describedAs(field).isNull();
                        unseen.add(field);
                    });
        }
    }

    /** Prints what differs, in the form of the file, and holds that every difference is listed. */
    @AfterAll
    void stop() {
        moto.close();
        if (!found.isEmpty()) {
            System.out.println("differs, and is not listed so: " + Json.write(found, STYLE));
        }
        assertThat(unseen).describedAs("listed, but ours answers as Salt does").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        Map<String, @Nullable Object> pillar =
                Conformance.mapping(Conformance.read(CASES).get("pillar"));
        return Conformance.cases(CASES, Set.of("name", "given", "steps")).stream()
                .map(c ->
                        DynamicTest.dynamicTest(
                                String.valueOf(c.get("name")), () -> replay(c, pillar)));
    }

    private void replay(Map<String, @Nullable Object> one, Map<String, @Nullable Object> pillar) {
        moto.reset();
        RawCalls raw = new RawCalls(moto.endpoint());
        Conformance.list(one.get("given")).forEach(g -> raw.ask(Conformance.mapping(g)));
        AwsClients clients = new AwsClients(AwsFixture.settings(moto));
        AwsStateHarness harness =
                AwsStateHarness.ofAll(
                        new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1)),
                        List::of);
        harness.minion().pillar().putAll(pillar);
        Map<String, @Nullable Object> wrong = new LinkedHashMap<>();
        int number = 0;
        for (Object entry : Conformance.list(one.get("steps"))) {
            Map<String, @Nullable Object> step = Conformance.mapping(entry);
            Map<String, @Nullable Object> args = Conformance.mapping(raw.filled(step.get("args")));
            args.put("region", "us-east-1");
            String at = "%s %d ".formatted(one.get("name"), number++);
            if (step.get("ask") instanceof String function) {
                Object answer = asked(clients, harness.minion(), function, args);
                compare(at + "answer", asJson(step.get("salt")), asJson(raw.masked(answer)), wrong);
                continue;
            }
            boolean test = Boolean.TRUE.equals(step.get("test"));
            StateResult result = harness.call(String.valueOf(step.get("call")), args, test);
            Map<String, @Nullable Object> ours = new LinkedHashMap<>();
            ours.put("result", result.outcome().value());
            ours.put("comment", comment(raw.masked(result.comment())));
            if (!test) {
                // A plan of ours shows its changes; Salt's states mostly show none.
                ours.put("changes", asJson(raw.masked(result.changes())));
            }
            Map<String, @Nullable Object> salt = Conformance.mapping(step.get("salt"));
            salt.put("comment", comment(salt.get("comment")));
            ours.forEach((field, is) -> compare(at + field, asJson(salt.get(field)), is, wrong));
        }
        assertThat(wrong).isEmpty();
    }

    /** What an execution function answers. */
    private static @Nullable Object asked(
            AwsClients clients,
            Minion minion,
            String function,
            Map<String, @Nullable Object> args) {
        AwsConnections connections =
                new AwsConnections(
                        new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1)));
        ExecutionFunction found =
                Stream.of(
                                new BotoModule(connections).functions(),
                                new BotoEc2Module(connections).functions(),
                                new BotoElbModule(connections).functions())
                        .flatMap(List::stream)
                        .filter(f -> f.name().equals(function))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no function " + function));
        return found.body().call(minion, found.signature().bind(function, List.of(), args));
    }

    private void compare(
            String field,
            @Nullable Object salt,
            @Nullable Object ours,
            Map<String, @Nullable Object> wrong) {
        unseen.remove(field);
        if (differences.containsKey(field)
                ? !Objects.equals(differences.get(field), ours) || Objects.equals(salt, ours)
                : !Objects.equals(salt, ours)) {
            Map<String, @Nullable Object> both = new LinkedHashMap<>();
            both.put("salt", salt);
            both.put("ours", ours);
            wrong.put(field, both);
            found.put(field, ours);
        }
    }

    /**
     * A comment as one line: Salt's parts are joined with blanks of all numbers. What a state
     * raises is its comment here too, without Salt's own words about that; and a load balancer's
     * test run is not asked to say of policies what its real run does not say.
     */
    private static String comment(@Nullable Object comment) {
        String text =
                comment instanceof List<?> lines
                        ? lines.stream().map(String::valueOf).collect(Collectors.joining(" "))
                        : String.valueOf(comment);
        return text.replace("An exception occurred in this state: ", "")
                .replaceAll("Policies already set on ELB \\w+\\.", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** As a JSON file holds it, so that numbers compare. */
    private static @Nullable Object asJson(@Nullable Object value) {
        return Json.parse(Json.write(value, STYLE));
    }
}
