package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** {@code kmod.*}: the kernel's modules. */
public final class KmodModule {
    private final FileTree files;
    private final Programs programs;

    public KmodModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("kmod")
                .add("available", "The modules that can be loaded.", "", (m, _) -> available(m))
                .add(
                        "check_available",
                        "Whether a module can be loaded.",
                        "mod",
                        (m, a) -> available(m).contains(a.string("mod")))
                .add("lsmod", "The loaded modules, with their users.", "", (_, _) -> loaded())
                .add(
                        "mod_list",
                        "The names of the loaded modules, or of those to load at boot.",
                        "only_persist=False",
                        (m, a) ->
                                List.copyOf(a.flag("only_persist") ? persistent(m) : loadedNames()))
                .add(
                        "is_loaded",
                        "Whether a module is loaded.",
                        "mod",
                        (_, a) -> loadedNames().contains(a.string("mod")))
                .add("load", "Loads a module.", "mod, persist=False", this::load)
                .add(
                        "remove",
                        "Removes a module.",
                        "mod, persist=False, comment=True",
                        this::remove)
                .all();
    }

    private List<String> available(Minion minion) {
        Path directory =
                Path.of("/lib/modules").resolve(Texts.str(minion.grains().get("kernelrelease")));
        List<String> modules = new ArrayList<>();
        Path builtIn = directory.resolve("modules.builtin");
        if (files.isFile(builtIn)) {
            for (String line : files.lines(builtIn)) {
                modules.add(PosixPaths.baseName(line).replaceFirst("\\.ko$", ""));
            }
        }
        if (files.isDirectory(directory)) {
            for (Path file : files.walk(directory)) {
                String name = file.getFileName().toString();
                int suffix = name.indexOf(".ko");
                if (suffix >= 0 && files.isFile(file)) {
                    modules.add(name.substring(0, suffix).replace('-', '_'));
                }
            }
        }
        return modules.stream().sorted().toList();
    }

    private List<Map<String, @Nullable Object>> loaded() {
        programs.need("lsmod");
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (String line : programs.lines("lsmod")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 2 && !words[0].equals("Module")) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("size", words[1]);
                one.put("module", words[0]);
                one.put("depcount", words[2]);
                one.put("deps", words.length > 3 ? List.of(words[3].split(",")) : List.of());
                all.add(one);
            }
        }
        return all;
    }

    private NavigableSet<String> loadedNames() {
        TreeSet<String> names = new TreeSet<>();
        loaded().forEach(module -> names.add(Texts.str(module.get("module"))));
        return names;
    }

    private static Path configuration(Minion minion) {
        return Path.of(
                minion.grains().containsKey("systemd")
                        ? "/etc/modules-load.d/salt_managed.conf"
                        : "/etc/modules");
    }

    private NavigableSet<String> persistent(Minion minion) {
        TreeSet<String> names = new TreeSet<>();
        for (String line : files.textIfPresent(configuration(minion)).orElse("").lines().toList()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                names.add(text.split("\\s+")[0]);
            }
        }
        return names;
    }

    private Object load(Minion minion, Arguments args) {
        NavigableSet<String> before = loadedNames();
        String module = args.string("mod");
        programs.need("modprobe");
        Completed done = programs.run(words("modprobe", module));
        if (!done.succeeded()) {
            return "Error loading module %s: %s".formatted(module, done.errors().stripTrailing());
        }
        NavigableSet<String> changed = loadedNames();
        changed.removeAll(before);
        String name = module.strip().split("\\s+")[0];
        Path file = configuration(minion);
        if (args.flag("persist") && !files.exists(file)) {
            minion.call("file.touch", List.of(file.toString()), Map.of());
        }
        if (args.flag("persist")
                && !name.isEmpty()
                && !persistent(minion).contains(name)
                && available(minion).contains(name)) {
            persist(minion, file.toString(), module);
            changed.add(name);
        }
        return List.copyOf(changed);
    }

    private static List<String> words(String program, String module) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(ShellWords.split(module));
        return command;
    }

    /** Comments the module's line in, or adds one. */
    private static void persist(Minion minion, String file, String module) {
        String line = Regexes.escape(module);
        if (Boolean.TRUE.equals(
                minion.call(
                        "file.search",
                        List.of(file, "^#[\t ]*" + line + "[\t ]*$"),
                        Map.of("multiline", true)))) {
            minion.call("file.uncomment", List.of(file, line), Map.of());
        } else {
            minion.call("file.append", List.of(file, module), Map.of());
        }
    }

    private Object remove(Minion minion, Arguments args) {
        NavigableSet<String> before = loadedNames();
        String module = args.string("mod");
        programs.need("rmmod");
        Completed done = programs.run(words("rmmod", module));
        if (!done.succeeded()) {
            return "Error removing module %s: %s".formatted(module, done.errors().stripTrailing());
        }
        before.removeAll(loadedNames());
        String name = module.strip().split("\\s+")[0];
        if (args.flag("persist") && persistent(minion).contains(name)) {
            forget(minion, configuration(minion).toString(), module, args.flag("comment"));
            before.add(name);
        }
        return List.copyOf(before);
    }

    /** Comments the module's line out, or empties it. */
    private static void forget(Minion minion, String file, String module, boolean comment) {
        String line = "^[\t ]*" + Regexes.escape(module) + "[\t ]?";
        if (comment) {
            minion.call("file.comment", List.of(file, line), Map.of());
        } else {
            minion.call("file.sed", List.of(file, line, ""), Map.of());
        }
    }
}
