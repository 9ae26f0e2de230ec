package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How a resource's tags differ from those that are wanted. Tags that AWS itself sets, {@code
 * aws:…}, are nobody's to remove.
 */
record TagDiff(
        Map<String, String> added,
        Map<String, String> updated,
        Map<String, String> before,
        List<String> removed) {

    static TagDiff of(Map<String, String> wanted, Map<String, String> current) {
        Map<String, String> added = new LinkedHashMap<>();
        Map<String, String> updated = new LinkedHashMap<>();
        wanted.forEach((key, value) -> {
            if (!current.containsKey(key)) {
                added.put(key, value);
            } else if (!value.equals(current.get(key))) {
                updated.put(key, value);
            }
        });
        List<String> removed = new ArrayList<>();
        current.keySet().stream()
                .filter(k -> !wanted.containsKey(k) && !k.startsWith("aws:"))
                .forEach(removed::add);
        return new TagDiff(added, updated, current, removed);
    }

    boolean isEmpty() {
        return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
    }

    void addTo(
            Steps steps, Consumer<Map<String, String>> set, Consumer<Collection<String>> remove) {
        if (isEmpty()) {
            steps.note("Tags are already set.");
            return;
        }
        if (!removed.isEmpty()) {
            Map<String, @Nullable Object> gone = new LinkedHashMap<>();
            removed.forEach(k -> gone.put(k, before.get(k)));
            steps.step(
                    sentence(removed, " is", "s are", "removed"),
                    "",
                    change("tags", gone, Map.of()),
                    () -> remove.accept(removed));
        }
        if (!added.isEmpty() || !updated.isEmpty()) {
            Map<String, String> all = new LinkedHashMap<>(added);
            all.putAll(updated);
            Map<String, @Nullable Object> old = new LinkedHashMap<>();
            updated.keySet().forEach(k -> old.put(k, before.get(k)));
            steps.step(
                    (sentence(added.keySet(), " is", "s are", "added")
                                    + " "
                                    + sentence(
                                            updated.keySet(),
                                            " value is",
                                            " values are",
                                            "updated"))
                            .strip(),
                    "",
                    change("tags", old, all),
                    () -> set.accept(all));
        }
    }

    private static String sentence(Collection<String> keys, String one, String many, String verb) {
        return keys.isEmpty()
                ? ""
                : "The following tag%s set to be %s: %s."
                        .formatted(
                                keys.size() > 1 ? many : one,
                                verb,
                                keys.stream().collect(Collectors.joining(", ")));
    }
}
