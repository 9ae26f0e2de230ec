package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.SecurityGroupLookup;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Security groups that a state names, as ids: of some only once the states before have made them.
 *
 * @param ids in the order of the names; empty for a group that does not exist yet
 */
record GroupIds(SecurityGroupLookup lookup, List<String> names, List<Optional<String>> ids) {
    /**
     * @param vpc the groups' VPC, if the state says one
     * @throws CallError if there is no such group, and no state before makes it
     */
    static GroupIds of(AwsState.Call call, List<String> names, Optional<String> vpc) {
        SecurityGroupLookup lookup = new SecurityGroupLookup(call.account("secgroup"), vpc);
        List<Optional<String>> ids = names.stream().map(lookup::id).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (ids.get(i).isEmpty() && !call.expected().contains("security group", name)) {
                throw new CallError("Security group " + name + " does not exist.");
            }
        }
        return new GroupIds(lookup, names, ids);
    }

    /** The ids as a plan shows them. */
    List<String> shown() {
        return ids.stream().map(i -> i.orElse(Steps.LATER)).toList();
    }

    /**
     * The ids now.
     *
     * @throws CallError if a group still does not exist
     */
    List<String> require() {
        return names.stream()
                .map(n ->
                        lookup.id(n)
                                .orElseThrow(() ->
                                        new CallError("Security group " + n + " does not exist.")))
                .toList();
    }

    boolean sameAs(List<String> current) {
        return new TreeSet<>(shown()).equals(new TreeSet<>(current));
    }
}
