package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code alternatives.*}: which of several programs a name stands for. */
public final class AlternativesModule {
    private static final Logger LOG = LoggerFactory.getLogger(AlternativesModule.class);

    private final FileTree files;
    private final Programs programs;

    public AlternativesModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("alternatives")
                .add(
                        "display",
                        "What the system says of a name.",
                        "name",
                        (m, a) -> changed(run(m, "--display", a.string("name"))))
                .add(
                        "show_link",
                        "The link that a name manages; False if there is none.",
                        "name",
                        (m, a) -> link(m, a.string("name")))
                .add(
                        "show_current",
                        "What a name stands for; False if for nothing.",
                        "name",
                        (_, a) -> current(a.string("name")).map(Object.class::cast).orElse(false))
                .add(
                        "check_exists",
                        "Whether a path is one of a name's alternatives.",
                        "name, path",
                        (m, a) -> exists(m, a.string("name"), a.string("path")))
                .add(
                        "check_installed",
                        "Whether a name stands for a path.",
                        "name, path",
                        (_, a) ->
                                current(a.string("name"))
                                        .filter(a.string("path")::equals)
                                        .isPresent())
                .add(
                        "install",
                        "Adds an alternative.",
                        "name, link, path, priority",
                        (m, a) ->
                                changed(
                                        run(
                                                m,
                                                "--install",
                                                a.string("link"),
                                                a.string("name"),
                                                a.string("path"),
                                                a.string("priority"))))
                .add(
                        "remove",
                        "Takes an alternative away.",
                        "name, path",
                        (m, a) -> changed(run(m, "--remove", a.string("name"), a.string("path"))))
                .add(
                        "auto",
                        "Lets a name stand for its best alternative.",
                        "name",
                        (m, a) -> changed(run(m, "--auto", a.string("name"))))
                .add(
                        "set",
                        "Lets a name stand for a path.",
                        "name, path",
                        (m, a) -> changed(run(m, "--set", a.string("name"), a.string("path"))))
                .all();
    }

    private static boolean isRedHat(Minion minion) {
        return "RedHat".equals(minion.grains().get("os_family"));
    }

    private Completed run(Minion minion, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(isRedHat(minion) ? "alternatives" : "update-alternatives");
        command.addAll(List.of(arguments));
        return programs.run(command);
    }

    /** What it printed, or what it complained about. */
    private static String changed(Completed done) {
        return (done.succeeded() || done.errors().isBlank() ? done.output() : done.errors())
                .stripTrailing();
    }

    private Object link(Minion minion, String name) {
        if (isRedHat(minion)) {
            Path file = Path.of("/var/lib/alternatives").resolve(name);
            List<String> lines = files.isFile(file) ? files.lines(file) : List.of();
            if (lines.size() < 2) {
                LOG.error("alternatives: {} does not exist", name);
                return false;
            }
            return lines.get(1);
        }
        Completed done = run(minion, "--query", name);
        return done.succeeded() || done.errors().isBlank()
                ? done.output()
                        .lines()
                        .takeWhile(line -> !line.isEmpty())
                        .filter(line -> line.startsWith("Link:"))
                        .map(line -> (Object) line.substring(5).strip())
                        .findFirst()
                        .orElse(false)
                : false;
    }

    private Optional<String> current(String name) {
        Path link = Path.of("/etc/alternatives").resolve(name);
        if (!files.isSymlink(link)) {
            LOG.error("alternative: {} does not exist", name);
            return Optional.empty();
        }
        return Optional.of(files.readLink(link).toString());
    }

    private boolean exists(Minion minion, String name, String path) {
        Completed done = run(minion, "--display", name);
        return (done.succeeded() || done.errors().isBlank())
                && done.output().lines().anyMatch(line -> line.startsWith(path));
    }
}
