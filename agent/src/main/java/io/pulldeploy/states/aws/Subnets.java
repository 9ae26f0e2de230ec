package io.pulldeploy.states.aws;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     * The VPC that all these subnets are in.
     *
     * @return empty if they are in several, or a state before makes one of them
     */
    static Optional<String> vpc(AwsState.Call call, List<String> ids) {
        return ids.contains(Steps.LATER)
                ? Optional.empty()
                : call.account("vpc").networks().vpcOfSubnets(ids);
    }

    /**
     * The VPC of this name.
     *
     * @return empty if a state before makes it
     * @throws CallError if there is none, or several
     */
    static Optional<String> vpcNamed(AwsState.Call call, String name) {
        List<String> found = call.account("vpc").networks().vpcsNamed(name);
        boolean expected = call.expected().contains(VpcParts.Part.VPC.words(), name);
        if (found.size() > 1 || (found.isEmpty() && !expected)) {
            throw new CallError(
                    found.isEmpty()
                            ? "VPC " + name + " does not exist."
                            : "More than one VPC is named %s: %s."
                                    .formatted(name, String.join(", ", found)));
        }
        return found.stream().findFirst();
    }

    /**
     * The id of the subnet of this name, which is known later if a state before makes it.
     *
     * @throws CallError if the name is that of no subnet, or of several
     */
    static String named(AwsState.Call call, String name) {
        List<String> found = call.account("vpc").networks().subnetsNamed(name);
        if (found.isEmpty() && call.expected().contains(VpcParts.Part.SUBNET.words(), name)) {
            return Steps.LATER;
        }
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
