package io.pulldeploy.modules;

import io.pulldeploy.system.Packages;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Changes packages and tells in Salt's shape what became of them. */
public final class PackageChanges {
    private PackageChanges() {}

    /** Runs an effect; package to old and new versions of all that it changed. */
    public static Map<String, @Nullable Object> of(Packages packages, Runnable effect) {
        Map<String, List<String>> before = new LinkedHashMap<>(packages.installed());
        effect.run();
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
