package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.entry;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What AWS is asked about one cache cluster or replication group, under its own names.
 *
 * @param id the property that names it
 * @param groupNames its security groups, by name or id
 * @param notAtCreation what AWS takes only of one that exists
 */
record CacheRequests(
        AwsState.Call call, String id, List<String> groupNames, Set<String> notAtCreation) {
    /** The properties with the security groups as far as they are known. */
    Map<String, @Nullable Object> wanted(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(given);
        if (!groupNames.isEmpty()) {
            wanted.put("SecurityGroupIds", GroupIds.of(call, groupNames, Optional.empty()).shown());
        }
        return wanted;
    }

    Map<String, @Nullable Object> request(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> request = entry(id, call.name());
        request.putAll(properties);
        if (!groupNames.isEmpty()) {
            request.computeIfPresent(
                    "SecurityGroupIds",
                    (_, _) -> GroupIds.of(call, groupNames, Optional.empty()).require());
        }
        return request;
    }

    /**
     * Creates it, and then changes what AWS does not take at creation.
     *
     * @param waits whether to wait for it even if there is nothing to change then
     */
    void create(
            Map<String, @Nullable Object> wanted,
            boolean waits,
            Consumer<Map<String, @Nullable Object>> create,
            Runnable await,
            Consumer<Map<String, @Nullable Object>> modify) {
        Map<String, @Nullable Object> first = new LinkedHashMap<>(wanted);
        first.keySet().removeAll(notAtCreation);
        Map<String, @Nullable Object> then = new LinkedHashMap<>(wanted);
        then.keySet().retainAll(notAtCreation);
        create.accept(request(first));
        if (waits || !then.isEmpty()) {
            await.run();
        }
        if (!then.isEmpty()) {
            modify.accept(request(then));
        }
    }
}
