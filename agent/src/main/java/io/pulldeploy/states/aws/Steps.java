package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a state would do: found by reading alone, shown by a test run, and done one after the other.
 * A step that fails leaves the changes of those before it in the result, so that a run that is cut
 * in the middle says how far it came.
 */
final class Steps {
    /** Stands in predicted changes for what AWS makes up when it creates something. */
    static final String LATER = "(known after creation)";

    /**
     * @param would what a test run says
     * @param did what a run says
     * @param changes Salt's changes, as far as they are known before
     * @param effect makes the change, and answers what is known then
     */
    private record Step(
            String would,
            String did,
            Map<String, @Nullable Object> changes,
            Supplier<Map<String, @Nullable Object>> effect) {}

    private final String separator;
    private final List<Step> steps = new ArrayList<>();

    Steps() {
        this(" ");
    }

    /**
     * @param separator what stands between two comments
     */
    Steps(String separator) {
        this.separator = separator;
    }

    /** Says something in either kind of run. */
    Steps note(String comment) {
        steps.add(new Step(comment, comment, Map.of(), Map::of));
        return this;
    }

    Steps step(String would, String did, Map<String, @Nullable Object> changes, Runnable effect) {
        return stepTelling(
                would,
                did,
                changes,
                () -> {
                    effect.run();
                    return changes;
                });
    }

    /** A step after which more is known than before. */
    Steps stepTelling(
            String would,
            String did,
            Map<String, @Nullable Object> changes,
            Supplier<Map<String, @Nullable Object>> effect) {
        steps.add(new Step(would, did, changes, effect));
        return this;
    }

    Steps addAll(Steps others) {
        steps.addAll(others.steps);
        return this;
    }

    /** The same steps, their changes under a key of their own. */
    Steps under(String key) {
        Steps nested = new Steps(separator);
        steps.forEach(s ->
                nested.steps.add(
                        s.changes.isEmpty()
                                ? s
                                : new Step(
                                        s.would,
                                        s.did,
                                        entry(key, s.changes),
                                        () -> entry(key, s.effect.get()))));
        return nested;
    }

    boolean changeNothing() {
        return steps.stream().allMatch(s -> s.changes.isEmpty());
    }

    /**
     * @param expected loses what this state would make, if it cannot
     */
    StateResult run(StateCall call, Expected expected) {
        if (changeNothing()) {
            return StateResult.succeeded(joined(steps.stream().map(Step::did)));
        }
        Map<String, @Nullable Object> predicted = new LinkedHashMap<>();
        steps.forEach(s -> merge(predicted, s.changes));
        return call.apply(
                predicted, joined(steps.stream().map(Step::would)), () -> perform(expected));
    }

    private StateResult perform(Expected expected) {
        Map<String, @Nullable Object> done = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (Step step : steps) {
            try {
                merge(done, step.effect.get());
                said.add(step.did);
            } catch (Failure e) {
                expected.withdraw();
                said.add(AwsState.explained(e));
                return StateResult.failed(done, joined(said.stream()));
            } catch (CallError | IllegalArgumentException e) {
                expected.withdraw();
                said.add(e.getMessage());
                return StateResult.failed(done, joined(said.stream()));
            }
        }
        return StateResult.changed(done, joined(said.stream()));
    }

    private String joined(Stream<String> comments) {
        return comments.filter(c -> !c.isEmpty()).collect(Collectors.joining(separator));
    }

    /** A mapping of one entry, whose value may be null. */
    static Map<String, @Nullable Object> entry(String key, @Nullable Object value) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put(key, value);
        return entry;
    }

    /** Salt's changes: what was, and what is. */
    static Map<String, @Nullable Object> change(@Nullable Object before, @Nullable Object after) {
        Map<String, @Nullable Object> change = entry("old", before);
        change.put("new", after);
        return change;
    }

    /** Salt's changes of one property. */
    static Map<String, @Nullable Object> change(
            String property, @Nullable Object before, @Nullable Object after) {
        return change(entry(property, before), entry(property, after));
    }

    /** Merges mappings into mappings, as Salt's dictupdate does. */
    private static void merge(
            Map<String, @Nullable Object> into, Map<String, ? extends @Nullable Object> more) {
        more.forEach((key, value) -> {
            if (into.get(key) instanceof Map<?, ?> old && value instanceof Map<?, ?> now) {
                Map<String, @Nullable Object> both = new LinkedHashMap<>();
                old.forEach((k, v) -> both.put(String.valueOf(k), v));
                Map<String, @Nullable Object> added = new LinkedHashMap<>();
                now.forEach((k, v) -> added.put(String.valueOf(k), v));
                merge(both, added);
                into.put(key, both);
            } else {
                into.put(key, value);
            }
        });
    }
}
