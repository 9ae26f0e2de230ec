package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Classic load balancers in memory, whose instances are in service at once. */
public final class FakeClassicLoadBalancers implements ClassicLoadBalancers {
    private final Map<String, List<String>> members = new TreeMap<>();
    private final Set<String> denied = new HashSet<>();
    private final Consumer<String> mutations;

    FakeClassicLoadBalancers(Consumer<String> mutations) {
        this.mutations = mutations;
    }

    public FakeClassicLoadBalancers create(String name) {
        members.put(name, new ArrayList<>());
        return this;
    }

    /** Refuses an operation, such as {@code DescribeInstanceHealth}, from now on. */
    public void deny(String operation) {
        denied.add(operation);
    }

    @Override
    public List<String> names() {
        check("DescribeLoadBalancers", "*");
        return List.copyOf(members.keySet());
    }

    @Override
    public boolean exists(String name) {
        check("DescribeLoadBalancers", name);
        return members.containsKey(name);
    }

    @Override
    public List<Health> health(String name, List<String> instanceIds) {
        check("DescribeInstanceHealth", name);
        return find(name).stream()
                .filter(id -> instanceIds.isEmpty() || instanceIds.contains(id))
                .map(id -> new Health(id, "InService", "N/A", "N/A"))
                .toList();
    }

    @Override
    public void register(String name, List<String> instanceIds) {
        check("RegisterInstancesWithLoadBalancer", name);
        mutations.accept("elasticloadbalancing:RegisterInstancesWithLoadBalancer " + name);
        List<String> now = find(name);
        instanceIds.stream().filter(id -> !now.contains(id)).forEach(now::add);
    }

    @Override
    public boolean deregister(String name, List<String> instanceIds) {
        check("DeregisterInstancesFromLoadBalancer", name);
        if (!find(name).containsAll(instanceIds)) {
            return false;
        }
        mutations.accept("elasticloadbalancing:DeregisterInstancesFromLoadBalancer " + name);
        find(name).removeAll(instanceIds);
        return true;
    }

    private List<String> find(String name) {
        List<String> found = members.get(name);
        if (found == null) {
            throw new Failure(ExitCode.UNAVAILABLE, "there is no load balancer " + name, "");
        }
        return found;
    }

    private void check(String operation, String name) {
        if (denied.contains(operation)) {
            throw new Failure(
                    ExitCode.NO_PERMISSION,
                    "not allowed: elasticloadbalancing:" + operation + " on " + name,
                    "Allow it.");
        }
    }
}
