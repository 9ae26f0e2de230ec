package io.pulldeploy.states;

import java.nio.file.Path;

/** File names as states write them. */
final class Names {
    private Names() {}

    /** The path, with {@code ~} read as the agent's home. */
    static Path path(String name) {
        if (name.equals("~") || name.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + name.substring(1));
        }
        return Path.of(name);
    }

    /** The directory that holds a file; the root holds itself. */
    static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
