package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.order.DependencyGraph;
import io.pulldeploy.engine.order.RequisiteType;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a chunk's requisites stand.
 *
 * @param byType the chunks that it depends on
 */
record Requisites(Status status, Map<RequisiteType, List<LowChunk>> byType) {
    /** What follows for the chunk. */
    enum Status {
        /** A requisite has not run yet. */
        UNMET,
        /** A requisite runs in parallel and is not done. */
        PENDING,
        FAIL,
        SKIP_REQ,
        SKIP_WATCH,
        /** The prereq'd state would change nothing. */
        PRE,
        ONFAIL,
        ONCHANGES,
        /** A watched state changed. */
        CHANGE,
        MET
    }

    /** What the requisites of one type came to. */
    private enum Fact {
        UNMET,
        SKIP_REQ,
        ONFAIL,
        ONCHANGES,
        ONCHANGES_MET,
        FAIL,
        CHANGE,
        PRE_MET,
        PRE,
        MET
    }

    /**
     * @param ran results so far, by tag
     * @param tested results of the test runs that prereqs asked for, by tag
     */
    static Requisites of(
            LowChunk chunk,
            DependencyGraph graph,
            Map<String, ChunkReturn> ran,
            Map<String, ChunkReturn> tested,
            Waiting waiting) {
        Map<RequisiteType, List<LowChunk>> byType = new LinkedHashMap<>();
        for (DependencyGraph.Dependency dependency : graph.dependencies(chunk)) {
            byType.computeIfAbsent(dependency.type(), _ -> new ArrayList<>())
                    .add(dependency.chunk());
        }
        Set<Fact> all = EnumSet.noneOf(Fact.class);
        boolean pending = false;
        for (Map.Entry<RequisiteType, List<LowChunk>> entry : byType.entrySet()) {
            Map<String, ChunkReturn> results =
                    entry.getKey() == RequisiteType.PREREQ ? tested : ran;
            List<String> tags = entry.getValue().stream().map(LowChunk::tag).toList();
            if (!waiting.settled(tags.stream().filter(results::containsKey).toList())) {
                pending = true;
            }
            all.addAll(facts(entry.getKey(), tags, results, pending));
        }
        return new Requisites(status(all, pending), byType);
    }

    /** Settles states that run in parallel. */
    interface Waiting {
        /** Whether none of these still runs; waits for them if the chunk is not parallel itself. */
        boolean settled(List<String> tags);
    }

    private static Set<Fact> facts(
            RequisiteType type,
            List<String> tags,
            Map<String, ChunkReturn> results,
            boolean pending) {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        for (String tag : tags) {
            ChunkReturn result = results.get(tag);
            if (result == null) {
                facts.add(Fact.UNMET);
            } else if (!pending) {
                facts(type.base(), result, facts);
            }
        }
        if (type.isAny() || type == RequisiteType.ONFAIL) {
            if (facts.contains(Fact.MET) || facts.contains(Fact.CHANGE)) {
                facts.remove(Fact.FAIL);
            }
            if (facts.contains(Fact.ONCHANGES_MET)) {
                facts.remove(Fact.ONCHANGES);
                facts.remove(Fact.FAIL);
            }
            if (facts.contains(Fact.MET)) {
                facts.remove(Fact.ONFAIL);
            }
        }
        if (type.isAll() && facts.contains(Fact.ONFAIL)) {
            facts.remove(Fact.MET);
        }
        return facts;
    }

    private static void facts(RequisiteType base, ChunkReturn result, Set<Fact> facts) {
        if (result.flag("skip_req")) {
            facts.add(Fact.SKIP_REQ);
        }
        if (base == RequisiteType.ONFAIL) {
            if (result.succeeded()) {
                facts.add(Fact.ONFAIL);
                return;
            }
        } else if (base == RequisiteType.ONCHANGES) {
            facts.add(
                    result.failed() || !result.hasChanges() ? Fact.ONCHANGES : Fact.ONCHANGES_MET);
            return;
        } else if (result.failed()) {
            facts.add(Fact.FAIL);
            return;
        }
        if (base == RequisiteType.WATCH && result.hasChanges()) {
            facts.add(Fact.CHANGE);
            return;
        }
        if (base == RequisiteType.PREREQ) {
            facts.add(result.undecided() ? Fact.PRE_MET : Fact.PRE);
        } else if (!result.data().containsKey("__state_ran__") || result.flag("__state_ran__")) {
            facts.add(Fact.MET);
        }
    }

    private static Status status(Set<Fact> facts, boolean pending) {
        boolean changesMet = facts.contains(Fact.ONCHANGES_MET);
        if (facts.contains(Fact.UNMET)) {
            return Status.UNMET;
        } else if (pending) {
            return Status.PENDING;
        } else if (facts.contains(Fact.FAIL)) {
            return Status.FAIL;
        } else if (facts.contains(Fact.SKIP_REQ) && (changesMet || facts.contains(Fact.PRE_MET))) {
            return Status.SKIP_REQ;
        } else if (facts.contains(Fact.SKIP_REQ) && facts.contains(Fact.CHANGE)) {
            return Status.SKIP_WATCH;
        } else if (facts.contains(Fact.PRE)) {
            return facts.contains(Fact.PRE_MET) ? Status.MET : Status.PRE;
        } else if (facts.contains(Fact.ONFAIL) && !changesMet) {
            return Status.ONFAIL;
        } else if (facts.contains(Fact.ONCHANGES) && !changesMet) {
            return Status.ONCHANGES;
        } else if (facts.contains(Fact.CHANGE)) {
            return Status.CHANGE;
        } else if (facts.contains(Fact.ONFAIL)) {
            return Status.ONFAIL;
        }
        return Status.MET;
    }
}
