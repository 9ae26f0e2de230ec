package io.pulldeploy.engine.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Finds a ring in a graph by depth-first search, without recursion, so that long chains are no
 * danger.
 */
final class CycleSearch {
    /** A step of the ring. */
    record Edge(Node from, Node to, RequisiteType type) {}

    /**
     * A node on the way from the start, how it was reached, and what is still to be seen from it.
     */
    private record Step(Node node, Edge reachedBy, Iterator<Edge> open) {}

    private final Collection<Node> nodes;

    CycleSearch(Collection<Node> nodes) {
        this.nodes = nodes;
    }

    /** The edges of the first ring, in the order of dependency; empty if there is none. */
    List<Edge> find() {
        Set<Node> finished = new HashSet<>();
        for (Node start : nodes) {
            if (!finished.contains(start)) {
                List<Edge> ring = search(start, finished);
                if (!ring.isEmpty()) {
                    return ring;
                }
            }
        }
        return List.of();
    }

    private static List<Edge> search(Node start, Set<Node> finished) {
        Deque<Step> path = new ArrayDeque<>();
        Set<Node> onPath = new HashSet<>();
        path.addLast(new Step(start, new Edge(start, start, RequisiteType.REQUIRE), edges(start)));
        onPath.add(start);
        while (!path.isEmpty()) {
            Step step = path.getLast();
            if (!step.open().hasNext()) {
                path.removeLast();
                onPath.remove(step.node());
                finished.add(step.node());
                continue;
            }
            Edge edge = step.open().next();
            if (onPath.contains(edge.to())) {
                return ring(path, edge);
            }
            if (!finished.contains(edge.to())) {
                path.addLast(new Step(edge.to(), edge, edges(edge.to())));
                onPath.add(edge.to());
            }
        }
        return List.of();
    }

    private static List<Edge> ring(Deque<Step> path, Edge closing) {
        List<Edge> ring = new ArrayList<>();
        boolean inside = false;
        for (Step step : path) {
            if (inside) {
                ring.add(step.reachedBy());
            }
            inside = inside || step.node() == closing.to();
        }
        ring.add(closing);
        return ring;
    }

    private static Iterator<Edge> edges(Node node) {
        List<Edge> edges = new ArrayList<>();
        node.dependents()
                .forEach((to, types) -> types.forEach(type -> edges.add(new Edge(node, to, type))));
        return edges.iterator();
    }
}
