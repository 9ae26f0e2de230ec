package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code lowpkg.*}: what dpkg or rpm itself knows of packages. */
public final class LowpkgModule {
    private final Programs programs;

    public LowpkgModule(Host host) {
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        String packages = "*packages, **kwargs";
        return new FunctionList("lowpkg")
                .add("list_pkgs", "Versions of installed packages.", packages, (_, a) -> list(a))
                .add("file_list", "The files of packages.", packages, (_, a) -> files(a, false))
                .add(
                        "file_dict",
                        "The files of packages, by package.",
                        packages,
                        (_, a) -> files(a, true))
                .all();
    }

    private boolean isDpkg() {
        return programs.has("dpkg-query");
    }

    private static List<String> names(Arguments args) {
        return args.varargs().stream().map(Texts::str).toList();
    }

    /** What dpkg-query shows of the packages that are installed, or of those named. */
    private Completed query(String format, List<String> names) {
        List<String> command =
                new ArrayList<>(
                        List.of("dpkg-query", "-f=${db:Status-Status}\t" + format + "\n", "-W"));
        command.addAll(names);
        return programs.run(command);
    }

    private static List<String> installed(Completed queried) {
        String mark = "installed\t";
        return queried.output()
                .lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }

    private Object list(Arguments args) {
        Map<String, @Nullable Object> versions = new LinkedHashMap<>();
        if (isDpkg()) {
            Completed queried = query("${binary:Package}\t${Version}", names(args));
            if (!queried.succeeded()) {
                return "Error:  " + queried.errors().stripTrailing();
            }
            installed(queried).forEach(line -> put(versions, line.split("\t", 2)));
            return versions;
        }
        List<String> command =
                new ArrayList<>(List.of("rpm", "-q", "--queryformat", "%{NAME} %{VERSION}\n"));
        command.addAll(names(args).isEmpty() ? List.of("-a") : names(args));
        for (String line : programs.output(command).lines().toList()) {
            if (!line.contains("is not installed")) {
                put(versions, line.split(" ", 2));
            }
        }
        return versions;
    }

    private static void put(Map<String, @Nullable Object> versions, String[] pair) {
        versions.put(pair[0], pair.length > 1 ? pair[1] : "");
    }

    private Object files(Arguments args, boolean byPackage) {
        List<String> packages = names(args);
        if (isDpkg()) {
            Completed queried = query("${binary:Package}", packages);
            if (!queried.succeeded()) {
                return "Error:  " + queried.errors().stripTrailing();
            }
            packages = installed(queried);
        }
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        TreeSet<String> all = new TreeSet<>();
        for (String name : packages) {
            List<String> files =
                    programs.lines(isDpkg() ? "dpkg" : "rpm", isDpkg() ? "-L" : "-ql", name);
            found.put(name, files);
            all.addAll(files);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("errors", List.of());
        if (byPackage) {
            result.put("packages", found);
        } else {
            result.put("files", List.copyOf(all));
        }
        return result;
    }
}
