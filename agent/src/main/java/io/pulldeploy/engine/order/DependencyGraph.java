package io.pulldeploy.engine.order;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.Fnmatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which chunk waits for which, as Salt 3008 draws it from the requisites. */
public final class DependencyGraph {
    private static final String PREREQ_TEST = "_|-__prereq_test__";

    /** A requisite of a chunk: its type, and the chunk it names. */
    public record Dependency(RequisiteType type, LowChunk chunk) {}

    /**
     * A requisite that cannot be drawn.
     *
     * @param saltText Salt's error
     * @param target what the requisite names
     * @param close names that it may have meant
     */
    public record Wrong(String saltText, String target, List<String> close) {}

    private record Reference(String type, String name) {}

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Reference, Set<Node>> byReference = new LinkedHashMap<>();
    private final Map<String, Set<Node>> bySls = new LinkedHashMap<>();
    private final Map<String, Pattern> patterns = new HashMap<>();

    /** What patterns mean; many chunks often require the same pattern. */
    private final Map<Reference, List<Node>> byPattern = new HashMap<>();

    /** Adds a chunk that other chunks can name. */
    public void add(LowChunk chunk, boolean mayAggregate) {
        byPattern.clear();
        String tag = chunk.tag();
        Node node =
                nodes.computeIfAbsent(tag, _ -> new Node(tag, Optional.of(chunk), mayAggregate));
        node.replaceChunk(chunk, mayAggregate);
        for (String name : List.of(chunk.name(), chunk.id())) {
            refer(byReference, new Reference(chunk.state(), name), node);
            refer(byReference, new Reference("id", name), node);
        }
        if (chunk.flag("__sls__")) {
            refer(bySls, chunk.sls(), node);
        }
        chunk.list("__sls_included_from__").forEach(sls -> refer(bySls, Python.str(sls), node));
    }

    private static <K> void refer(Map<K, Set<Node>> index, K key, Node node) {
        index.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(node);
    }

    /**
     * Draws the edges that a chunk's requisites ask for.
     *
     * @param disabled requisites that the configuration switches off
     * @return the first requisite that names nothing that is there
     */
    public Optional<Wrong> addRequisites(LowChunk chunk, Set<String> disabled) {
        for (RequisiteType type : DECLARED_ORDER) {
            if (!chunk.flag(type.key()) || disabled.contains(type.key())) {
                continue;
            }
            for (Object requisite : chunk.list(type.key())) {
                Optional<Wrong> error = addRequisite(chunk, type, requisite);
                if (error.isPresent()) {
                    return error;
                }
            }
        }
        return Optional.empty();
    }

    /** The order in which a chunk's requisites are looked at, which decides the first error. */
    private static final List<RequisiteType> DECLARED_ORDER =
            List.of(
                    RequisiteType.REQUIRE,
                    RequisiteType.REQUIRE_ANY,
                    RequisiteType.WATCH,
                    RequisiteType.WATCH_ANY,
                    RequisiteType.PREREQ,
                    RequisiteType.ONFAIL,
                    RequisiteType.ONFAIL_ANY,
                    RequisiteType.ONFAIL_ALL,
                    RequisiteType.ONCHANGES,
                    RequisiteType.ONCHANGES_ANY);

    private Optional<Wrong> addRequisite(
            LowChunk chunk, RequisiteType type, @Nullable Object requisite) {
        String key = "id";
        Object value = requisite;
        if (requisite instanceof Map<?, ?> map && !map.isEmpty()) {
            Map.Entry<?, ?> first = map.entrySet().iterator().next();
            key = Python.str(first.getKey());
            value = first.getValue();
            int dot = key.indexOf('.');
            key = dot < 0 ? key : key.substring(0, dot);
        }
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String name)) {
            String text =
                    "Requisite [%s: %s] in state [%s] in SLS [%s] must have a string as the value"
                            .formatted(type.key(), key, chunk.name(), chunk.sls());
            return Optional.of(new Wrong(text, Python.str(value), List.of()));
        }
        Optional<List<Node>> named = named(key, name);
        if (named.isEmpty()) {
            String text =
                    "Referenced state does not exist for requisite [%s: (%s: %s)] in state [%s] in SLS [%s]"
                            .formatted(type.key(), key, name, chunk.name(), chunk.sls());
            return Optional.of(new Wrong(text, name, closeTo(key, name)));
        }
        boolean tested = chunk.flag("__prereq__");
        Node node = node(chunk);
        for (Node required : named.get()) {
            require(node, tested, type, required);
        }
        return Optional.empty();
    }

    /** What a reference means; nothing if it names nothing. */
    private Optional<List<Node>> named(String key, String name) {
        if (key.equals("sls")) {
            if (isPattern(name)) {
                return Optional.of(
                        byPattern.computeIfAbsent(new Reference(key, name), this::ofPattern));
            }
            return Optional.ofNullable(bySls.get(name)).map(List::copyOf);
        }
        if (isPattern(name)) {
            List<Node> found = byPattern.computeIfAbsent(new Reference(key, name), this::ofPattern);
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        }
        return Optional.ofNullable(byReference.get(new Reference(key, name))).map(List::copyOf);
    }

    private List<Node> ofPattern(Reference pattern) {
        List<Node> found = new ArrayList<>();
        if (pattern.type().equals("sls")) {
            bySls.forEach((sls, of) -> {
                if (matches(sls, pattern.name())) {
                    found.addAll(of);
                }
            });
            return found;
        }
        byReference.forEach((reference, of) -> {
            if (reference.type().equals(pattern.type())
                    && matches(reference.name(), pattern.name())) {
                found.addAll(of);
            }
        });
        return found;
    }

    private List<String> closeTo(String key, String name) {
        List<String> known =
                key.equals("sls")
                        ? List.copyOf(bySls.keySet())
                        : byReference.keySet().stream()
                                .filter(reference -> reference.type().equals(key))
                                .map(Reference::name)
                                .toList();
        return CloseNames.of(name, known);
    }

    private void require(Node node, boolean tested, RequisiteType type, Node required) {
        if (type == RequisiteType.PREREQ) {
            prereq(node, required);
            return;
        }
        if (tested) {
            required.addDependent(testOf(node), type);
        }
        required.addDependent(node, type);
    }

    /**
     * The state that declares the prereq runs after a test run of the other one, and before that
     * one's real run.
     */
    private void prereq(Node declaring, Node other) {
        declaring.chunk().orElseThrow().put("__prerequiring__", true);
        LowChunk tested = other.chunk().orElseThrow();
        tested.put("__prereq__", true);
        boolean fresh = !nodes.containsKey(other.tag() + PREREQ_TEST);
        Node test = testOf(other);
        if (fresh) {
            new LinkedHashMap<>(other.dependencies())
                    .forEach((dependency, types) -> {
                        for (RequisiteType type : types) {
                            if (type != RequisiteType.PREREQ) {
                                dependency.addDependent(test, type);
                            }
                        }
                    });
        }
        test.addDependent(declaring, RequisiteType.PREREQ);
        declaring.addDependent(other, RequisiteType.REQUIRE);
        Node declaringTest = nodes.get(declaring.tag() + PREREQ_TEST);
        if (declaringTest != null) {
            test.addDependent(declaringTest, RequisiteType.PREREQ);
        }
    }

    private Node testOf(Node node) {
        return nodes.computeIfAbsent(
                node.tag() + PREREQ_TEST, tag -> new Node(tag, node.chunk(), false));
    }

    private Node node(LowChunk chunk) {
        Node node = nodes.get(chunk.tag());
        if (node == null) {
            throw new IllegalStateException("not in the graph: " + chunk.tag());
        }
        return node;
    }

    /** What a chunk waits for, in Salt's order; its prereq test run waits for less. */
    public List<Dependency> dependencies(LowChunk chunk) {
        Node node = nodes.get(chunk.flag("__prereq__") ? chunk.tag() + PREREQ_TEST : chunk.tag());
        if (node == null) {
            return List.of();
        }
        List<Dependency> found = new ArrayList<>();
        node.dependencies()
                .forEach((dependency, types) -> {
                    for (RequisiteType type : types) {
                        Collection<Node> chunks =
                                dependency.chunk().isPresent()
                                        ? List.of(dependency)
                                        : dependency.members();
                        chunks.forEach(
                                n -> found.add(new Dependency(type, n.chunk().orElseThrow())));
                    }
                });
        return found;
    }

    /** The graph in Graphviz' language, as Salt writes it. */
    public String dot() {
        List<String> lines = new ArrayList<>();
        lines.add("digraph G {");
        nodes.values()
                .forEach(node ->
                        lines.add(
                                "  \"%s\" [label=\"%s\"];"
                                        .formatted(
                                                node.tag(),
                                                node.chunk()
                                                        .map(DependencyGraph::label)
                                                        .orElse(node.tag()))));
        nodes.values()
                .forEach(node ->
                        node.dependents()
                                .forEach((to, types) ->
                                        types.forEach(type ->
                                                lines.add(
                                                        "  \"%s\" -> \"%s\" [label=\"%s\"];"
                                                                .formatted(
                                                                        node.tag(),
                                                                        to.tag(),
                                                                        type.key())))));
        lines.add("}");
        return String.join("\n", lines);
    }

    private static String label(LowChunk chunk) {
        String label = chunk.function() + "\\n" + chunk.id();
        return chunk.name().equals(chunk.id()) ? label : label + "\\n(" + chunk.name() + ")";
    }

    /** The chunks that run as one with this one; empty if it runs alone. */
    public List<LowChunk> group(LowChunk chunk) {
        Node node = nodes.get(chunk.tag());
        return node == null
                ? List.of()
                : node.group().stream()
                        .flatMap(group -> group.members().stream())
                        .flatMap(member -> member.chunk().stream())
                        .toList();
    }

    Collection<Node> nodes() {
        return nodes.values();
    }

    private boolean matches(String text, String pattern) {
        return patterns.computeIfAbsent(pattern, Fnmatch::compile).matcher(text).matches();
    }

    private static boolean isPattern(String text) {
        return Fnmatch.isPattern(text) || text.indexOf(']') >= 0;
    }
}
