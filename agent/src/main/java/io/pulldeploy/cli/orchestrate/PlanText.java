package io.pulldeploy.cli.orchestrate;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** A plan for people: what is created, changed (old and new value) and destroyed. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        return text(
                plan, "%d to create, %d to change, %d to destroy, %d as they are, %d failing.%n");
    }

    /** The same of what a run has done. */
    static String done(Plan plan) {
        return text(plan, "%d created, %d changed, %d destroyed, %d as they were, %d failed.%n");
    }

    private static String text(Plan plan, String summary) {
        StringBuilder text = new StringBuilder();
        for (Plan.Entry entry : plan.entries()) {
            if (entry.action() == Plan.Action.NONE) {
                continue;
            }
            text.append(entry.action().mark())
                    .append(' ')
                    .append(entry.function())
                    .append(' ')
                    .append(entry.name())
                    .append("  (")
                    .append(entry.id())
                    .append(")\n");
            if (entry.action() == Plan.Action.FAIL) {
                indent(text, 1, entry.comment());
            }
            // Of what failed, what was done before.
            changes(text, 1, entry.changes());
        }
        text.append(
                summary.formatted(
                        plan.count(Plan.Action.CREATE),
                        plan.count(Plan.Action.CHANGE),
                        plan.count(Plan.Action.DESTROY),
                        plan.count(Plan.Action.NONE),
                        plan.count(Plan.Action.FAIL)));
        return text.toString();
    }

    private static void changes(StringBuilder text, int depth, Map<?, ?> changes) {
        if (changes.containsKey("old") || changes.containsKey("new")) {
            difference(text, depth, changes.get("old"), changes.get("new"));
        }
        changes.forEach((key, value) -> {
            if (key.equals("old") || key.equals("new") || key.equals("diff")) {
                return;
            }
            if (value instanceof Map<?, ?> nested && isDifference(nested)) {
                indent(text, depth, key + ":");
                changes(text, depth + 1, nested);
            } else {
                indent(text, depth, key + ": " + shown(value));
            }
        });
    }

    private static boolean isDifference(Map<?, ?> value) {
        return value.containsKey("old") || value.containsKey("new");
    }

    private static void difference(
            StringBuilder text, int depth, @Nullable Object old, @Nullable Object now) {
        if (old instanceof Map<?, ?> || now instanceof Map<?, ?>) {
            Map<?, ?> before = old instanceof Map<?, ?> m ? m : Map.of();
            Map<?, ?> after = now instanceof Map<?, ?> m ? m : Map.of();
            TreeSet<String> names = new TreeSet<>();
            before.keySet().forEach(k -> names.add(String.valueOf(k)));
            after.keySet().forEach(k -> names.add(String.valueOf(k)));
            for (String name : names) {
                Object from = before.get(name);
                Object to = after.get(name);
                if (Objects.equals(from, to) || (isNothing(from) && isNothing(to))) {
                    continue;
                }
                if (from instanceof Map<?, ?> || to instanceof Map<?, ?>) {
                    indent(text, depth, name + ":");
                    difference(text, depth + 1, from, to);
                } else {
                    value(text, depth, name, from, to);
                }
            }
        } else if (!Objects.equals(old, now)) {
            value(text, depth, "", old, now);
        }
    }

    private static void value(
            StringBuilder text,
            int depth,
            String name,
            @Nullable Object from,
            @Nullable Object to) {
        String label = name.isEmpty() ? "" : name + ": ";
        if (isText(from) || isText(to)) {
            indent(text, depth, label.strip());
            if (from != null) {
                lines(text, depth + 1, "- ", from);
            }
            if (to != null) {
                lines(text, depth + 1, "+ ", to);
            }
        } else if (isNothing(from)) {
            indent(text, depth, label + shown(to));
        } else if (to == null) {
            indent(text, depth, label + shown(from) + " -> nothing");
        } else {
            indent(text, depth, label + shown(from) + " -> " + shown(to));
        }
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && text.contains("\n");
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Map || value instanceof List
                ? Json.write(value, JsonStyle.SALT)
                : String.valueOf(value);
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static void lines(StringBuilder text, int depth, String mark, Object value) {
        value.toString().lines().forEach(line -> indent(text, depth, mark + line));
    }

    private static void indent(StringBuilder text, int depth, String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }
}
