package io.pulldeploy.modules;

import io.pulldeploy.system.Packages;
import io.pulldeploy.system.ProgramRefused;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Changes packages and tells in Salt's shape what became of them. */
public final class PackageChanges {
    private PackageChanges() {}

    /**
     * What an effect did, even where it failed half-way.
     *
     * @param changes package to old and new versions
     * @param failure in the package system's own words
     */
    public record Attempt(
            Map<String, @Nullable Object> changes, Optional<ProgramRefused> failure) {}

    /** Runs an effect; package to old and new versions of all that it changed. */
    public static Map<String, @Nullable Object> of(Packages packages, Runnable effect) {
        Attempt attempt = attempt(packages, effect);
        if (attempt.failure().isPresent()) {
            throw attempt.failure().get();
        }
        return attempt.changes();
    }

    /** Runs an effect, and compares what is installed afterwards with what was before. */
    public static Attempt attempt(Packages packages, Runnable effect) {
        Map<String, List<String>> before = new LinkedHashMap<>(packages.installed());
        Optional<ProgramRefused> failure = Optional.empty();
        try {
            effect.run();
        } catch (ProgramRefused e) {
            failure = Optional.of(e);
        }
        return new Attempt(difference(before, packages), failure);
    }

    /** How Salt tells an action's errors. */
    public static String problem(String action, List<String> errors) {
        return "Problem encountered %s package(s). Additional info follows:\n\nerrors:\n"
                        .formatted(action)
                + errors.stream()
                        .map(e -> "    - " + String.join("\n      ", e.lines().toList()))
                        .collect(Collectors.joining("\n"));
    }

    private static Map<String, @Nullable Object> difference(
            Map<String, List<String>> before, Packages packages) {
        Map<String, List<String>> after = packages.installed();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        for (String name : names) {
            String old = String.join(",", before.getOrDefault(name, List.of()));
            String now = String.join(",", after.getOrDefault(name, List.of()));
            if (!old.equals(now)) {
                changes.put(name, swap(old, now));
            }
        }
        return changes;
    }

    /** Salt's mapping of an old and a new value; the new one comes first. */
    public static Map<String, Object> swap(Object old, Object now) {
        Map<String, Object> swap = new LinkedHashMap<>();
        swap.put("new", now);
        swap.put("old", old);
        return swap;
    }
}
