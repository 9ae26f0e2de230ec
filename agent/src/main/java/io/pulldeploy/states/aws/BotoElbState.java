package io.pulldeploy.states.aws;

import io.pulldeploy.aws.ClassicLoadBalancers;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code boto_elb.register_instances}: an instance joins its classic load balancer. */
public final class BotoElbState {
    private final AwsConnections connections;

    public BotoElbState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return Stream.of("boto_elb", "boto3_elb")
                .map(state ->
                        new StateFunction(
                                state + ".register_instances",
                                "Ensures that instances are registered with a load balancer.",
                                "name, instances, " + AwsConnections.PARAMETERS,
                                this::registerInstances))
                .toList();
    }

    private StateResult registerInstances(StateCall call) {
        ClassicLoadBalancers balancers =
                connections.account("elb", call.minion(), call.args()).classicLoadBalancers();
        List<String> instances = Plain.texts(call.args().value("instances"));
        if (instances.isEmpty()) {
            return StateResult.failed("'instances' names no instance.");
        }
        try {
            // A role that may only join and leave cannot ask: then registering itself is the test.
            if (permitted(() -> balancers.exists(call.name()))
                    .filter(found -> !found)
                    .isPresent()) {
                return StateResult.failed("Could not find lb " + call.name());
            }
            Optional<List<Health>> health =
                    permitted(() -> balancers.health(call.name(), List.of()));
            return health.isPresent()
                    ? register(call, balancers, instances, members(health.get()))
                    : registerBlindly(call, balancers, instances);
        } catch (Failure e) {
            return failed(call, e);
        }
    }

    private static StateResult register(
            StateCall call,
            ClassicLoadBalancers balancers,
            List<String> instances,
            List<String> members) {
        List<String> missing = new ArrayList<>(instances);
        missing.removeAll(members);
        if (missing.isEmpty()) {
            return StateResult.succeeded("Instance/s " + quoted(instances) + " already exist.");
        }
        Set<String> all = new LinkedHashSet<>(members);
        all.addAll(instances);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("old", String.join("\n", members));
        changes.put("new", String.join("\n", all));
        return call.apply(
                changes,
                wouldRegister(call, missing),
                () ->
                        send(call, balancers, instances)
                                .orElseGet(() ->
                                        StateResult.changed(
                                                changes,
                                                "Load Balancer "
                                                        + call.name()
                                                        + " has been changed")));
    }

    /** Registering twice does no harm, so that who may not look registers every time. */
    private static StateResult registerBlindly(
            StateCall call, ClassicLoadBalancers balancers, List<String> instances) {
        String blindly =
                " The registration is sent without looking first, because"
                        + " elasticloadbalancing:DescribeInstanceHealth is not allowed.";
        Map<String, @Nullable Object> changes = Map.of("new", String.join("\n", instances));
        return call.apply(
                changes,
                wouldRegister(call, instances) + blindly,
                () ->
                        send(call, balancers, instances)
                                .orElseGet(() ->
                                        StateResult.changed(
                                                changes,
                                                "Load Balancer "
                                                        + call.name()
                                                        + " has "
                                                        + quoted(instances)
                                                        + " registered."
                                                        + blindly)));
    }

    /** Registers; what went wrong, if anything did. */
    private static Optional<StateResult> send(
            StateCall call, ClassicLoadBalancers balancers, List<String> instances) {
        try {
            balancers.register(call.name(), instances);
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(failed(call, e));
        }
    }

    private static StateResult failed(StateCall call, Failure e) {
        return StateResult.failed(couldNot(call) + ": " + AwsState.explained(e));
    }

    private static String couldNot(StateCall call) {
        return "Load balancer " + call.name() + " failed to add instances";
    }

    private static String wouldRegister(StateCall call, List<String> instances) {
        return "ELB " + call.name() + " is set to register : [" + quoted(instances) + "].";
    }

    private static List<String> members(List<Health> health) {
        return health.stream().filter(h -> !h.leaving()).map(Health::instanceId).toList();
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(t -> "'" + t + "'").collect(Collectors.joining(", "));
    }

    /** The answer, or nothing where the role may not ask. */
    private static <T> Optional<T> permitted(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (Failure e) {
            if (e.exitCode() == ExitCode.NO_PERMISSION) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
