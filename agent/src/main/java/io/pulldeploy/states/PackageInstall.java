package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Fnmatch;
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
import java.util.stream.Collectors;

/** {@code pkg.installed}. */
final class PackageInstall {
    static final String INSTALLED =
            "name, version=None, refresh=None, fromrepo=None, skip_verify=False, skip_suggestions=False, pkgs=None, sources=None, allow_updates=False, pkg_verify=False, normalize=True, ignore_epoch=None, reinstall=False, update_holds=False, **kwargs";
    private static final String REFRESHED = "pkg.refreshed";
    private static final int SHORT_SUMMARY = 20;

    /** What a prediction says where the version is not known. */
    private static final String INSTALLED_SOMEHOW = "installed";

    private final FileTree files;
    private final Packages packages;
    private final PackageVersions versions;
    private final FileSources sources;
    private final PackageHolds holds;

    PackageInstall(Host host, FileSources sources) {
        this.files = host.files();
        this.packages = host.packages();
        this.versions = new PackageVersions(host.packages());
        this.sources = sources;
        this.holds = new PackageHolds(host.packages());
    }

    /**
     * What one state has to do.
     *
     * @param desired package to the version that the state wants; empty where any will do
     * @param targets those of them that have to be installed
     * @param anew those that are there and are installed once more
     */
    private record Plan(
            Map<String, String> desired, Map<String, String> targets, Map<String, String> anew) {}

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
        Plan plan = plan(desired, args, fromFiles);
        if (plan.targets().isEmpty() && plan.anew().isEmpty()) {
            boolean versioned = !fromFiles && desired.values().stream().anyMatch(v -> !v.isEmpty());
            String settled =
                    "All specified packages are already installed"
                            + (versioned ? " and are at the desired version" : "");
            return holds.settled(call, desired.keySet(), StateResult.succeeded(settled));
        }
        return call.apply(prediction(plan, fromFiles), () -> install(call, plan, fromFiles));
    }

    private Plan plan(Map<String, String> desired, Arguments args, boolean fromFiles) {
        Map<String, List<String>> installed = packages.installed();
        Plan plan = new Plan(desired, new LinkedHashMap<>(), new LinkedHashMap<>());
        desired.replaceAll(
                (name, version) -> !fromFiles && version.equals("latest") ? newest(name) : version);
        desired.forEach((name, version) -> {
            List<String> have = installed.getOrDefault(packages.plain(name), List.of());
            boolean met =
                    fromFiles
                            || version.isEmpty()
                            || versions.fulfills(have, version, args.flag("allow_updates"));
            if (!have.isEmpty() && args.flag("reinstall")) {
                plan.anew().put(name, version);
            } else if (have.isEmpty() || !met) {
                plan.targets().put(name, version);
            }
        });
        return plan;
    }

    /** The newest version there is, in the repositories or here; empty if there is none. */
    private String newest(String name) {
        List<String> have = packages.installed().getOrDefault(packages.plain(name), List.of());
        String best = packages.available(List.of(name)).getOrDefault(name, "");
        boolean newer =
                !best.isEmpty()
                        && have.stream().allMatch(h -> packages.compareVersions(h, best) < 0);
        return newer || have.isEmpty() ? best : have.getLast();
    }

    private StateResult prediction(Plan plan, boolean fromFiles) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        if (!plan.targets().isEmpty()) {
            plan.targets()
                    .forEach((name, version) ->
                            changes.put(
                                    name,
                                    PackageChanges.swap(
                                            "",
                                            fromFiles
                                                    ? INSTALLED_SOMEHOW
                                                    : expected(name, version))));
            comments.add(
                    "The following packages would be installed/updated: "
                            + String.join(", ", plan.targets().keySet()));
        }
        if (!plan.anew().isEmpty()) {
            plan.anew()
                    .forEach((name, version) ->
                            changes.put(
                                    fromFiles ? name : PackageWishes.written(name, version),
                                    PackageChanges.swap("", INSTALLED_SOMEHOW)));
            comments.add(
                    "The following packages would be reinstalled: "
                            + written(plan.anew(), fromFiles));
        }
        return StateResult.wouldChange(changes, String.join("\n", comments));
    }

    /** The version that would be installed, as far as it can be known without the attempt. */
    private String expected(String name, String version) {
        if (version.isEmpty()) {
            return packages.available(List.of(name)).getOrDefault(name, INSTALLED_SOMEHOW);
        }
        if (PackageVersions.compares(version)) {
            return INSTALLED_SOMEHOW;
        }
        String pattern = version.replaceFirst("^=", "");
        return packages.versions(name).stream()
                .filter(v -> Fnmatch.matches(v, pattern))
                .findFirst()
                .orElse(INSTALLED_SOMEHOW);
    }

    private static String written(Map<String, String> wishes, boolean fromFiles) {
        return wishes.entrySet().stream()
                .map(w -> fromFiles ? w.getKey() : PackageWishes.written(w.getKey(), w.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Reads the repositories' indexes anew: when asked to, and else once in a run. */
    static void refresh(StateCall call, Packages packages) {
        Object wanted = call.args().value("refresh");
        boolean done = call.minion().context().containsKey(REFRESHED);
        if (Boolean.FALSE.equals(wanted) || (done && wanted == null)) {
            return;
        }
        packages.refresh();
        call.minion().context().put(REFRESHED, true);
    }

    private StateResult install(StateCall call, Plan plan, boolean fromFiles) {
        List<String> errors = new ArrayList<>();
        PackageChanges.Attempt attempt;
        try {
            attempt =
                    PackageChanges.attempt(
                            packages,
                            () -> {
                                if (fromFiles) {
                                    Map<String, String> all = new LinkedHashMap<>(plan.targets());
                                    all.putAll(plan.anew());
                                    installFiles(call, all);
                                    return;
                                }
                                refresh(call, packages);
                                install(wishes(plan.targets(), errors), call.args(), false);
                                install(wishes(plan.anew(), errors), call.args(), true);
                            });
        } catch (Failure | CallError e) {
            return StateResult.failed(
                    "An error was encountered while installing package(s): " + e.getMessage());
        }
        attempt.failure().ifPresent(f -> errors.add(f.words()));
        if (!errors.isEmpty()) {
            return StateResult.failed(
                    attempt.changes(), PackageChanges.problem("installing", errors));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(attempt.changes());
        plan.anew()
                .keySet()
                .forEach(name -> {
                    String version =
                            String.join(
                                    ",",
                                    packages.installed()
                                            .getOrDefault(packages.plain(name), List.of()));
                    changes.putIfAbsent(name, PackageChanges.swap(version, version));
                });
        return outcome(call, plan, changes, fromFiles);
    }

    private void install(List<Wanted> wanted, Arguments args, boolean anew) {
        if (!wanted.isEmpty()) {
            packages.install(wanted, options(args, anew));
        }
    }

    static Options options(Arguments args, boolean anew) {
        return new Options(
                args.text("fromrepo"),
                !Boolean.FALSE.equals(args.extra().get("install_recommends")),
                args.flag("skip_verify"),
                anew);
    }

    /**
     * What to ask the package system for. It understands patterns itself; a comparison is met by
     * the newest version that fits, or is an error beside which the other packages are installed.
     */
    private List<Wanted> wishes(Map<String, String> targets, List<String> errors) {
        List<Wanted> wishes = new ArrayList<>();
        targets.forEach((name, version) -> {
            if (!PackageVersions.compares(version)) {
                String plain = version.replaceFirst("^=+", "").strip();
                wishes.add(
                        new Wanted(name, plain.isEmpty() ? Optional.empty() : Optional.of(plain)));
                return;
            }
            List<String> all = packages.versions(name);
            Optional<String> fitting =
                    all.stream()
                            .filter(v -> versions.fulfills(List.of(v), version, false))
                            .findFirst();
            if (fitting.isPresent()) {
                wishes.add(new Wanted(name, fitting));
            } else {
                errors.add(
                        "No version matching '%s%s' could be found (available: %s)"
                                .formatted(
                                        name,
                                        version,
                                        all.isEmpty() ? "None" : String.join(", ", all)));
            }
        });
        return wishes;
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
            StateCall call, Plan plan, Map<String, @Nullable Object> changes, boolean fromFiles) {
        Map<String, List<String>> now = packages.installed();
        Map<String, String> modified = new LinkedHashMap<>();
        Map<String, String> settled = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        plan.desired()
                .forEach((name, version) -> {
                    if (plan.anew().containsKey(name)) {
                        return;
                    }
                    List<String> have = now.getOrDefault(packages.plain(name), List.of());
                    boolean good =
                            !have.isEmpty()
                                    && (fromFiles
                                            || version.isEmpty()
                                            || versions.fulfills(have, version, false)
                                            || call.args().flag("allow_updates"));
                    if (!plan.targets().containsKey(name)) {
                        settled.put(name, version);
                    } else {
                        (good ? modified : failed).put(name, version);
                    }
                });
        List<String> comments = new ArrayList<>();
        if (!failed.isEmpty()) {
            comments.add(
                    "The following packages failed to install/update: "
                            + written(failed, fromFiles));
        }
        if (!modified.isEmpty()) {
            String summary = written(modified, fromFiles);
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
        PackageHolds.Held held = holds.hold(call, plan.desired().keySet());
        comments.addAll(held.changed());
        if (!settled.isEmpty()) {
            comments.add(
                    "The following packages were already installed: "
                            + written(settled, fromFiles));
        }
        comments.addAll(held.unchanged());
        plan.anew()
                .forEach((name, version) ->
                        comments.add(
                                "Package %s was reinstalled."
                                        .formatted(
                                                fromFiles
                                                        ? name
                                                        : PackageWishes.written(name, version))));
        held.addTo(changes);
        String comment = String.join("\n", comments);
        return failed.isEmpty()
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }
}
