package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import java.util.ArrayList;
import java.util.List;

/** Subnets that a state gives by id or by name. */
final class Subnets {
    private Subnets() {}

    /**
     * @throws CallError if a name is that of no subnet, or of several
     */
    static List<String> of(AwsState.Call call, String byId, String byName) {
        List<String> ids = new ArrayList<>(Plain.texts(call.args().value(byId)));
        List<String> names = Plain.texts(call.args().value(byName));
        if (!ids.isEmpty() && !names.isEmpty()) {
            throw new CallError(byId + " and " + byName + " are mutually exclusive options.");
        }
        names.forEach(name -> ids.add(named(call, name)));
        return ids;
    }

    /**
     * @throws CallError if the name is that of no subnet, or of several
     */
    static String named(AwsState.Call call, String name) {
        List<String> found = call.account("vpc").networks().subnetsNamed(name);
        if (found.isEmpty()) {
            throw new CallError("Subnet " + name + " does not exist.");
        }
        if (found.size() > 1) {
            throw new CallError(
                    "More than one subnet is named %s: %s."
                            .formatted(name, String.join(", ", found)));
        }
        return found.getFirst();
    }
}
