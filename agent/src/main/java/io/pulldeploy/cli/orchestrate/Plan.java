package io.pulldeploy.cli.orchestrate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a run would do, found by a test run: one entry for each state, in the order of the run. */
record Plan(String sls, List<Entry> entries) {
    static final long SCHEMA = 1;

    /** What happens to a state's resources. */
    enum Action {
        CREATE("+"),
        CHANGE("~"),
        DESTROY("-"),
        NONE(" "),
        FAIL("!");

        private final String mark;

        Action(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    /**
     * One state.
     *
     * @param function such as {@code boto_sqs.present}
     * @param changes Salt's changes, with old and new values
     */
    record Entry(
            String id,
            String name,
            String function,
            Action action,
            String comment,
            Map<String, @Nullable Object> changes) {}

    /**
     * @param results Salt's result mapping
     */
    static Plan of(String sls, Map<?, ?> results) {
        List<Entry> entries = new ArrayList<>();
        results.forEach((key, value) -> {
            if (value instanceof Map<?, ?> result) {
                String[] parts = String.valueOf(key).split("_\\|-", 4);
                Map<String, @Nullable Object> changes = new LinkedHashMap<>();
                if (result.get("changes") instanceof Map<?, ?> map) {
                    map.forEach((k, v) -> changes.put(String.valueOf(k), v));
                }
                entries.add(
                        new Entry(
                                parts[1],
                                parts[2],
                                parts[0] + "." + parts[3],
                                action(result.get("result"), parts[3], changes),
                                String.valueOf(result.get("comment")),
                                changes));
            }
        });
        return new Plan(sls, List.copyOf(entries));
    }

    private static Action action(
            @Nullable Object result, String function, Map<String, @Nullable Object> changes) {
        if (Boolean.FALSE.equals(result)) {
            return Action.FAIL;
        }
        if (changes.isEmpty()) {
            return Action.NONE;
        }
        if (function.contains("absent") || function.startsWith("delete")) {
            return Action.DESTROY;
        }
        return wasNothing(changes) ? Action.CREATE : Action.CHANGE;
    }

    /** Whether there was no old value, at the top or in the changes of a part. */
    private static boolean wasNothing(Map<?, ?> changes) {
        return changes.entrySet().stream()
                .allMatch(change ->
                        change.getKey().equals("old")
                                ? isNothing(change.getValue())
                                : change.getKey().equals("new")
                                        || !(change.getValue() instanceof Map<?, ?> part)
                                        || wasNothing(part));
    }

    /** A resource that was not there has no old value, or old parts that are all empty. */
    private static boolean isNothing(@Nullable Object old) {
        return switch (old) {
            case null -> true;
            case Map<?, ?> map -> map.values().stream().allMatch(Plan::isNothing);
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }

    boolean fails() {
        return entries.stream().anyMatch(e -> e.action() == Action.FAIL);
    }

    long count(Action action) {
        return entries.stream().filter(e -> e.action() == action).count();
    }

    /** For a file, and for reviewers' programs. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("sls", sls);
        json.put("states", entries.stream().map(Plan::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Entry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("name", entry.name());
        json.put("function", entry.function());
        json.put("action", entry.action().name().toLowerCase(Locale.ROOT));
        json.put("comment", entry.comment());
        json.put("changes", entry.changes());
        return json;
    }

    /**
     * The states whose part of a plan is another than in one that was written before.
     *
     * @param before what {@link #json} gave then, read back
     * @param now what it gives now, read back
     */
    static List<String> differences(Map<?, ?> before, Map<?, ?> now) {
        Map<String, @Nullable Object> left = byState(now.get("states"));
        List<String> differences = new ArrayList<>();
        List<String> order = List.copyOf(left.keySet());
        Map<String, @Nullable Object> then = byState(before.get("states"));
        if (then.keySet().equals(left.keySet()) && !List.copyOf(then.keySet()).equals(order)) {
            differences.add("the order of the states");
        }
        then.forEach((state, entry) -> {
            if (!Objects.equals(entry, left.remove(state))) {
                differences.add(state);
            }
        });
        differences.addAll(left.keySet());
        return differences;
    }

    private static Map<String, @Nullable Object> byState(@Nullable Object states) {
        Map<String, @Nullable Object> byState = new LinkedHashMap<>();
        if (states instanceof List<?> list) {
            for (Object state : list) {
                if (state instanceof Map<?, ?> map) {
                    // A comment is for people; what happens is in the changes.
                    byState.put(
                            "%s (%s %s)"
                                    .formatted(map.get("id"), map.get("function"), map.get("name")),
                            map.get("action") + " " + map.get("changes"));
                }
            }
        }
        return byState;
    }
}
