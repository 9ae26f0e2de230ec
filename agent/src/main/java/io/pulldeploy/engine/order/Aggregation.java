package io.pulldeploy.engine.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds chunks of one state that can run as one, because none of them waits for another. */
final class Aggregation {
    private static final int LARGEST_GROUP = 500;

    private final Map<String, List<List<Node>>> groups = new HashMap<>();

    /** Takes up the next node in the order of the run. */
    void consider(Node node) {
        if (!node.mayAggregate() || node.chunk().isEmpty()) {
            return;
        }
        String state = node.chunk().get().state();
        List<List<Node>> ofState = groups.computeIfAbsent(state, _ -> new ArrayList<>());
        for (List<Node> group : ofState) {
            Node first = group.getFirst();
            Node from = first.group().orElse(first);
            if (group.size() < LARGEST_GROUP && !reaches(from, node)) {
                Node joined =
                        first.group()
                                .orElseGet(() -> {
                                    Node made =
                                            new Node(
                                                    "__aggregate_" + state,
                                                    Optional.empty(),
                                                    false);
                                    join(first, made);
                                    return made;
                                });
                join(node, joined);
                group.add(node);
                return;
            }
        }
        ofState.add(new ArrayList<>(List.of(node)));
    }

    /** The group waits for what its members wait for, and holds up what they hold up. */
    private static void join(Node node, Node group) {
        List.copyOf(node.dependencies().entrySet())
                .forEach(edge ->
                        edge.getValue().forEach(type -> edge.getKey().addDependent(group, type)));
        List.copyOf(node.dependents().entrySet())
                .forEach(edge ->
                        edge.getValue().forEach(type -> group.addDependent(edge.getKey(), type)));
        node.join(group);
    }

    private static boolean reaches(Node from, Node to) {
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node == to) {
                return true;
            }
            if (seen.add(node)) {
                open.addAll(node.dependents().keySet());
            }
        }
        return false;
    }
}
