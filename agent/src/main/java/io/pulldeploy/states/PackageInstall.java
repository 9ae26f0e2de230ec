package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.PackageChanges;
import io.pulldeploy.modules.PackageVersions;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.Packages.Options;
import io.pulldeploy.system.Packages.Wanted;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pkg.installed} and {@code pkg.latest}. */
final class PackageInstall {
    static final String INSTALLED =
            "name, version=None, refresh=None, fromrepo=None, skip_verify=False, skip_suggestions=False, pkgs=None, sources=None, allow_updates=False, pkg_verify=False, normalize=True, ignore_epoch=None, reinstall=False, update_holds=False, **kwargs";
    static final String LATEST =
            "name, refresh=None, fromrepo=None, skip_verify=False, pkgs=None, watch_flags=True, **kwargs";

    private static final String REFRESHED = "pkg.refreshed";
    private static final int SHORT_SUMMARY = 20;

    private final FileTree files;
    private final Packages packages;
    private final PackageVersions versions;
    private final FileSources sources;

    PackageInstall(Host host, FileSources sources) {
        this.files = host.files();
        this.packages = host.packages();
        this.versions = new PackageVersions(host.packages());
        this.sources = sources;
    }

    StateResult installed(StateCall call) {
        Arguments args = call.args();
        if (PackageWishes.isEmptyList(args)) {
            return StateResult.succeeded("No packages to install provided");
        }
        if (args.flag("pkgs") && args.flag("sources")) {
            return StateResult.failed("Only one of \"pkgs\" and \"sources\" is permitted.");
        }
        if (args.flag("pkg_verify")) {
            return StateResult.failed("The 'pkg_verify' option is not supported");
        }
        boolean fromFiles = args.flag("sources");
        Map<String, String> desired;
        try {
            desired = fromFiles ? PackageWishes.sources(args) : PackageWishes.of(args, call.name());
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
        Map<String, String> targets = new LinkedHashMap<>();
        Map<String, List<String>> installed = packages.installed();
        boolean versioned = false;
        for (Map.Entry<String, String> wish : desired.entrySet()) {
            List<String> have = installed.getOrDefault(bare(wish.getKey()), List.of());
            String version = wish.getValue();
            versioned |= !have.isEmpty() && !fromFiles && !version.isEmpty();
            if (have.isEmpty()
                    || args.flag("reinstall")
                    || (!fromFiles && !isMet(have, wish, args))) {
                targets.put(wish.getKey(), version);
            }
        }
        if (targets.isEmpty()) {
            String settled =
                    "All specified packages are already installed"
                            + (versioned ? " and are at the desired version" : "");
            return held(call, desired, StateResult.succeeded(settled));
        }
        return call.apply(
                prediction(targets, fromFiles), () -> install(call, desired, targets, fromFiles));
    }

    private static String bare(String name) {
        return name.split("=", 2)[0];
    }

    private boolean isMet(List<String> have, Map.Entry<String, String> wish, Arguments args) {
        String version = wish.getValue();
        if (version.equals("latest")) {
            String newest = packages.available(List.of(wish.getKey())).get(wish.getKey());
            return newest == null || have.contains(newest);
        }
        return version.isEmpty() || versions.fulfills(have, version, args.flag("allow_updates"));
    }

    private StateResult prediction(Map<String, String> targets, boolean fromFiles) {
        Map<String, String> newest =
                fromFiles
                        ? Map.of()
                        : packages.available(
                                targets.entrySet().stream()
                                        .filter(t -> t.getValue().isEmpty())
                                        .map(Map.Entry::getKey)
                                        .toList());
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        targets.forEach((name, _) ->
                changes.put(name, PackageChanges.swap("", newest.getOrDefault(name, "installed"))));
        return StateResult.wouldChange(
                changes,
                "The following packages would be installed/updated: "
                        + String.join(", ", targets.keySet()));
    }

    /** Reads the repositories' indexes anew: when asked to, and else once in a run. */
    private void refresh(StateCall call) {
        Object wanted = call.args().value("refresh");
        boolean done = call.minion().context().containsKey(REFRESHED);
        if (Boolean.FALSE.equals(wanted) || (done && wanted == null)) {
            return;
        }
        packages.refresh();
        call.minion().context().put(REFRESHED, true);
    }

    private StateResult install(
            StateCall call,
            Map<String, String> desired,
            Map<String, String> targets,
            boolean fromFiles) {
        Map<String, @Nullable Object> changes;
        try {
            changes =
                    PackageChanges.of(
                            packages,
                            () -> {
                                if (fromFiles) {
                                    installFiles(call, targets);
                                } else {
                                    refresh(call);
                                    packages.install(wishes(targets), options(call.args()));
                                }
                            });
        } catch (Failure | CallError e) {
            return StateResult.failed(
                    "An error was encountered while installing package(s): " + e.getMessage());
        }
        return held(call, desired, outcome(call, desired, targets, changes, fromFiles));
    }

    private List<Wanted> wishes(Map<String, String> targets) {
        List<Wanted> wishes = new ArrayList<>();
        targets.forEach((name, version) -> {
            boolean exact = PackageVersions.isExact(version) || isPlainEqual(version);
            wishes.add(
                    new Wanted(
                            name,
                            exact
                                    ? Optional.of(version.replaceFirst("^=+", "").strip())
                                    : newestThatFits(name, version)));
        });
        return wishes;
    }

    private static boolean isPlainEqual(String version) {
        return version.startsWith("=") && PackageVersions.isExact(version.replaceFirst("^=+", ""));
    }

    /**
     * A range is met by the newest version or not at all, because that is what a refresh brings.
     */
    private Optional<String> newestThatFits(String name, String version) {
        if (version.isEmpty() || version.equals("latest")) {
            return Optional.empty();
        }
        String newest = packages.available(List.of(name)).get(name);
        if (newest == null || !versions.fulfills(List.of(newest), version, false)) {
            throw new CallError("No version matching '" + name + version + "' could be found");
        }
        return Optional.of(newest);
    }

    private static Options options(Arguments args) {
        return new Options(
                args.text("fromrepo"),
                !Boolean.FALSE.equals(args.extra().get("install_recommends")),
                args.flag("skip_verify"));
    }

    private void installFiles(StateCall call, Map<String, String> targets) {
        Path directory = files.temporaryDirectory("pulldeploy-packages-");
        try {
            Map<String, String> paths = new LinkedHashMap<>();
            targets.forEach((name, url) -> {
                Path path = directory.resolve(Path.of(url).getFileName());
                files.write(
                        path,
                        sources.fetch(
                                        new FileSources.Source(url, ""),
                                        name,
                                        "",
                                        false,
                                        call.minion(),
                                        call.saltenv())
                                .content());
                paths.put(name, path.toString());
            });
            packages.installFiles(paths);
        } finally {
            files.delete(directory);
        }
    }

    private StateResult outcome(
            StateCall call,
            Map<String, String> desired,
            Map<String, String> targets,
            Map<String, @Nullable Object> changes,
            boolean fromFiles) {
        Map<String, List<String>> now = packages.installed();
        List<String> modified = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        desired.forEach((name, version) -> {
            List<String> have = now.getOrDefault(bare(name), List.of());
            boolean good =
                    !have.isEmpty()
                            && (fromFiles
                                    || version.isEmpty()
                                    || version.equals("latest")
                                    || versions.fulfills(have, version, false)
                                    || call.args().flag("allow_updates"));
            String text = fromFiles ? name : PackageWishes.written(name, version);
            if (!targets.containsKey(name)) {
                settled.add(text);
            } else {
                (good ? modified : failed).add(text);
            }
        });
        List<String> comments = new ArrayList<>();
        if (!failed.isEmpty()) {
            comments.add(
                    "The following packages failed to install/update: "
                            + String.join(", ", failed));
        }
        if (!modified.isEmpty()) {
            String summary = String.join(", ", modified);
            boolean several = modified.size() > 1;
            comments.add(
                    summary.length() < SHORT_SUMMARY
                            ? "The following packages were installed/updated: " + summary
                            : "%d targeted package%s %s installed/updated."
                                    .formatted(
                                            modified.size(),
                                            several ? "s" : "",
                                            several ? "were" : "was"));
        }
        if (!settled.isEmpty()) {
            comments.add(
                    "The following packages were already installed: " + String.join(", ", settled));
        }
        String comment = String.join("\n", comments);
        return failed.isEmpty()
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }

    /** Holds or releases the packages, if the state says {@code hold}. */
    private StateResult held(StateCall call, Map<String, String> desired, StateResult result) {
        if (!call.args().extra().containsKey("hold")
                || result.outcome() == StateResult.Outcome.FAILED) {
            return result;
        }
        boolean hold = Boolean.TRUE.equals(call.args().extra().get("hold"));
        List<String> changing =
                desired.keySet().stream().filter(n -> packages.held().contains(n) != hold).toList();
        List<String> comments = new ArrayList<>(List.of(result.comment()));
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(result.changes());
        boolean settled = result.changes().isEmpty();
        for (String name : desired.keySet()) {
            comments.add(
                    "Package %s is %s"
                            .formatted(
                                    name,
                                    changing.contains(name)
                                            ? hold ? "now being held." : "no longer being held."
                                            : hold
                                                    ? "already set to be held."
                                                    : "not currently held."));
        }
        for (String name : changing) {
            changes.putIfAbsent(
                    name,
                    PackageChanges.swap(hold ? "install" : "hold", hold ? "hold" : "install"));
        }
        StateResult whole =
                StateResult.changed(changes, String.join(settled ? ".\n" : "\n", comments));
        if (changing.isEmpty()) {
            return whole;
        }
        return call.apply(
                StateResult.wouldChange(changes, String.join(".\n", comments)),
                () -> {
                    packages.hold(changing, hold);
                    return whole;
                });
    }

    StateResult latest(StateCall call) {
        Arguments args = call.args();
        if (args.extra().containsKey("sources")) {
            return StateResult.failed("The \"sources\" parameter is not supported.");
        }
        if (PackageWishes.isEmptyList(args)) {
            return StateResult.succeeded("No packages to install provided");
        }
        List<String> names =
                args.value("pkgs") == null
                        ? List.of(call.name())
                        : args.list("pkgs").stream()
                                .flatMap(p ->
                                        p instanceof Map<?, ?> m
                                                ? m.keySet().stream().map(String::valueOf)
                                                : java.util.stream.Stream.of(String.valueOf(p)))
                                .toList();
        Map<String, List<String>> installed = packages.installed();
        Map<String, String> newest = packages.available(names);
        Map<String, String> targets = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String name : names) {
            List<String> have = installed.getOrDefault(name, List.of());
            String best = newest.get(name);
            if (best == null && have.isEmpty()) {
                unknown.add("No information found for '" + name + "'.");
            } else if (best == null
                    || have.stream().anyMatch(h -> packages.compareVersions(h, best) >= 0)) {
                current.add(name);
            } else {
                targets.put(name, best);
            }
        }
        if (!unknown.isEmpty()) {
            return StateResult.failed(String.join(" ", unknown));
        }
        String settled = String.join(", ", current.stream().sorted().toList());
        if (targets.isEmpty()) {
            return StateResult.succeeded(
                    names.size() > 10
                            ? "All " + names.size() + " packages are up-to-date."
                            : names.size() > 1
                                    ? "All packages are up-to-date (" + settled + ")."
                                    : "Package " + names.getFirst() + " is already up-to-date");
        }
        Map<String, @Nullable Object> predicted = new LinkedHashMap<>();
        targets.forEach((name, version) ->
                predicted.put(
                        name,
                        PackageChanges.swap(
                                String.join(",", installed.getOrDefault(name, List.of())),
                                version)));
        String list = String.join(", ", targets.keySet().stream().sorted().toList());
        return call.apply(
                predicted,
                "The following packages would be installed/upgraded: " + list,
                () -> {
                    Map<String, @Nullable Object> changes;
                    try {
                        changes =
                                PackageChanges.of(
                                        packages,
                                        () -> {
                                            refresh(call);
                                            packages.install(
                                                    targets.keySet().stream()
                                                            .map(n ->
                                                                    new Wanted(n, Optional.empty()))
                                                            .toList(),
                                                    options(args));
                                        });
                    } catch (Failure e) {
                        return StateResult.failed(
                                "An error was encountered while installing package(s): "
                                        + e.getMessage());
                    }
                    String also =
                            current.isEmpty() || args.value("pkgs") == null
                                    ? ""
                                    : " The following packages were already up-to-date: " + settled;
                    return changes.isEmpty()
                            ? StateResult.failed("Package " + list + " failed to update." + also)
                            : StateResult.changed(
                                    changes,
                                    "The following packages were successfully installed/upgraded: "
                                            + list
                                            + also);
                });
    }
}
