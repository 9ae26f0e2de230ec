package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.Packages.Options;
import io.pulldeploy.system.Packages.Wanted;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code pkg} functions. */
public final class PkgModule {
    private final Packages packages;

    public PkgModule(Host host) {
        this.packages = host.packages();
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                function(
                        "list_pkgs",
                        "Installed packages and their versions.",
                        "versions_as_list=False, removed=False, purge_desired=False, **kwargs",
                        this::listed),
                function(
                        "version",
                        "Versions of packages; empty where one is not installed.",
                        "*names, **kwargs",
                        a -> versions(a, packages.installed())),
                function(
                        "latest_version",
                        "Newest versions that are not installed.",
                        "*names, **kwargs",
                        this::newest),
                function(
                        "available_version",
                        "Newest versions that are not installed.",
                        "*names, **kwargs",
                        this::newest),
                function(
                        "list_upgrades",
                        "Newest versions of packages that are older.",
                        "refresh=True, dist_upgrade=True, **kwargs",
                        a -> {
                            refresh(a);
                            return packages.upgrades();
                        }),
                function(
                        "upgrade_available",
                        "Whether a package is older than the repositories'.",
                        "name, **kwargs",
                        a -> !newest(a.string("name")).isEmpty()),
                function(
                        "version_cmp",
                        "-1, 0 or 1, as the first version is older, the same or newer.",
                        "pkg1, pkg2, ignore_epoch=False, **kwargs",
                        a ->
                                (long)
                                        Integer.signum(
                                                packages.compareVersions(
                                                        version(a, "pkg1"), version(a, "pkg2")))),
                function(
                        "refresh_db",
                        "Reads the repositories' indexes anew.",
                        "cache_valid_time=0, failhard=False, **kwargs",
                        _ -> {
                            packages.refresh();
                            return Map.of();
                        }),
                function(
                        "install",
                        "Installs packages; returns what changed.",
                        "name=None, refresh=False, fromrepo=None, skip_verify=False, debconf=None, pkgs=None, sources=None, reinstall=False, downloadonly=False, ignore_epoch=False, normalize=True, **kwargs",
                        this::install),
                function(
                        "remove",
                        "Removes packages; returns what changed.",
                        "name=None, pkgs=None, **kwargs",
                        a -> remove(a, false)),
                function(
                        "purge",
                        "Removes packages and their configuration; returns what changed.",
                        "name=None, pkgs=None, **kwargs",
                        a -> remove(a, true)),
                function(
                        "upgrade",
                        "Installs the newest versions of what is installed; returns what changed.",
                        "refresh=True, dist_upgrade=False, **kwargs",
                        this::upgrade),
                function(
                        "hold",
                        "Keeps upgrades away from packages.",
                        "name=None, pkgs=None, sources=None, **kwargs",
                        a -> hold(a, true)),
                function(
                        "unhold",
                        "Lets upgrades touch packages.",
                        "name=None, pkgs=None, sources=None, **kwargs",
                        a -> hold(a, false)));
    }

    /** A body that needs no minion. */
    @FunctionalInterface
    private interface Body {
        @Nullable Object call(Arguments args);
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, Body body) {
        return new ExecutionFunction(
                "pkg." + name,
                doc,
                signature,
                (_, args) -> {
                    try {
                        return body.call(args);
                    } catch (Failure e) {
                        throw new CallError(String.valueOf(e.getMessage()), e);
                    }
                });
    }

    private Map<String, Object> listed(Arguments args) {
        Map<String, Object> all = new TreeMap<>();
        if (args.flag("purge_desired")) {
            return all;
        }
        if (args.flag("removed")) {
            packages.leftovers()
                    .forEach((name, v) ->
                            all.put(name, args.flag("versions_as_list") ? List.of(v) : v));
            return all;
        }
        packages.installed()
                .forEach((name, versions) ->
                        all.put(
                                name,
                                args.flag("versions_as_list")
                                        ? versions
                                        : String.join(",", versions)));
        return all;
    }

    private static Object versions(Arguments args, Map<String, List<String>> installed) {
        Map<String, Object> found = new LinkedHashMap<>();
        boolean glob = false;
        boolean lists = Boolean.TRUE.equals(args.extra().get("versions_as_list"));
        for (Object given : args.varargs()) {
            String name = Texts.str(given);
            if (name.contains("*")) {
                glob = true;
                installed.forEach((n, v) -> {
                    if (Fnmatch.matches(n, name)) {
                        found.put(n, lists ? v : String.join(",", v));
                    }
                });
            } else {
                List<String> v = installed.getOrDefault(name, List.of());
                found.put(name, lists ? v : String.join(",", v));
            }
        }
        return found.size() == 1 && !glob ? found.values().iterator().next() : found;
    }

    private String newest(String name) {
        String best = packages.available(List.of(name)).getOrDefault(name, "");
        boolean has =
                packages.installed().getOrDefault(name, List.of()).stream()
                        .anyMatch(v -> packages.compareVersions(v, best) >= 0);
        return has ? "" : best;
    }

    private Object newest(Arguments args) {
        if (args.varargs().isEmpty()) {
            return "";
        }
        if (!Boolean.FALSE.equals(args.extra().getOrDefault("refresh", true))) {
            packages.refresh();
        }
        Map<String, Object> found = new LinkedHashMap<>();
        args.varargs().forEach(n -> found.put(Texts.str(n), newest(Texts.str(n))));
        return found.size() == 1 ? found.values().iterator().next() : found;
    }

    private static String version(Arguments args, String name) {
        String text = args.string(name);
        return args.flag("ignore_epoch") ? text.substring(text.indexOf(':') + 1) : text;
    }

    private void refresh(Arguments args) {
        if (args.flag("refresh")) {
            packages.refresh();
        }
    }

    private static Map<String, String> wanted(Arguments args) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (args.flag("pkgs")) {
            for (Object entry : args.list("pkgs")) {
                if (entry instanceof Map<?, ?> m) {
                    m.forEach((k, v) -> wanted.put(Texts.str(k), v == null ? "" : Texts.str(v)));
                } else {
                    wanted.put(Texts.str(entry), "");
                }
            }
        } else if (args.flag("name")) {
            for (String name : args.string("name").split(",")) {
                wanted.put(name.strip(), "");
            }
        }
        return wanted;
    }

    private Map<String, @Nullable Object> install(Arguments args) {
        Map<String, String> wanted = wanted(args);
        if (args.flag("sources")) {
            throw new CallError("pkg.install does not take 'sources'; use the state pkg.installed");
        }
        String only = Texts.str(args.extra().getOrDefault("version", ""));
        if (wanted.size() == 1 && !only.isEmpty() && !only.equals("None")) {
            wanted.replaceAll((_, _) -> only);
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        refresh(args);
        List<Wanted> packagesWanted = new ArrayList<>();
        wanted.forEach((name, version) ->
                packagesWanted.add(
                        new Wanted(
                                name,
                                version.isEmpty() ? Optional.empty() : Optional.of(version))));
        Options options =
                new Options(
                        args.text("fromrepo"),
                        !Boolean.FALSE.equals(args.extra().get("install_recommends")),
                        args.flag("skip_verify"),
                        args.flag("reinstall"));
        return PackageChanges.of(packages, () -> packages.install(packagesWanted, options));
    }

    private Map<String, @Nullable Object> remove(Arguments args, boolean purge) {
        List<String> there =
                wanted(args).keySet().stream()
                        .filter(n ->
                                packages.installed().containsKey(n)
                                        || (purge && packages.leftovers().containsKey(n)))
                        .toList();
        if (there.isEmpty()) {
            return Map.of();
        }
        return PackageChanges.of(packages, () -> packages.remove(there, purge));
    }

    private Map<String, @Nullable Object> upgrade(Arguments args) {
        refresh(args);
        List<Wanted> older =
                packages.upgrades().keySet().stream()
                        .map(n -> new Wanted(n, Optional.empty()))
                        .toList();
        return older.isEmpty()
                ? Map.of()
                : PackageChanges.of(
                        packages,
                        () ->
                                packages.install(
                                        older, new Options(Optional.empty(), true, false, false)));
    }

    private Map<String, Object> hold(Arguments args, boolean hold) {
        Map<String, Object> told = new LinkedHashMap<>();
        for (String name : marked(args)) {
            told.put(name, hold ? hold(name) : unhold(name));
        }
        return told;
    }

    private static List<String> marked(Arguments args) {
        boolean pkgs = args.flag("pkgs");
        boolean sources = args.flag("sources");
        if (!pkgs && !sources) {
            if (!args.flag("name")) {
                throw new CallError("One of name, pkgs, or sources must be specified.");
            }
            return List.of(args.string("name"));
        }
        if (pkgs && sources) {
            throw new CallError("Only one of pkgs or sources can be specified.");
        }
        List<String> names = new ArrayList<>();
        for (Object entry : args.list(pkgs ? "pkgs" : "sources")) {
            names.add(
                    Texts.str(entry instanceof Map<?, ?> m ? m.keySet().iterator().next() : entry));
        }
        return names;
    }

    private Map<String, Object> hold(String name) {
        if (packages.held().contains(name)) {
            return marked(name, Map.of(), "is already set to be held.");
        }
        boolean known =
                packages.installed().containsKey(name) || packages.leftovers().containsKey(name);
        packages.hold(List.of(name), true);
        return marked(name, swap(known ? "install" : null, "hold"), "is now being held.");
    }

    private Map<String, Object> unhold(String name) {
        if (packages.held().contains(name)) {
            packages.hold(List.of(name), false);
            return marked(name, swap("hold", "install"), "is no longer being held.");
        }
        if (packages.installed().containsKey(name) || packages.leftovers().containsKey(name)) {
            return marked(name, Map.of(), "is already set not to be held.");
        }
        Map<String, Object> unknown = marked(name, Map.of(), "does not have a state.");
        unknown.put("result", false);
        return unknown;
    }

    private static Map<String, @Nullable Object> swap(@Nullable String before, String after) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("old", before);
        changes.put("new", after);
        return changes;
    }

    private static Map<String, Object> marked(String name, Map<?, ?> changes, String comment) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("changes", changes);
        one.put("result", true);
        one.put("comment", "Package " + name + " " + comment);
        return one;
    }
}
