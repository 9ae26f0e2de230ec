package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsAccounts;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.states.StateTestHarness;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The harness of every state for those of AWS, whose arguments are YAML and whose changes are
 * calls: what a run did is exactly what its test run planned, and a second run makes no mutating
 * call.
 */
final class AwsStateHarness {
    private final StateTestHarness runs;
    private final Supplier<List<String>> mutations;
    private final FakeMinion minion = new FakeMinion();

    AwsStateHarness(
            AwsAccounts accounts,
            Supplier<List<String>> mutations,
            List<Function<AwsConnections, List<StateFunction>>> states) {
        AwsConnections connections = new AwsConnections(accounts);
        this.runs =
                new StateTestHarness(
                        states.stream().flatMap(s -> s.apply(connections).stream()).toList(),
                        minion,
                        mutations);
        this.mutations = mutations;
    }

    /** A harness with every AWS state. */
    static AwsStateHarness ofAll(AwsAccounts accounts, Supplier<List<String>> mutations) {
        return new AwsStateHarness(
                accounts,
                mutations,
                List.of(
                        c -> new SecurityGroupState(c).functions(),
                        c -> new RoleState(c).functions(),
                        c -> new QueueState(c).functions(),
                        c -> new BotoElbState(c).functions(),
                        c -> new LoadBalancerState(c).functions(),
                        c -> new RecordState(c).functions(),
                        c -> new RecordSetState(c).functions(),
                        c -> new HostedZoneState(c, new SplittableRandom(1)).functions(),
                        c -> new LaunchConfigurationState(c).functions(),
                        c -> new AutoScalingGroupState(c).functions(),
                        c -> new AlarmState(c).functions(),
                        c -> new CacheState(c).functions(),
                        c -> new AwsNamedCacheState(c).functions(),
                        c -> new BucketState(c).functions(),
                        c -> new LaunchTemplateState(c).functions(),
                        c -> new TargetGroupState(c).functions(),
                        c -> new LoadBalancerV2State(c).functions(),
                        c -> new VpcState(c).functions(),
                        c -> new TopicState(c).functions(),
                        c -> new IdentityState(c, new FileTree()).functions(),
                        c -> new IamDocumentState(c).functions()));
    }

    FakeMinion minion() {
        return minion;
    }

    StateResult test(String function, String yaml) {
        return call(function, yaml, true);
    }

    StateResult run(String function, String yaml) {
        return call(function, yaml, false);
    }

    private StateResult call(String function, String yaml, boolean test) {
        return call(function, args(yaml), test);
    }

    private static Map<String, @Nullable Object> args(String yaml) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        Map<?, ?> given =
                (Map<?, ?>) Objects.requireNonNull(YamlLoader.load(yaml, YamlLoader.TEXT));
        given.forEach((k, v) -> args.put((String) k, v));
        return args;
    }

    /** One call with plain values. */
    StateResult call(String function, Map<String, @Nullable Object> args, boolean test) {
        try {
            return runs.once(function, args, test);
        } catch (CallError e) {
            return StateResult.failed("" + e.getMessage());
        }
    }

    /**
     * Proves the three things.
     *
     * @return what the run that changed something answered
     */
    StateResult converges(String function, String yaml) {
        int before = mutations.get().size();
        StateTestHarness.Runs all = runs.check(function, args(yaml));
        StateResult predicted = all.test();
        assertThat(predicted.comment()).isNotEmpty();
        assertThat(predicted.outcome())
                .describedAs(predicted.comment())
                .isEqualTo(Outcome.WOULD_CHANGE);
        StateResult done = all.real();
        assertThat(done.outcome()).describedAs(done.comment()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(mutations.get().size()).isGreaterThan(before);
        isFulfilled(predicted.changes(), done.changes());
        isSilent(function, yaml);
        return done;
    }

    /** Proves that there is nothing to do. */
    StateResult isSilent(String function, String yaml) {
        int before = mutations.get().size();
        StateResult predicted = test(function, yaml);
        assertThat(predicted.outcome())
                .describedAs(predicted.comment() + predicted.changes())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(predicted.changes()).isEmpty();
        StateResult again = run(function, yaml);
        assertThat(again.outcome()).describedAs(again.comment()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(again.changes()).isEmpty();
        assertThat(mutations.get().subList(before, mutations.get().size()))
                .describedAs("a second run makes no mutating call")
                .isEmpty();
        return again;
    }

    /** Proves that a call is refused before anything is changed. */
    String refuses(String function, String yaml) {
        int before = mutations.get().size();
        for (boolean test : List.of(true, false)) {
            StateResult refused = call(function, yaml, test);
            assertThat(refused.outcome()).describedAs(refused.comment()).isEqualTo(Outcome.FAILED);
        }
        assertThat(mutations.get()).hasSize(before);
        return run(function, yaml).comment();
    }

    /**
     * Proves that what was done is what was planned: the same names, and the same old and new
     * values, except for what the plan says is known only after creation.
     */
    static void isFulfilled(@Nullable Object planned, @Nullable Object done) {
        assertThat(fulfils(planned, done))
                .describedAs("planned: %s%ndone:    %s", planned, done)
                .isTrue();
    }

    private static boolean fulfils(@Nullable Object planned, @Nullable Object done) {
        if (Steps.LATER.equals(planned)) {
            return done != null && !Steps.LATER.equals(done);
        }
        if (planned instanceof Map<?, ?> p && done instanceof Map<?, ?> d) {
            return p.keySet().equals(d.keySet())
                    && p.keySet().stream().allMatch(k -> fulfils(p.get(k), d.get(k)));
        }
        if (planned instanceof List<?> p && done instanceof List<?> d) {
            return p.size() == d.size()
                    && IntStream.range(0, p.size()).allMatch(i -> fulfils(p.get(i), d.get(i)));
        }
        return Objects.equals(planned, done);
    }

    /** YAML's values as the product's own loader gives them: whole numbers are Long. */
}
