package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code sysctl.*}: the kernel's settings, now and at the next start. */
public final class SysctlModule {
    private static final Path SYSTEMD = Path.of("/run/systemd/system");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final FileTree files;
    private final Programs programs;

    public SysctlModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("sysctl")
                .add("get", "A setting.", "name", (_, a) -> get(a.string("name")))
                .add("show", "All settings, or a file's.", "config_file=False", (_, a) -> show(a))
                .add(
                        "assign",
                        "Sets a setting.",
                        "name, value",
                        (_, a) -> assign(a.string("name"), a.string("value")))
                .add(
                        "persist",
                        "Sets a setting, also for the next start.",
                        "name, value, config=None",
                        (_, a) ->
                                persist(
                                        a.string("name"),
                                        a.string("value"),
                                        a.text("config").orElseGet(this::defaultFile)))
                .add(
                        "default_config",
                        "The file that sysctl.persist writes.",
                        "",
                        (_, _) -> defaultFile())
                .all();
    }

    /** Systems with systemd read a directory; every systemd in use is new enough for that. */
    private String defaultFile() {
        return files.exists(SYSTEMD) ? "/etc/sysctl.d/99-salt.conf" : "/etc/sysctl.conf";
    }

    private String get(String name) {
        programs.need("sysctl");
        return programs.output("sysctl", "-n", name);
    }

    private Object show(Arguments args) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (args.flag("config_file")) {
            Path file = Path.of(args.string("config_file"));
            if (!files.exists(file)) {
                return List.of();
            }
            for (String line : files.lines(file)) {
                int equals = line.indexOf('=');
                if (equals >= 0 && !line.strip().startsWith("#")) {
                    all.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
                }
            }
            return all;
        }
        programs.need("sysctl");
        for (String line : programs.run("sysctl", "-a").output().stripTrailing().lines().toList()) {
            int equals = line.indexOf(" = ");
            if (equals >= 0) {
                all.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        return all;
    }

    private Map<String, @Nullable Object> assign(String name, String value) {
        // In a setting's name a dot stands for a slash, and a slash for a dot.
        String path = name.replace('.', '\0').replace('/', '.').replace('\0', '/');
        if (!files.exists(Path.of("/proc/sys").resolve(path))) {
            throw new CallError("sysctl " + name + " does not exist");
        }
        programs.need("sysctl");
        Completed done = programs.run("sysctl", "-w", name + "=" + value);
        String output = done.output().stripTrailing();
        String errors = done.errors().stripTrailing();
        Pattern accepted =
                Pattern.compile(Pattern.quote(name) + "\\s+=\\s+" + Pattern.quote(value));
        if (!accepted.matcher(output).matches() || errors.contains("Invalid argument")) {
            throw new CallError(
                    "sysctl -w failed: "
                            + (!done.succeeded() && !errors.isEmpty() ? errors : output));
        }
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        String[] parts = output.split(" = ", 2);
        set.put(parts[0], parts[1]);
        return set;
    }

    private static String plain(String value) {
        return SPACES.matcher(value).replaceAll("\t");
    }

    private String persist(String name, String value, String config) {
        Path file = Path.of(config);
        if (!files.isFile(file)) {
            files.makeDirectories(file.resolveSibling(""));
            files.write(file, "#\n# Kernel sysctl configuration\n#\n");
        }
        List<String> lines = new ArrayList<>();
        boolean edited = false;
        for (String line : Texts.linesWithEnds(files.text(file))) {
            int equals = line.indexOf('=');
            if (equals < 0 || !line.substring(0, equals).strip().equals(name)) {
                lines.add(line);
                continue;
            }
            if (plain(line.substring(equals + 1).strip()).equals(plain(value))) {
                if (plain(get(name)).equals(plain(value))) {
                    return "Already set";
                }
                assign(name, value);
                return "Updated";
            }
            lines.add(name + " = " + value + "\n");
            edited = true;
        }
        if (!edited) {
            lines.add(name + " = " + value + "\n");
        }
        files.write(file, String.join("", lines));
        assign(name, value);
        return "Updated";
    }
}
