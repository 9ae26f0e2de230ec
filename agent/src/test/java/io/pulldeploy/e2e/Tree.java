package io.pulldeploy.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that a test writes, such as an artifact. */
record Tree(Path root) {
    static Tree at(Path root) {
        return new Tree(root);
    }

    Tree file(String name, String text) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A shell script that may be run. */
    Tree program(String name, String text) {
        file(name, "#!/bin/sh\nset -eu\n" + text);
        try {
            Files.setPosixFilePermissions(
                    root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Tree without(String name) {
        try {
            Files.delete(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
