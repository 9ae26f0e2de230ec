package io.pulldeploy.engine.order;

import io.pulldeploy.engine.compile.LowChunk;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A chunk, or the test run of one that a prereq asks for, or a group of chunks to run as one. */
final class Node {
    private final String tag;
    private Optional<LowChunk> chunk;
    private boolean mayAggregate;
    private final Map<Node, Set<RequisiteType>> dependents = new LinkedHashMap<>();
    private final Map<Node, Set<RequisiteType>> dependencies = new LinkedHashMap<>();
    private final Set<Node> members = new LinkedHashSet<>();
    private @Nullable Node group;

    Node(String tag, Optional<LowChunk> chunk, boolean mayAggregate) {
        this.tag = tag;
        this.chunk = chunk;
        this.mayAggregate = mayAggregate;
    }

    /** Two chunks of one tag are one node, and the later chunk is the one that runs. */
    void replaceChunk(LowChunk later, boolean aggregate) {
        chunk = Optional.of(later);
        mayAggregate = aggregate;
    }

    String tag() {
        return tag;
    }

    Optional<LowChunk> chunk() {
        return chunk;
    }

    boolean mayAggregate() {
        return mayAggregate;
    }

    /** Who waits for this, and why. */
    Map<Node, Set<RequisiteType>> dependents() {
        return dependents;
    }

    /** What this waits for, and why. */
    Map<Node, Set<RequisiteType>> dependencies() {
        return dependencies;
    }

    /** The nodes of a group; empty for others. */
    Set<Node> members() {
        return members;
    }

    Optional<Node> group() {
        return Optional.ofNullable(group);
    }

    void join(Node joined) {
        group = joined;
        joined.members.add(this);
    }

    void addDependent(Node dependent, RequisiteType type) {
        dependents.computeIfAbsent(dependent, _ -> new LinkedHashSet<>()).add(type);
        dependent.dependencies.computeIfAbsent(this, _ -> new LinkedHashSet<>()).add(type);
    }

    int edgesIn() {
        return dependencies.values().stream().mapToInt(Set::size).sum();
    }
}
