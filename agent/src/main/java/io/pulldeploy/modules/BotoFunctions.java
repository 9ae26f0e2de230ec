package io.pulldeploy.modules;

import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Functions that ask AWS, each under Salt's old and new names. */
final class BotoFunctions {
    /** What a function answers, from the account that its arguments mean. */
    @FunctionalInterface
    interface Answer {
        @Nullable Object of(AwsAccount account, Arguments args);
    }

    private final AwsConnections connections;
    private final List<ExecutionFunction> functions = new ArrayList<>();

    BotoFunctions(AwsConnections connections) {
        this.connections = connections;
    }

    /**
     * @param parameters beside those that say which account
     * @param service prefix of its settings in the configuration
     */
    void add(String name, String doc, String parameters, String service, Answer answer) {
        String signature =
                parameters.isEmpty()
                        ? AwsConnections.PARAMETERS
                        : parameters + ", " + AwsConnections.PARAMETERS;
        for (String each : List.of(name, name.replaceFirst("^boto_", "boto3_"))) {
            functions.add(
                    new ExecutionFunction(
                            each,
                            doc,
                            signature,
                            (minion, args) ->
                                    answer.of(connections.account(service, minion, args), args)));
        }
    }

    List<ExecutionFunction> functions() {
        return List.copyOf(functions);
    }
}
