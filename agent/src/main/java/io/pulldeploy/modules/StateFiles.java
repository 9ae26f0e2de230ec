package io.pulldeploy.modules;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The state tree as {@code cp.*} and {@code slsutil.*} see it: addresses, copies, directories. */
final class StateFiles {
    private static final String SCHEME = "salt://";
    private static final String ENVIRONMENT = "?saltenv=";

    private final FileTree files;

    StateFiles(FileTree files) {
        this.files = files;
    }

    /** A path within the state tree, and its saltenv. */
    record Address(String path, String saltenv) {
        /** Reads {@code salt://path?saltenv=env}, or the path alone. */
        static Address of(String url, String saltenv) {
            String text = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : url;
            int at = text.indexOf(ENVIRONMENT);
            return at < 0
                    ? new Address(text, saltenv)
                    : new Address(text.substring(0, at), text.substring(at + ENVIRONMENT.length()));
        }
    }

    /** The saltenv that a function works in: the given, else the configured, else base. */
    static String saltenv(Minion minion, Optional<String> given) {
        return given.filter(env -> !env.isEmpty())
                .orElseGet(() ->
                        minion.opts().get("saltenv") instanceof String env && !env.isEmpty()
                                ? env
                                : "base");
    }

    /** The file in its root. */
    Optional<Path> find(Minion minion, String url, String saltenv) {
        Address address = Address.of(url, saltenv);
        return minion.files().find(address.path(), address.saltenv());
    }

    /** A copy in the minion's cache, as Salt makes one; an absolute path is the file itself. */
    Optional<Path> cached(Minion minion, String url, String saltenv) {
        if (url.startsWith("/")) {
            return Optional.of(Path.of(url)).filter(files::isFile);
        }
        Optional<Path> source = find(minion, url, saltenv);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        Path copy = cachePath(minion, Address.of(url, saltenv));
        byte[] content = files.bytes(source.get());
        if (!files.isFile(copy) || !Arrays.equals(files.bytes(copy), content)) {
            files.makeDirectories(copy.resolve("..").normalize());
            files.write(copy, content);
        }
        return Optional.of(copy);
    }

    /** Where a copy is, if there is one. */
    Optional<Path> isCached(Minion minion, String url, String saltenv) {
        return Optional.of(cachePath(minion, Address.of(url, saltenv))).filter(files::isFile);
    }

    /** Where a file's copy is, or would be. */
    static Path cachePath(Minion minion, Address address) {
        return Path.of(
                String.valueOf(minion.opts().get("cachedir")),
                "files",
                address.saltenv(),
                address.path());
    }

    /** Every directory of a saltenv's roots, relative, sorted; empty ones too. */
    List<String> directories(Minion minion, String saltenv) {
        TreeSet<String> found = new TreeSet<>();
        if (minion.opts().get("file_roots") instanceof Map<?, ?> roots
                && roots.get(saltenv) instanceof List<?> list) {
            for (Object entry : list) {
                Path root = Path.of(String.valueOf(entry));
                if (files.isDirectory(root)) {
                    files.walk(root).stream()
                            .filter(files::isDirectory)
                            .map(path -> root.relativize(path).toString())
                            .filter(path -> !path.isEmpty())
                            .forEach(found::add);
                }
            }
        }
        return List.copyOf(found);
    }
}
