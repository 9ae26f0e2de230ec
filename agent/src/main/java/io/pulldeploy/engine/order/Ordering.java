package io.pulldeploy.engine.order;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Sources;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/** Puts chunks into the order in which they run: by requisites first, then by {@code order}. */
public final class Ordering {
    /**
     * The order of a run.
     *
     * @param chunks every chunk, and once more, further to the front, where a prereq tests it
     */
    public record Ordered(List<LowChunk> chunks, DependencyGraph graph, List<SlsError> errors) {}

    private static final long LATE = 1_000_000;

    private final Set<String> disabled;
    private final Predicate<String> hasModWatch;
    private final Predicate<LowChunk> mayAggregate;
    private final Sources sources;

    /**
     * @param disabled Salt's {@code disabled_requisites}
     * @param hasModWatch whether a state reacts to watch; watch of one that does not is a require
     * @param mayAggregate whether a chunk may run together with others of its state
     */
    public Ordering(
            Set<String> disabled,
            Predicate<String> hasModWatch,
            Predicate<LowChunk> mayAggregate,
            Sources sources) {
        this.disabled = Set.copyOf(disabled);
        this.hasModWatch = hasModWatch;
        this.mayAggregate = mayAggregate;
        this.sources = sources;
    }

    public Ordered order(List<LowChunk> chunks) {
        DependencyGraph graph = new DependencyGraph();
        chunks.forEach(chunk -> graph.add(chunk, mayAggregate.test(chunk)));
        List<SlsError> errors = new ArrayList<>();
        long cap = 1;
        for (LowChunk chunk : chunks) {
            watchAsRequire(chunk, "watch", "require");
            watchAsRequire(chunk, "watch_any", "require_any");
            Optional<DependencyGraph.Wrong> wrong = graph.addRequisites(chunk, disabled);
            if (wrong.isPresent()) {
                errors.add(error(chunk, wrong.get()));
            } else {
                long order = whole(chunk.get("order"));
                cap = order > cap - 1 && order > 0 ? order + 100 : cap;
            }
        }
        List<LowChunk> ordered = new ArrayList<>();
        if (!sort(graph, cap, ordered)) {
            ordered.clear();
            errors.add(new Cycle(graph).error(sources));
        }
        return new Ordered(ordered, graph, errors);
    }

    /** Python counts true as one; orders that are no whole numbers do not matter here. */
    private static long whole(@Nullable Object order) {
        return switch (order) {
            case Long l -> l;
            case Boolean b -> b ? 1 : 0;
            case null, default -> 0;
        };
    }

    private SlsError error(LowChunk chunk, DependencyGraph.Wrong wrong) {
        return sources.error(
                chunk.sls(),
                wrong.target(),
                wrong.saltText(),
                wrong.close().isEmpty()
                        ? "Name the ID or the name of a state of that kind, or include its SLS."
                        : "Did you mean " + String.join(" or ", wrong.close()) + "?");
    }

    private void watchAsRequire(LowChunk chunk, String watch, String require) {
        if (chunk.has(watch) && !hasModWatch.test(chunk.state())) {
            List<@Nullable Object> requisites = new ArrayList<>(chunk.list(require));
            requisites.addAll(chunk.list(watch));
            chunk.put(require, requisites);
            chunk.data().remove(watch);
        }
    }

    private record Place(double order, double ownOrder, String label, Node node)
            implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int first = Double.compare(order, other.order);
            if (first == 0) {
                first = Double.compare(ownOrder, other.ownOrder);
            }
            if (first == 0) {
                first = CodePoints.ORDER.compare(label, other.label);
            }
            return first == 0 ? CodePoints.ORDER.compare(node.tag(), other.node.tag()) : first;
        }
    }

    /** Whether the graph has no cycle. */
    private static boolean sort(DependencyGraph graph, long cap, List<LowChunk> ordered) {
        Map<Node, Integer> waiting = new HashMap<>();
        PriorityQueue<Place> ready = new PriorityQueue<>();
        Places places = new Places(cap);
        int all = graph.nodes().size();
        for (Node node : graph.nodes()) {
            int edges = node.edgesIn();
            waiting.put(node, edges);
            if (edges == 0) {
                ready.add(places.of(node));
            }
        }
        Aggregation aggregation = new Aggregation();
        int done = 0;
        for (Place next = ready.poll(); next != null; next = ready.poll()) {
            done++;
            next.node().chunk().ifPresent(ordered::add);
            List<Node> freed = new ArrayList<>();
            next.node()
                    .dependents()
                    .forEach((dependent, types) -> {
                        int left = waiting.merge(dependent, -types.size(), Integer::sum);
                        if (left == 0) {
                            freed.add(dependent);
                        }
                    });
            aggregation.consider(next.node());
            freed.forEach(node -> ready.add(places.of(node)));
        }
        return done == all;
    }

    /** The place of each node, and the orders that are given to chunks which have none. */
    private record Places(long cap) {
        Place of(Node node) {
            LowChunk chunk = node.chunk().orElseThrow();
            Object own = resolve(chunk);
            chunk.put("order", own);
            if (chunk.data().remove("name_order") instanceof Long name) {
                own = number(own) + name / 10_000.0;
                chunk.put("order", own);
            }
            if (number(own) < 0) {
                own = plus(own, cap + LATE);
                chunk.put("order", own);
            }
            double order = number(own);
            return new Place(
                    Math.min(order, earliestDependent(node)),
                    order,
                    chunk.state() + chunk.name() + chunk.fun(),
                    node);
        }

        /**
         * The least order among the dependents, as far as each is bound by a requisite no weaker
         * than those before it.
         */
        private double earliestDependent(Node node) {
            double least = Double.POSITIVE_INFINITY;
            int weight = -1;
            for (Map.Entry<Node, Set<RequisiteType>> edge : node.dependents().entrySet()) {
                for (RequisiteType type : edge.getValue()) {
                    if (weight <= type.weight()) {
                        weight = type.weight();
                        Optional<LowChunk> dependent = edge.getKey().chunk();
                        if (dependent.isPresent() && dependent.get().has("order")) {
                            Object order = resolve(dependent.get());
                            dependent.get().put("order", order);
                            least = Math.min(least, number(order));
                        }
                    }
                }
            }
            return least;
        }

        private Object resolve(LowChunk chunk) {
            return switch (chunk.get("order")) {
                case Number n -> n;
                case Boolean b -> b;
                case String s when s.equals("last") -> cap + LATE;
                case String s when s.equals("first") -> 0L;
                case null, default -> cap;
            };
        }

        private static double number(Object order) {
            return switch (order) {
                case Number n -> n.doubleValue();
                case Boolean b -> b ? 1 : 0;
                default -> 0;
            };
        }

        private static Object plus(Object order, long more) {
            return order instanceof Long l ? (Object) (l + more) : (Object) (number(order) + more);
        }
    }

    /** The ring of requisites that makes an order impossible, as Salt describes it. */
    private record Cycle(DependencyGraph graph) {
        SlsError error(Sources sources) {
            List<String> edges = new ArrayList<>();
            List<String> waits = new ArrayList<>();
            List<CycleSearch.Edge> ring = new CycleSearch(graph.nodes()).find();
            for (CycleSearch.Edge edge : ring) {
                LowChunk dependency = edge.from().chunk().orElseThrow();
                LowChunk dependent = edge.to().chunk().orElseThrow();
                RequisiteType type = edge.type();
                if (type == RequisiteType.REQUIRE && !dependent.has(type.key())) {
                    type = RequisiteType.PREREQ;
                }
                edges.add(
                        "(%s, '%s', %s)"
                                .formatted(describe(dependent), type.key(), describe(dependency)));
                waits.add(dependent.id() + " (" + type.key() + " " + dependency.id() + ")");
            }
            LowChunk first = ring.getFirst().to().chunk().orElseThrow();
            return sources.error(
                            first.sls(),
                            first.id(),
                            "Recursive requisites were found: " + String.join(", ", edges),
                            "Take one of these requisites out, so that the ring is open.")
                    .because("these wait for each other: " + String.join(", ", waits));
        }

        private static String describe(LowChunk chunk) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("SLS", chunk.get("__sls__"));
            shown.put("ID", chunk.id());
            if (!chunk.id().equals(chunk.name())) {
                shown.put("NAME", chunk.get("name"));
            }
            return PythonText.repr(shown);
        }
    }
}
