package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.IpNetwork;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.TargetError;
import io.pulldeploy.target.Targets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code match.*}: whether a target expression means this minion. */
public final class MatchModule {
    private static final Logger LOG = LoggerFactory.getLogger(MatchModule.class);
    private static final String OTHERWISE = "SALT_IFELSE_FUNCTION_DEFAULT";

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> functions = new ArrayList<>();
        for (String type : List.of("compound", "glob", "pcre", "list")) {
            functions.add(
                    new ExecutionFunction(
                            "match." + type,
                            "Whether a target of this type means the minion, or an id.",
                            "tgt, minion_id=None",
                            (minion, args) ->
                                    matches(
                                            minion,
                                            args.value("tgt"),
                                            type,
                                            args.text("minion_id"),
                                            ":")));
        }
        for (String type : List.of("grain", "grain_pcre", "pillar", "pillar_pcre")) {
            functions.add(
                    new ExecutionFunction(
                            "match." + type,
                            "Whether a target of this type means the minion.",
                            "tgt, delimiter=':'",
                            (minion, args) ->
                                    matches(
                                            minion,
                                            args.value("tgt"),
                                            type,
                                            Optional.empty(),
                                            args.string("delimiter"))));
        }
        functions.add(
                new ExecutionFunction(
                        "match.data",
                        "Whether a target of this type means the minion.",
                        "tgt",
                        (minion, args) ->
                                matches(minion, args.value("tgt"), "data", Optional.empty(), ":")));
        functions.add(
                new ExecutionFunction(
                        "match.ipcidr",
                        "Whether a target of this type means the minion.",
                        "tgt",
                        (minion, args) -> {
                            String target = args.string("tgt");
                            // An empty list is Salt's answer to what is neither address nor
                            // network.
                            return IpNetwork.parse(target).isEmpty()
                                    ? (Object) List.of()
                                    : matches(minion, target, "ipcidr", Optional.empty(), ":");
                        }));
        functions.add(
                new ExecutionFunction(
                        "match.filter_by",
                        "The first entry of a mapping whose key means the minion.",
                        "lookup, tgt_type='compound', minion_id=None, merge=None,"
                                + " merge_lists=False, default='default'",
                        (minion, args) ->
                                filterBy(minion, args, args.map("lookup"), args.value("default"))));
        functions.add(
                new ExecutionFunction(
                        "match.search_by",
                        "The keys of a mapping with a target that means the minion.",
                        "lookup, tgt_type='compound', minion_id=None",
                        MatchModule::searchBy));
        functions.add(
                new ExecutionFunction(
                        "match.ifelse",
                        "The value behind the first target that means the minion, else the last.",
                        "*args, tgt_type='compound', minion_id=None, merge=None, merge_lists=False",
                        MatchModule::ifElse));
        return functions;
    }

    private static boolean matches(
            Minion minion,
            @Nullable Object target,
            String type,
            Optional<String> id,
            String delimiter) {
        Map<?, ?> nodegroups =
                minion.opts().get("nodegroups") instanceof Map<?, ?> groups ? groups : Map.of();
        Subject subject =
                new Subject(
                        id.orElse(minion.id()),
                        minion.grains(),
                        new LazyPillar(minion),
                        nodegroups);
        try {
            return Targets.matches(target, type, subject, delimiter);
        } catch (TargetError e) {
            LOG.error("{}: {}", target, e.getMessage());
            return false;
        }
    }

    /** The pillar, which is compiled only if a matcher looks into it. */
    private static final class LazyPillar extends AbstractMap<Object, @Nullable Object> {
        private final Minion minion;

        LazyPillar(Minion minion) {
            this.minion = minion;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return minion.pillar().get(key);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return minion.pillar().containsKey(key);
        }

        @Override
        public Set<Entry<Object, @Nullable Object>> entrySet() {
            return minion.pillar().entrySet();
        }
    }

    private static @Nullable Object filterBy(
            Minion minion, Arguments args, Map<?, ?> lookup, @Nullable Object otherwise) {
        String type = type(args.value("tgt_type"));
        for (Map.Entry<?, ?> entry : lookup.entrySet()) {
            if (matches(minion, entry.getKey(), type, args.text("minion_id"), ":")) {
                return merged(entry.getValue(), args.value("merge"), args.flag("merge_lists"));
            }
        }
        return lookup.get(otherwise);
    }

    private static @Nullable Object merged(
            @Nullable Object chosen, @Nullable Object merge, boolean lists) {
        if (merge == null || merge.equals(Map.of())) {
            return chosen;
        }
        if (!(merge instanceof Map<?, ?> more)) {
            throw new CallError("SaltException", "filter_by merge argument must be a dictionary.");
        }
        // As in grains.filter_by: Salt merges into the very entry that it chose.
        return chosen == null ? merge : InPlace.update(chosen, more, lists, true);
    }

    private static String type(@Nullable Object given) {
        String type = PythonText.str(given);
        if (!Targets.TYPES.contains(type)) {
            throw new CallError("'" + type + "'");
        }
        return type;
    }

    private static @Nullable Object searchBy(Minion minion, Arguments args) {
        String type = type(args.value("tgt_type"));
        List<Object> found = new ArrayList<>();
        args.map("lookup")
                .forEach((key, targets) -> {
                    for (Object target : targets instanceof List<?> list ? list : List.of()) {
                        if (matches(minion, target, type, args.text("minion_id"), ":")) {
                            found.add(key);
                        }
                    }
                });
        return found.isEmpty() ? null : found;
    }

    private static @Nullable Object ifElse(Minion minion, Arguments args) {
        List<@Nullable Object> pairs = args.varargs();
        if (pairs.size() % 2 == 0) {
            throw new CallError("The ifelse function must have an odd number of arguments!");
        }
        Map<Object, @Nullable Object> lookup = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            Object target = pairs.get(i);
            lookup.put(
                    Boolean.TRUE.equals(target)
                            ? "*"
                            : Boolean.FALSE.equals(target)
                                    ? "SALT_IFELSE_MATCH_NOTHING"
                                    : PythonText.str(target),
                    pairs.get(i + 1));
        }
        lookup.put(OTHERWISE, pairs.getLast());
        String type = type(args.value("tgt_type"));
        Optional<String> id = args.text("minion_id");
        for (Map.Entry<Object, @Nullable Object> entry : lookup.entrySet()) {
            if (matches(minion, entry.getKey(), type, id, ":")) {
                return merged(entry.getValue(), args.value("merge"), args.flag("merge_lists"));
            }
        }
        return lookup.get(OTHERWISE);
    }
}
