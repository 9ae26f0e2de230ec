package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code lowpkg.*}: what dpkg or rpm itself knows of packages. */
public final class LowpkgModule {
    private static final String FACTS =
            "-f=package:${Package}\\nrevision:${binary:Revision}\\narchitecture:${Architecture}\\nmaintainer:${Maintainer}\\nsummary:${Summary}\\nsource:${source:Package}\\nversion:${Version}\\nsection:${Section}\\ninstalled_size:${Installed-size}\\nsize:${Size}\\nMD5:${MD5sum}\\nSHA1:${SHA1}\\nSHA256:${SHA256}\\norigin:${Origin}\\nhomepage:${Homepage}\\nstatus:${db:Status-Abbrev}\\ninstall_date:${db-fsys:Last-Modified}\\ndescription:${Description}\\n\\n*/~^\\\\*\\n";

    private final FileTree files;
    private final Programs programs;

    public LowpkgModule(Host host) {
        this.files = host.files();
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
                .add("info", "What dpkg knows of packages.", packages, (_, a) -> facts(a))
                .add(
                        "bin_pkg_info",
                        "A package file's name, version and architecture.",
                        "path, saltenv='base'",
                        this::fileFacts)
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

    private Map<String, @Nullable Object> facts(Arguments args) {
        GitCommands.onlyNamed(args, "failhard");
        List<String> command = new ArrayList<>(List.of("dpkg-query", "-W", FACTS));
        command.addAll(names(args));
        Completed done = programs.run(command);
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        if (!done.succeeded()) {
            if (Boolean.FALSE.equals(args.extra().get("failhard"))) {
                return found;
            }
            throw new CallError(
                    "Error getting packages information: " + done.errors().stripTrailing());
        }
        for (String block : done.output().stripTrailing().split("\\n\\*/~\\^\\\\\\*\\n?")) {
            int described = block.indexOf("\ndescription:");
            if (described < 0) {
                continue;
            }
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            for (String line : block.substring(0, described).lines().toList()) {
                String[] pair = line.strip().split(":", 2);
                if (pair.length < 2 || pair[1].isEmpty() || pair[0].equals("installed_size")) {
                    continue;
                }
                if (!pair[0].equals("install_date")) {
                    one.put(pair[0], pair[1]);
                } else if (pair[1].matches("\\d+")) {
                    one.put(pair[0], Instant.ofEpochSecond(Long.parseLong(pair[1])).toString());
                }
            }
            one.put("description", block.substring(described + "\ndescription:".length()));
            String name = Texts.str(one.get("package"));
            String license = license(name);
            if (!license.isEmpty()) {
                one.put("license", license);
            }
            found.put(name, one);
        }
        return found;
    }

    private String license(String name) {
        Path copyright = Path.of("/usr/share/doc", name, "copyright");
        TreeSet<String> licenses = new TreeSet<>();
        if (files.isFile(copyright)) {
            for (String line : Texts.decode(files.bytes(copyright)).lines().toList()) {
                if (line.startsWith("License:")) {
                    licenses.add(line.substring("License:".length()).strip());
                }
            }
        }
        return String.join(", ", licenses);
    }

    private Map<String, @Nullable Object> fileFacts(Minion minion, Arguments args) {
        String path = args.string("path");
        if (path.contains("://")) {
            Object cached =
                    minion.call("cp.cache_file", List.of(path, args.string("saltenv")), Map.of());
            if (!(cached instanceof String found) || found.isEmpty()) {
                throw new CallError(
                        "Unable to retrieve %s from saltenv '%s'"
                                .formatted(path, args.string("saltenv")));
            }
            path = found;
        } else if (!files.exists(Path.of(path)) || !path.startsWith("/")) {
            throw new CallError(path + " does not exist on minion");
        }
        Completed done = programs.run("dpkg", "-I", files.locate(Path.of(path)).toString());
        if (!done.succeeded()) {
            String errors = done.errors().strip();
            throw new CallError(
                    "Unable to get info for " + path + (errors.isEmpty() ? "" : ": " + errors));
        }
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        Map<String, String> fields =
                Map.of("Package", "name", "Version", "version", "Architecture", "arch");
        for (String line : done.output().lines().toList()) {
            String[] pair = line.strip().split("\\s*:", 2);
            if (pair.length == 2 && fields.containsKey(pair[0])) {
                String[] words = pair[1].strip().split("\\s+");
                found.put(fields.get(pair[0]), words[words.length - 1]);
            }
        }
        List<String> missing =
                List.of("name", "version", "arch").stream()
                        .filter(field -> !found.containsKey(field))
                        .toList();
        if (!missing.isEmpty()) {
            throw new CallError("Unable to get " + String.join(", ", missing) + " for " + path);
        }
        String own = Texts.str(minion.grains().get("osarch"));
        String arch = Texts.str(found.get("arch"));
        if (own.equals("amd64") && !arch.equals("all") && !arch.equals(own)) {
            found.put("name", found.get("name") + ":" + arch);
        }
        return found;
    }
}
