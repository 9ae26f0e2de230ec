package io.pulldeploy.states;

import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.CommandRuns;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The {@code file} states. */
public final class FileState {
    private final FileTree files;
    private final FileManaged managed;
    private final FileDirectory directory;
    private final FileSymlink symlink;
    private final FileTouch touch;
    private final FileText text;
    private final FileRecurse recurse;
    private final FileMoves moves;
    private final FileSerialize serialize;

    public FileState(Host host, Downloads downloads) {
        FileSources sources = new FileSources(host.files(), downloads);
        this.files = host.files();
        this.managed = new FileManaged(host, sources, new CommandRuns(host, sources));
        this.directory = new FileDirectory(host);
        this.symlink = new FileSymlink(host);
        this.touch = new FileTouch(host);
        this.recurse = new FileRecurse(host, managed::run, directory::run);
        this.moves = new FileMoves(host);
        this.serialize = new FileSerialize(host.files(), managed::run);
        this.text = new FileText(host, new FileTemplates(sources), touch);
    }

    public List<StateFunction> functions() {
        return List.of(
                function(
                        "managed",
                        "A file with this content, owner and mode.",
                        FileManaged.SIGNATURE,
                        managed::run),
                function(
                        "directory",
                        "A directory with this owner and mode.",
                        FileDirectory.SIGNATURE,
                        directory::run),
                function(
                        "symlink",
                        "A link that leads to a target.",
                        FileSymlink.SIGNATURE,
                        symlink::run),
                function(
                        "recurse",
                        "A directory of the state tree.",
                        FileRecurse.SIGNATURE,
                        recurse::run),
                function("absent", "No file of that name.", "name, **kwargs", this::absent),
                function("exists", "Fails unless the file exists.", "name, **kwargs", this::exists),
                function("missing", "Fails if the file exists.", "name, **kwargs", this::missing),
                function(
                        "touch",
                        "An empty file, or one with these times.",
                        FileTouch.SIGNATURE,
                        touch::touch),
                function("append", "Lines at the end of a file.", FileText.APPEND, text::append),
                function(
                        "prepend",
                        "Lines at the start of a file.",
                        FileText.PREPEND,
                        text::prepend),
                function(
                        "replace",
                        "A pattern replaced by a text.",
                        FileText.REPLACE,
                        text::replace),
                function("comment", "Lines commented out.", FileText.COMMENT, text::comment),
                function("uncomment", "Lines commented in.", FileText.UNCOMMENT, text::uncomment),
                function(
                        "blockreplace",
                        "Lines between two markers.",
                        FileText.BLOCKREPLACE,
                        text::blockreplace),
                function("line", "One line at its place.", FileText.LINE, text::line),
                function("copy", "A copy of a file of this machine.", FileMoves.COPY, moves::copy),
                function("rename", "A file moved.", FileMoves.RENAME, moves::rename),
                function(
                        "serialize",
                        "A file that holds data.",
                        FileSerialize.SIGNATURE,
                        serialize::run),
                function(
                        "accumulated",
                        "Text gathered for a file that a later state writes.",
                        "name, filename, text, **kwargs",
                        this::accumulated));
    }

    private static StateFunction function(
            String name, String doc, String signature, StateFunction.Body body) {
        return new StateFunction(
                "file." + name,
                doc,
                signature,
                call -> {
                    try {
                        return body.run(call);
                    } catch (Failure e) {
                        return StateResult.failed(String.valueOf(e.getMessage()));
                    }
                });
    }

    private StateResult absent(StateCall call) {
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.absent");
        }
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        if (name.normalize().equals(Path.of("/"))) {
            return StateResult.failed("Refusing to make \"/\" absent");
        }
        boolean file = files.isFile(name) || files.isSymlink(name);
        if (!file && !files.isDirectory(name)) {
            return StateResult.succeeded("File " + name + " is not present");
        }
        Map<String, @Nullable Object> changes = Map.of("removed", name.toString());
        return call.apply(
                changes,
                (file ? "File " : "Directory ") + name + " is set for removal",
                () -> {
                    try {
                        files.delete(name);
                    } catch (Failure e) {
                        return StateResult.failed(
                                file
                                        ? "Could not remove '" + name + "': " + e.getMessage()
                                        : "Failed to remove directory " + name);
                    }
                    return StateResult.changed(
                            changes, (file ? "Removed file " : "Removed directory ") + name);
                });
    }

    private StateResult exists(StateCall call) {
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.exists");
        }
        return files.exists(name)
                ? StateResult.succeeded("Path " + name + " exists")
                : StateResult.failed("Specified path " + name + " does not exist");
    }

    private StateResult missing(StateCall call) {
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.missing");
        }
        return files.exists(name)
                ? StateResult.failed("Specified path " + name + " exists")
                : StateResult.succeeded("Path " + name + " is missing");
    }

    private StateResult accumulated(StateCall call) {
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.accumulated");
        }
        Object value = call.args().value("text");
        if (value == null) {
            return StateResult.failed("No text supplied for accumulator");
        }
        boolean wanted =
                Stream.of("require_in", "watch_in")
                        .map(call.chunk()::get)
                        .anyMatch(r -> r instanceof List<?> l && l.stream().anyMatch(this::isFile));
        if (!wanted) {
            return StateResult.failed(
                    "Orphaned accumulator %s in %s:%s"
                            .formatted(
                                    call.name(),
                                    Texts.str(call.chunk().get("__sls__")),
                                    Texts.str(call.chunk().get("__id__"))));
        }
        String file = call.args().string("filename");
        Accumulators accumulators = Accumulators.of(call.minion());
        String comment = "";
        for (Object text : value instanceof List<?> l ? l : List.of(value)) {
            // What is gathered lives in memory until a file is written, so a test run gathers too.
            if (accumulators.add(file, call.name(), text)) {
                comment =
                        "Accumulator %s for file %s was charged by text"
                                .formatted(call.name(), file);
            }
        }
        return StateResult.succeeded(comment);
    }

    private boolean isFile(@Nullable Object requisite) {
        return requisite instanceof Map<?, ?> m && m.containsKey("file");
    }
}
