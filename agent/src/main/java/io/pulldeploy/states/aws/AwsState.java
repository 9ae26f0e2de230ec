package io.pulldeploy.states.aws;

import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.AwsConnections;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all AWS states share: their arguments are checked before the first call, what they find to
 * do is a list of steps, and what AWS refuses becomes their comment.
 */
final class AwsState {
    /** Finds, by reading alone, what is to be done. */
    @FunctionalInterface
    interface Body {
        /**
         * @throws CallError if the author asked for something that cannot be
         */
        Steps steps(Call call);
    }

    /**
     * One call: its arguments, and the accounts it may mean.
     *
     * @param expected what earlier states of the run make, and this one
     * @param policies the scaling policies that it has looked up, by their group
     */
    record Call(
            StateCall state,
            AwsConnections connections,
            String service,
            Expected expected,
            Map<String, List<Map<String, @Nullable Object>>> policies) {
        String name() {
            return state.name();
        }

        Arguments args() {
            return state.args();
        }

        Minion minion() {
            return state.minion();
        }

        AwsAccount account() {
            return account(service);
        }

        /** The account as another module's settings have it, such as {@code secgroup.region}. */
        AwsAccount account(String otherService) {
            return connections.account(otherService, state.minion(), state.args());
        }
    }

    private AwsState() {}

    /**
     * A state function under Salt's old and new names.
     *
     * @param name full name of the old one, {@code boto_sqs.present}
     * @param service prefix of its settings in the configuration
     */
    static List<StateFunction> named(
            String name,
            String doc,
            AwsParameters parameters,
            AwsConnections connections,
            String service,
            Body body) {
        String newer = name.replaceFirst("^boto_", "boto3_");
        StateFunction old = only(name, doc, parameters, connections, service, body);
        return newer.equals(name)
                ? List.of(old)
                : List.of(old, only(newer, doc, parameters, connections, service, body));
    }

    /** A state function under one name. */
    static StateFunction only(
            String name,
            String doc,
            AwsParameters parameters,
            AwsConnections connections,
            String service,
            Body body) {
        StateFunction.Body run =
                call -> {
                    List<String> problems = parameters.problems(call.args());
                    if (!problems.isEmpty()) {
                        return StateResult.failed(String.join(" ", problems));
                    }
                    try {
                        Expected expected = Expected.of(call.minion());
                        return body.steps(
                                        new Call(
                                                call,
                                                connections,
                                                service,
                                                expected,
                                                new HashMap<>()))
                                .run(call, expected);
                    } catch (Failure e) {
                        return StateResult.failed(explained(e));
                    } catch (CallError | IllegalArgumentException e) {
                        return StateResult.failed(String.valueOf(e.getMessage()));
                    }
                };
        return new StateFunction(name, doc, parameters.signature(), run, true);
    }

    /** A module's functions, from those of each of its states. */
    @SafeVarargs
    static List<StateFunction> all(List<StateFunction>... functions) {
        List<StateFunction> all = new ArrayList<>();
        for (List<StateFunction> some : functions) {
            all.addAll(some);
        }
        return all;
    }

    static String explained(Failure e) {
        String message = e.getMessage();
        return e.remedy().isEmpty() ? message + "" : message + ". " + e.remedy();
    }
}
