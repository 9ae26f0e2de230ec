package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** Reads files to edit and writes them back, with the copy that Salt keeps beside them. */
public final class FileEdits {
    private final FileTree files;

    public FileEdits(FileTree files) {
        this.files = files;
    }

    /**
     * The text of a file that edits may touch.
     *
     * @throws CallError with Salt's text if there is none or it is no text
     */
    public String text(Path name) {
        if (!files.exists(name)) {
            throw new CallError("File not found: " + name);
        }
        byte[] content = files.bytes(name);
        if (!Texts.isText(content)) {
            throw new CallError("Cannot perform string replacements on a binary file: " + name);
        }
        return Texts.decode(content);
    }

    /**
     * Replaces a file's text.
     *
     * @param backup the ending of the copy's name; empty for no copy
     */
    public void write(Path name, String text, String backup) {
        Path real = files.realPath(name);
        if (!backup.isEmpty()) {
            Path copy = sibling(real, backup);
            FileStat stat = files.stat(real).orElseThrow();
            files.write(copy, OptionalLong.of(stat.mode()), files.bytes(real));
            files.chown(copy, OptionalLong.of(stat.uid()), OptionalLong.of(stat.gid()));
            if (files.isSymlink(name)) {
                Path link = sibling(name, backup);
                Path target = files.readLink(name);
                files.swapLink(link, sibling(target, backup));
            }
        }
        files.write(real, text);
    }

    private static Path sibling(Path path, String ending) {
        return path.resolveSibling(Objects.requireNonNull(path.getFileName()) + ending);
    }
}
