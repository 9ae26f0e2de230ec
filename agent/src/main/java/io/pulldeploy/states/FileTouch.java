package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code file.touch}: an empty file, or one with these times. */
final class FileTouch {
    static final String SIGNATURE = "name, atime=None, mtime=None, makedirs=False";

    private final FileTree files;
    private final Clock clock;
    private final FilePermissions permissions;

    FileTouch(Host host) {
        this.files = host.files();
        this.clock = host.clock();
        this.permissions = new FilePermissions(host);
    }

    /** The arguments with which another state makes its file first. */
    Arguments arguments(StateCall call) {
        return Signature.of(SIGNATURE)
                .bind(
                        "touch",
                        List.of(call.name()),
                        Map.of("makedirs", call.args().flag("makedirs")));
    }

    /** What a test run says. */
    StateResult prediction(Path name, Optional<Long> accessed, Optional<Long> modified) {
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        if (!files.exists(name)) {
            return StateResult.wouldChange(
                    Map.of("new", name.toString()), "File " + name + " is set to be created");
        }
        FileStat now = files.lstat(name).orElseThrow();
        boolean differs =
                accessed.filter(a -> !Instant.ofEpochSecond(a).equals(now.accessed())).isPresent()
                        || modified.filter(m -> !Instant.ofEpochSecond(m).equals(now.modified()))
                                .isPresent();
        return differs
                ? StateResult.wouldChange(
                        Map.of("touched", name.toString()),
                        "Times set to be updated on file " + name)
                : new StateResult(
                        StateResult.Outcome.SUCCEEDED,
                        Map.of("new", name.toString()),
                        "File " + name + " exists and has the correct times",
                        Map.of());
    }

    StateResult touch(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.touch");
        }
        Optional<Long> accessed = args.integer("atime");
        Optional<Long> modified = args.integer("mtime");
        return call.apply(
                prediction(name, accessed, modified),
                () -> {
                    if (!name.isAbsolute()) {
                        return StateResult.failed(
                                "Specified file " + name + " is not an absolute path");
                    }
                    Path parent = Names.parent(name);
                    if (args.flag("makedirs")) {
                        permissions.makeDirectories(parent, Wanted.NOTHING);
                    }
                    if (!files.isDirectory(parent)) {
                        return StateResult.failed("Directory not present to touch file " + name);
                    }
                    boolean there = files.exists(name);
                    Instant now = clock.instant();
                    files.touch(
                            name,
                            accessed.map(Instant::ofEpochSecond).orElse(now),
                            modified.map(Instant::ofEpochSecond).orElse(now));
                    return there
                            ? StateResult.changed(
                                    Map.of("touched", name.toString()),
                                    "Updated times on %s %s"
                                            .formatted(
                                                    files.isDirectory(name) ? "directory" : "file",
                                                    name))
                            : StateResult.changed(
                                    Map.of("new", name.toString()), "Created empty file " + name);
                });
    }
}
