package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code pkg} functions about what dpkg is to do with packages. */
public final class PkgSelectionsModule {
    private final FileTree files;
    private final Processes processes;
    private final Programs programs;

    public PkgSelectionsModule(Host host) {
        this.files = host.files();
        this.processes = host.processes();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("pkg")
                .add(
                        "get_selections",
                        "Packages by what dpkg is to do with them.",
                        "pattern=None, state=None",
                        (_, a) -> selections(a))
                .add(
                        "set_selections",
                        "Tells dpkg what to do with packages; returns what changed.",
                        "path=None, selection=None, clear=False, saltenv='base'",
                        this::select)
                .all();
    }

    private static Map<String, @Nullable Object> parsed(String selections) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (String line : selections.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2) {
                Plain.addTo(found, words[1], words[0]);
            }
        }
        return found;
    }

    private Map<String, @Nullable Object> selections(Arguments args) {
        String pattern = args.text("pattern").filter(p -> !p.isEmpty()).orElse("*");
        Map<String, @Nullable Object> all =
                parsed(programs.run("dpkg", "--get-selections", pattern).output());
        if (!args.flag("state")) {
            return all;
        }
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put(args.string("state"), all.getOrDefault(args.string("state"), List.of()));
        return one;
    }

    private Map<String, @Nullable Object> select(Minion minion, Arguments args) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        if (args.flag("path") && args.flag("selection")) {
            throw new CallError(
                    "SaltInvocationError",
                    "The 'selection' and 'path' arguments to pkg.set_selections are mutually exclusive, and cannot be specified together");
        }
        Object given = args.value("selection");
        if (args.flag("path")) {
            Object cached =
                    minion.call(
                            "cp.cache_file",
                            List.of(args.string("path"), args.string("saltenv")),
                            Map.of());
            given = parsed(files.text(Path.of(Texts.str(cached))));
        } else if (given instanceof String text) {
            given = minion.call("slsutil.deserialize", List.of("yaml", text), Map.of());
        }
        if (!(given instanceof Map<?, ?> selection) || selection.isEmpty()) {
            return changed;
        }
        List<String> bad =
                selection.keySet().stream()
                        .map(Texts::str)
                        .filter(s -> !Set.of("install", "hold", "deinstall", "purge").contains(s))
                        .toList();
        if (!bad.isEmpty()) {
            throw new CallError(
                    "SaltInvocationError", "Invalid state(s): " + String.join(", ", bad));
        }
        boolean test = Boolean.TRUE.equals(minion.opts().get("test"));
        if (args.flag("clear") && !test) {
            Completed done = programs.run("dpkg", "--clear-selections");
            if (!done.succeeded()) {
                throw new CallError(
                        "Running dpkg --clear-selections failed: " + done.errors().strip());
            }
        }
        Map<String, String> before = new LinkedHashMap<>();
        parsed(programs.run("dpkg", "--get-selections", "*").output())
                .forEach((state, names) -> {
                    if (names instanceof List<?> list) {
                        list.forEach(name -> before.put(Texts.str(name), state));
                    }
                });
        selection.forEach((state, names) -> {
            for (Object name : names instanceof List<?> list ? list : List.of()) {
                String old = before.get(Texts.str(name));
                if (test || Texts.str(state).equals(old)) {
                    continue;
                }
                Command command =
                        Command.of("dpkg", "--set-selections")
                                .reading(Texts.str(name) + " " + Texts.str(state));
                if (processes.run(command).succeeded()) {
                    Map<String, @Nullable Object> change = new LinkedHashMap<>();
                    change.put("old", old);
                    change.put("new", Texts.str(state));
                    changed.put(Texts.str(name), change);
                }
            }
        });
        return changed;
    }
}
