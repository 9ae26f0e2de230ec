package io.pulldeploy.states;

import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.PackageChanges;
import io.pulldeploy.system.Packages;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code hold} option of {@code pkg.installed}. */
final class PackageHolds {
    private final Packages packages;

    PackageHolds(Packages packages) {
        this.packages = packages;
    }

    /**
     * What became of the holds.
     *
     * @param changed comments on packages whose hold was changed
     * @param unchanged comments on the others
     * @param changes package to the change of its hold
     */
    record Held(
            List<String> changed,
            List<String> unchanged,
            Map<String, Map<String, Object>> changes) {
        private static final Held NOTHING = new Held(List.of(), List.of(), Map.of());

        /** Puts the changes among those of the packages, on lines of their own. */
        void addTo(Map<String, @Nullable Object> all) {
            changes.forEach((name, hold) -> {
                if (!(all.get(name) instanceof Map<?, ?> both)) {
                    all.put(name, Map.of("new", String.valueOf(hold.get("new"))));
                    return;
                }
                all.put(
                        name,
                        PackageChanges.swap(
                                lines(both.get("old"), hold.get("old")),
                                lines(both.get("new"), hold.get("new"))));
            });
        }

        private static String lines(@Nullable Object first, @Nullable Object second) {
            String text = String.valueOf(first);
            return text.isEmpty() ? String.valueOf(second) : text + "\n" + second;
        }
    }

    /** Holds or releases packages that have just been installed, if the state says so. */
    Held hold(StateCall call, Collection<String> names) {
        if (!call.args().extra().containsKey("hold")) {
            return Held.NOTHING;
        }
        boolean hold = wanted(call);
        List<String> changing = changing(names, hold);
        if (!changing.isEmpty()) {
            packages.hold(changing, hold);
        }
        Held held = new Held(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        for (String name : names) {
            boolean changed = changing.contains(name);
            (changed ? held.changed() : held.unchanged()).add(comment(name, hold, changed, false));
            if (changed) {
                held.changes().put(name, change(hold));
            }
        }
        return held;
    }

    /** The same for packages of which none had to be installed. */
    StateResult settled(StateCall call, Collection<String> names, StateResult result) {
        if (!call.args().extra().containsKey("hold")) {
            return result;
        }
        boolean hold = wanted(call);
        List<String> changing = changing(names, hold);
        if (changing.isEmpty()) {
            return StateResult.succeeded(comment(result, names, hold, changing, false));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changing.forEach(name -> changes.put(name, change(hold)));
        return call.apply(
                StateResult.wouldChange(Map.of(), comment(result, names, hold, changing, true)),
                () -> {
                    packages.hold(changing, hold);
                    return StateResult.changed(
                            changes, comment(result, names, hold, changing, false));
                });
    }

    private static boolean wanted(StateCall call) {
        return Boolean.TRUE.equals(call.args().extra().get("hold"));
    }

    private List<String> changing(Collection<String> names, boolean hold) {
        return names.stream()
                .filter(n -> packages.held().contains(packages.plain(n)) != hold)
                .toList();
    }

    private static Map<String, Object> change(boolean hold) {
        return PackageChanges.swap(hold ? "install" : "hold", hold ? "hold" : "install");
    }

    /** Changed ones come first, as Salt tells them. */
    private static String comment(
            StateResult result,
            Collection<String> names,
            boolean hold,
            List<String> changing,
            boolean test) {
        List<String> comments = new ArrayList<>(List.of(result.comment()));
        names.stream()
                .filter(changing::contains)
                .forEach(n -> comments.add(comment(n, hold, true, test)));
        names.stream()
                .filter(n -> !changing.contains(n))
                .forEach(n -> comments.add(comment(n, hold, false, test)));
        return String.join(".\n", comments);
    }

    private static String comment(String name, boolean hold, boolean changing, boolean test) {
        String what =
                !changing
                        ? hold ? "is already set to be held." : "is already set not to be held."
                        : test
                                ? hold ? "is set to be held." : "is set not to be held."
                                : hold ? "is now being held." : "is no longer being held.";
        return "Package " + name + " " + what;
    }
}
