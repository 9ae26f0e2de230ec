package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.PackageChanges;
import io.pulldeploy.modules.PackageVersions;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Packages;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code pkg} states. */
public final class PkgState {
    private static final String UNINSTALL =
            "name, version=None, pkgs=None, normalize=True, ignore_epoch=None, **kwargs";

    private final Packages packages;
    private final PackageInstall install;
    private final PackageLatest latest;

    public PkgState(Host host, Downloads downloads) {
        this.packages = host.packages();
        this.install = new PackageInstall(host, new FileSources(host.files(), downloads));
        this.latest = new PackageLatest(host.packages());
    }

    public List<StateFunction> functions() {
        return List.of(
                function(
                        "installed",
                        "Packages that are there.",
                        PackageInstall.INSTALLED,
                        install::installed),
                function(
                        "latest",
                        "Packages in the repositories' newest versions.",
                        PackageLatest.LATEST,
                        latest::latest),
                function(
                        "removed",
                        "Packages that are not there.",
                        UNINSTALL,
                        c -> uninstalled(c, false)),
                function(
                        "purged",
                        "Packages that are not there, nor their configuration files.",
                        UNINSTALL,
                        c -> uninstalled(c, true)),
                function(
                        "held",
                        "Packages that upgrades leave alone.",
                        "name, version=None, pkgs=None, replace=False, **kwargs",
                        this::held),
                function(
                        "unheld",
                        "Packages that upgrades may touch.",
                        "name, version=None, pkgs=None, all=False, **kwargs",
                        this::unheld),
                function(
                        "mod_watch",
                        "What a watching package does on a change.",
                        "name, sfun=None, **kwargs",
                        this::modWatch));
    }

    private static StateFunction function(
            String name, String doc, String signature, StateFunction.Body body) {
        return new StateFunction(
                "pkg." + name,
                doc,
                signature,
                call -> {
                    try {
                        return body.run(call);
                    } catch (CallError | Failure e) {
                        return StateResult.failed(String.valueOf(e.getMessage()));
                    }
                });
    }

    private StateResult modWatch(StateCall call) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(call.args().extra());
        String function = call.args().text("sfun").orElse("None");
        return switch (function) {
            case "installed" ->
                    install.installed(call.with(bound(call, PackageInstall.INSTALLED, given)));
            case "latest" -> latest.latest(call.with(bound(call, PackageLatest.LATEST, given)));
            case "removed" -> uninstalled(call.with(bound(call, UNINSTALL, given)), false);
            case "purged" -> uninstalled(call.with(bound(call, UNINSTALL, given)), true);
            default ->
                    StateResult.failed(
                            "pkg." + function + " does not work with the watch requisite");
        };
    }

    private static Arguments bound(
            StateCall call, String signature, Map<String, ? extends @Nullable Object> given) {
        return Signature.of(signature).bind("pkg", List.of(call.name()), given);
    }

    private StateResult uninstalled(StateCall call, boolean purge) {
        String action = purge ? "purge" : "remove";
        Map<String, String> wanted = PackageWishes.of(call.args(), call.name());
        PackageVersions versions = new PackageVersions(packages);
        Map<String, List<String>> installed = packages.installed();
        List<String> targets = new ArrayList<>();
        boolean versioned = false;
        for (Map.Entry<String, String> wish : wanted.entrySet()) {
            List<String> have = installed.getOrDefault(packages.plain(wish.getKey()), List.of());
            versioned |= !have.isEmpty() && !wish.getValue().isEmpty();
            boolean there =
                    !have.isEmpty()
                            && (wish.getValue().isEmpty()
                                    || versions.fulfills(have, wish.getValue(), false));
            if (there || (purge && packages.leftovers().containsKey(wish.getKey()))) {
                targets.add(wish.getKey());
            }
        }
        targets.sort(null);
        if (targets.isEmpty()) {
            return StateResult.succeeded(
                    purge
                            ? "None of the targeted packages are installed or partially installed"
                            : "All specified packages%s are already absent"
                                    .formatted(versioned ? " (matching specified versions)" : ""));
        }
        Map<String, @Nullable Object> predicted = new LinkedHashMap<>();
        targets.forEach(n -> predicted.put(n, PackageChanges.swap("", action + "d")));
        String list = String.join(", ", targets);
        return call.apply(
                predicted,
                "The following packages will be " + action + "d: " + list + ".",
                () -> removed(wanted, targets, purge));
    }

    private StateResult removed(Map<String, String> wanted, List<String> targets, boolean purge) {
        String action = purge ? "purge" : "remove";
        Map<String, String> leftBefore = packages.leftovers();
        PackageChanges.Attempt attempt =
                PackageChanges.attempt(packages, () -> packages.remove(targets, purge));
        Map<String, @Nullable Object> changes = attempt.changes();
        if (attempt.failure().isPresent()) {
            return StateResult.failed(
                    changes,
                    PackageChanges.problem("removing", List.of(attempt.failure().get().words())));
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
        if (purge) {
            Map<String, Object> purged = new LinkedHashMap<>();
            leftBefore.forEach((name, version) -> {
                if (!packages.leftovers().containsKey(name)) {
                    purged.put(name, PackageChanges.swap(version, ""));
                }
            });
            all.clear();
            all.put("installed", changes);
            all.put("removed", purged);
        }
        List<String> failed =
                wanted.keySet().stream()
                        .filter(n ->
                                packages.installed().containsKey(packages.plain(n))
                                        || (purge && packages.leftovers().containsKey(n)))
                        .sorted()
                        .toList();
        if (!failed.isEmpty()) {
            return StateResult.failed(
                    all,
                    "The following packages failed to %s: %s."
                            .formatted(action, String.join(", ", failed)));
        }
        List<String> absent =
                wanted.keySet().stream().filter(n -> !targets.contains(n)).sorted().toList();
        return StateResult.changed(
                all,
                absent.isEmpty()
                        ? "All targeted packages were " + action + "d."
                        : "The following packages were not installed: %s The following packages were %sd: %s."
                                .formatted(
                                        String.join(", ", absent),
                                        action,
                                        String.join(", ", targets)));
    }

    private StateResult held(StateCall call) {
        if (PackageWishes.isEmptyList(call.args()) && !call.args().flag("replace")) {
            return StateResult.succeeded("No packages to be held provided");
        }
        List<String> wanted = List.copyOf(PackageWishes.of(call.args(), call.name()).keySet());
        List<String> hold = wanted.stream().filter(n -> !packages.held().contains(n)).toList();
        List<String> release =
                call.args().flag("replace")
                        ? packages.held().stream().filter(n -> !wanted.contains(n)).toList()
                        : List.of();
        return changedHolds(call, hold, release);
    }

    private StateResult unheld(StateCall call) {
        boolean all = call.args().flag("all");
        if (PackageWishes.isEmptyList(call.args()) && !all) {
            return StateResult.succeeded("No packages to be unheld provided");
        }
        Map<String, String> wanted = PackageWishes.of(call.args(), call.name());
        return changedHolds(
                call,
                List.of(),
                packages.held().stream()
                        .filter(n -> all || wanted.containsKey(n))
                        .sorted()
                        .toList());
    }

    private StateResult changedHolds(StateCall call, List<String> hold, List<String> release) {
        if (hold.isEmpty() && release.isEmpty()) {
            return StateResult.succeeded("No changes made");
        }
        List<String> would = new ArrayList<>();
        List<String> did = new ArrayList<>();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Map<String, List<String>> installed = packages.installed();
        for (String name : hold) {
            would.add("The following package would be held: " + name);
            did.add("Package " + name + " is now being held");
            boolean there = installed.containsKey(packages.plain(name));
            changes.put(
                    name,
                    change(
                            name,
                            there ? "install" : null,
                            "hold",
                            "Package " + name + " is now being held."));
        }
        for (String name : release) {
            would.add("The following package would be unheld: " + name);
            did.add("Package " + name + " is no longer being held.");
            changes.put(
                    name,
                    change(
                            name,
                            "hold",
                            "install",
                            "Package " + name + " is no longer being held."));
        }
        return call.apply(
                StateResult.succeeded(String.join("\n", would)),
                () -> {
                    if (!hold.isEmpty()) {
                        packages.hold(hold, true);
                    }
                    if (!release.isEmpty()) {
                        packages.hold(release, false);
                    }
                    return StateResult.changed(changes, String.join("\n", did));
                });
    }

    private static Map<String, @Nullable Object> change(
            String name, @Nullable String old, String now, String comment) {
        Map<String, @Nullable Object> swap = new LinkedHashMap<>();
        swap.put("new", now);
        swap.put("old", old);
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("name", name);
        change.put("changes", swap);
        change.put("result", true);
        change.put("comment", comment);
        return change;
    }
}
