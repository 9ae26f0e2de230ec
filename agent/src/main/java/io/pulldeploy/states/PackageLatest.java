package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.PackageChanges;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.Packages.Wanted;
import io.pulldeploy.system.ProgramRefused;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code pkg.latest}. */
final class PackageLatest {
    static final String LATEST =
            "name, refresh=None, fromrepo=None, skip_verify=False, pkgs=None, watch_flags=True, **kwargs";

    /** How many packages a comment names; more are counted. */
    private static final int NAMED = 10;

    private final Packages packages;

    PackageLatest(Packages packages) {
        this.packages = packages;
    }

    /**
     * What there is to do.
     *
     * @param targets package to its newest version, which is not installed
     * @param current those that are the newest already
     * @param unknown what Salt says of those that are nowhere
     */
    private record Plan(Map<String, String> targets, List<String> current, List<String> unknown) {}

    StateResult latest(StateCall call) {
        Arguments args = call.args();
        if (args.extra().containsKey("sources")) {
            return StateResult.failed("The \"sources\" parameter is not supported.");
        }
        if (PackageWishes.isEmptyList(args)) {
            return StateResult.succeeded("No packages to install provided");
        }
        List<String> names = List.copyOf(PackageWishes.newest(args, call.name()).keySet());
        Plan plan = plan(names);
        if (!plan.unknown().isEmpty()) {
            return StateResult.failed(String.join(" ", plan.unknown()));
        }
        if (plan.targets().isEmpty()) {
            return StateResult.succeeded(
                    names.size() > NAMED
                            ? "All " + names.size() + " packages are up-to-date."
                            : names.size() > 1
                                    ? "All packages are up-to-date (" + sorted(names) + ")."
                                    : "Package " + names.getFirst() + " is already up-to-date");
        }
        return call.apply(prediction(plan), () -> install(call, plan));
    }

    private Plan plan(List<String> names) {
        Map<String, List<String>> installed = packages.installed();
        Map<String, String> newest = packages.available(names);
        Plan plan = new Plan(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (String name : names) {
            List<String> have = installed.getOrDefault(packages.plain(name), List.of());
            String best = newest.get(name);
            if (best == null && have.isEmpty()) {
                plan.unknown().add("No information found for '" + name + "'.");
            } else if (best == null
                    || have.stream().anyMatch(h -> packages.compareVersions(h, best) >= 0)) {
                plan.current().add(name);
            } else {
                plan.targets().put(name, best);
            }
        }
        return plan;
    }

    private static String sorted(Collection<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    private String have(String name) {
        return String.join(",", packages.installed().getOrDefault(packages.plain(name), List.of()));
    }

    private StateResult prediction(Plan plan) {
        Map<String, @Nullable Object> predicted = new LinkedHashMap<>();
        plan.targets()
                .forEach((name, version) ->
                        predicted.put(name, PackageChanges.swap(have(name), version)));
        String comment =
                "The following packages would be installed/upgraded: "
                        + sorted(plan.targets().keySet());
        if (plan.current().size() > NAMED) {
            comment += "\n" + plan.current().size() + " packages are already up-to-date";
        } else if (!plan.current().isEmpty()) {
            comment +=
                    "\nThe following packages are already up-to-date: "
                            + plan.current().stream()
                                    .sorted()
                                    .map(n -> n + " (" + have(n) + ")")
                                    .collect(Collectors.joining(", "));
        }
        return StateResult.wouldChange(predicted, comment);
    }

    private StateResult install(StateCall call, Plan plan) {
        Arguments args = call.args();
        Map<String, @Nullable Object> changes;
        try {
            changes =
                    PackageChanges.of(
                            packages,
                            () -> {
                                PackageInstall.refresh(call, packages);
                                packages.install(
                                        plan.targets().keySet().stream()
                                                .map(n -> new Wanted(n, Optional.empty()))
                                                .toList(),
                                        PackageInstall.options(args, false));
                            });
        } catch (ProgramRefused e) {
            return StateResult.failed(
                    "An error was encountered while installing package(s): "
                            + PackageChanges.problem("installing", List.of(e.words())));
        } catch (Failure e) {
            return StateResult.failed(
                    "An error was encountered while installing package(s): " + e.getMessage());
        }
        List<String> failed =
                plan.targets().keySet().stream()
                        .filter(n -> !changes.containsKey(packages.plain(n)))
                        .toList();
        List<String> done =
                plan.targets().keySet().stream().filter(n -> !failed.contains(n)).toList();
        List<String> comments = new ArrayList<>();
        if (changes.isEmpty()) {
            comments.add(
                    failed.size() > NAMED
                            ? failed.size()
                                    + " targeted packages failed to update. See debug log for details."
                            : failed.size() > 1
                                    ? "The following targeted packages failed to update. See debug log for details: (%s)."
                                            .formatted(sorted(failed))
                                    : "Package " + failed.getFirst() + " failed to update.");
        } else if (!failed.isEmpty()) {
            comments.add("The following packages failed to update: " + sorted(failed));
        }
        if (!done.isEmpty()) {
            comments.add(
                    "The following packages were successfully installed/upgraded: " + sorted(done));
        }
        if (plan.current().size() > NAMED) {
            comments.add(plan.current().size() + " packages were already up-to-date ");
        } else if (!plan.current().isEmpty()) {
            comments.add(
                    "The following packages were already up-to-date: " + sorted(plan.current()));
        }
        String comment = String.join(" ", comments);
        return failed.isEmpty()
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }
}
