package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The {@code pkg} functions that tell of packages and their files. */
public final class PkgFactsModule {
    private static final Map<String, String> COMMON =
            Map.of(
                    "package", "name",
                    "origin", "vendor",
                    "section", "group",
                    "maintainer", "packager",
                    "homepage", "url");

    private final Host host;
    private final FileTree files;
    private final Programs programs;

    public PkgFactsModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        FunctionList functions = new FunctionList("pkg");
        for (String name : List.of("file_list", "file_dict")) {
            functions.add(
                    name,
                    "The files of packages.",
                    "*packages, **kwargs",
                    (m, a) -> m.call("lowpkg." + name, a.varargs(), Map.of()));
        }
        return functions
                .add(
                        "owner",
                        "The packages that files belong to.",
                        "*paths, **kwargs",
                        (_, a) -> owners(a))
                .add(
                        "which",
                        "The package that a file belongs to.",
                        "path",
                        (_, a) -> owner(a.string("path")))
                .add(
                        "info_installed",
                        "What is known of installed packages.",
                        "*names, **kwargs",
                        this::installed)
                .add(
                        "show",
                        "What the repositories know of packages.",
                        "*names, **kwargs",
                        (_, a) -> shown(a))
                .add(
                        "list_repo_pkgs",
                        "The versions of packages that the repositories have.",
                        "*args, **kwargs",
                        (_, a) -> available(a))
                .add(
                        "list_downloaded",
                        "The package files that apt keeps.",
                        "root=None, **kwargs",
                        this::downloaded)
                .add(
                        "normalize_name",
                        "A package's name without the machine's own architecture.",
                        "name",
                        (m, a) -> normal(m, a.string("name")))
                .add(
                        "parse_arch",
                        "A package's name and architecture.",
                        "name",
                        (_, a) -> {
                            String name = a.string("name");
                            int colon = name.lastIndexOf(':');
                            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
                            parts.put("name", colon < 0 ? name : name.substring(0, colon));
                            parts.put("arch", colon < 0 ? null : name.substring(colon + 1));
                            return parts;
                        })
                .add(
                        "autoremove",
                        "Removes packages that nothing needs any more; returns what changed.",
                        "list_only=False, purge=False",
                        (_, a) -> autoremove(a))
                .add(
                        "services_need_restart",
                        "Services that use files which were replaced.",
                        "**kwargs",
                        (_, _) -> stale())
                .all();
    }

    private Object owners(Arguments args) {
        if (args.varargs().isEmpty()) {
            return "";
        }
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (Object path : args.varargs()) {
            boolean rpm = !programs.has("dpkg-query") && programs.has("rpm");
            Completed done =
                    rpm
                            ? programs.run(
                                    "rpm", "-qf", "--queryformat", "%{name}", Texts.str(path))
                            : programs.run("dpkg", "-S", Texts.str(path));
            String output = done.output().strip();
            found.put(
                    Texts.str(path),
                    output.contains("not owned") ? "" : rpm ? output : output.split(":", 2)[0]);
        }
        return found.size() == 1 ? Texts.str(found.values().iterator().next()) : found;
    }

    private @Nullable Object owner(String path) {
        if (!path.startsWith("/") || !files.exists(Path.of(path))) {
            return false;
        }
        String output = programs.run("dpkg", "-S", path).output().strip();
        return output.contains("no path found matching pattern") ? null : output.split(":", 2)[0];
    }

    private Map<String, @Nullable Object> installed(Minion minion, Arguments args) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (!(minion.call("lowpkg.info", args.varargs(), args.extra())
                instanceof Map<?, ?> known)) {
            return found;
        }
        known.forEach((name, facts) -> {
            if (!(facts instanceof Map<?, ?> told)) {
                return;
            }
            String status = told.containsKey("status") ? Texts.str(told.get("status")) : "ii";
            if (status.length() < 2 || status.charAt(1) != 'i') {
                return;
            }
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            told.forEach((key, value) -> {
                if (!key.equals("status")) {
                    one.put(COMMON.getOrDefault(Texts.str(key), Texts.str(key)), value);
                }
            });
            found.put(Texts.str(name), one);
        });
        return found;
    }

    private Map<String, @Nullable Object> shown(Arguments args) {
        GitCommands.onlyNamed(args, "refresh", "filter");
        if (Boolean.TRUE.equals(args.extra().get("refresh"))) {
            host.packages().refresh();
        }
        Set<String> filter = new TreeSet<>();
        switch (args.extra().get("filter")) {
            case null -> {}
            case List<?> list ->
                    list.forEach(key -> filter.add(Texts.str(key).toLowerCase(Locale.ROOT)));
            case Object text -> {
                for (String key : Texts.str(text).split(",")) {
                    filter.add(key.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (args.varargs().isEmpty()) {
            return found;
        }
        List<String> command = new ArrayList<>(List.of("apt-cache", "show"));
        args.varargs().forEach(name -> command.add(Texts.str(name)));
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        for (String line : (programs.run(command).output() + "\n\n").split("\n", -1)) {
            int colon = line.strip().indexOf(':');
            if (line.isBlank()) {
                add(found, one);
                one = new LinkedHashMap<>();
            } else if (colon >= 0) {
                String key = line.strip().substring(0, colon).strip();
                String lower = key.toLowerCase(Locale.ROOT);
                if (filter.isEmpty()
                        || filter.contains(lower)
                        || lower.equals("package")
                        || lower.equals("version")) {
                    one.put(key, line.strip().substring(colon + 1).strip());
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static void add(
            Map<String, @Nullable Object> found, Map<String, @Nullable Object> one) {
        Object name = one.remove("Package");
        Object version = one.remove("Version");
        if (name != null && version != null) {
            Map<String, @Nullable Object> versions =
                    (Map<String, @Nullable Object>)
                            found.computeIfAbsent(
                                    Texts.str(name), _ -> new LinkedHashMap<String, Object>());
            versions.put(Texts.str(version), one);
        }
    }

    private Map<String, @Nullable Object> available(Arguments args) {
        List<String> command = new ArrayList<>(List.of("apt-cache"));
        command.add(args.varargs().isEmpty() ? "dump" : "show");
        args.varargs().forEach(name -> command.add(Texts.str(name)));
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        String name = "";
        for (String line : programs.run(command).output().lines().toList()) {
            String[] words = line.strip().split("\\s+", 2);
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            } else if (words.length == 2 && words[0].equals("Version:")) {
                Plain.addTo(found, name, words[1]);
            }
        }
        return found;
    }

    private Map<String, @Nullable Object> downloaded(Minion minion, Arguments args) {
        Path cache = Path.of(args.text("root").orElse("/")).resolve("var/cache/apt");
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (!files.isDirectory(cache)) {
            return found;
        }
        for (Path file : files.walk(cache)) {
            if (!file.toString().endsWith(".deb") || !files.isFile(file)) {
                continue;
            }
            FileStat stat = files.stat(file).orElseThrow();
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            long changed = stat.changed().getEpochSecond();
            one.put("path", file.toString());
            one.put("size", stat.size());
            one.put("creation_date_time_t", changed);
            one.put(
                    "creation_date_time",
                    LocalDateTime.ofEpochSecond(changed, 0, ZoneOffset.UTC)
                            .format(
                                    DateTimeFormatter.ofPattern(
                                            "yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)));
            if (minion.call("lowpkg.bin_pkg_info", List.of(file.toString()), Map.of())
                    instanceof Map<?, ?> told) {
                Map<String, @Nullable Object> versions = new LinkedHashMap<>();
                if (found.get(Texts.str(told.get("name"))) instanceof Map<?, ?> known) {
                    known.forEach((version, value) -> versions.put(Texts.str(version), value));
                }
                versions.put(Texts.str(told.get("version")), one);
                found.put(Texts.str(told.get("name")), versions);
            }
        }
        return found;
    }

    private static String normal(Minion minion, String name) {
        int colon = name.lastIndexOf(':');
        String architecture = name.substring(colon + 1);
        boolean own =
                architecture.equals(Texts.str(minion.grains().get("osarch")))
                        || architecture.equals("all")
                        || architecture.equals("any");
        return colon > 0 && own ? name.substring(0, colon) : name;
    }

    private Object autoremove(Arguments args) {
        List<String> command = new ArrayList<>(List.of("apt-get"));
        command.add(args.flag("list_only") ? "--assume-no" : "--assume-yes");
        if (args.flag("purge")) {
            command.add("--purge");
        }
        command.add("autoremove");
        if (!args.flag("list_only")) {
            return PackageChanges.of(host.packages(), () -> programs.run(command));
        }
        Set<String> names = new TreeSet<>();
        boolean within = false;
        for (String line : programs.run(command).output().lines().toList()) {
            within =
                    within
                            ? line.startsWith(" ")
                            : line.contains("The following packages will be REMOVED:");
            if (within && line.startsWith(" ")) {
                names.addAll(List.of(line.strip().split("\\s+")));
            }
        }
        return List.copyOf(names);
    }

    private List<String> stale() {
        if (!programs.has("checkrestart")) {
            throw new CallError(
                    "CommandNotFoundError",
                    "'checkrestart' is needed. It is part of the 'debian-goodies' package which can be installed from official repositories.");
        }
        return programs.run("checkrestart", "--machine", "--package")
                .output()
                .lines()
                .filter(line -> line.startsWith("SERVICE:"))
                .map(line -> line.substring("SERVICE:".length()).split(",", 2)[0])
                .distinct()
                .toList();
    }
}
