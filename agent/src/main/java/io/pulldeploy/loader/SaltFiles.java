package io.pulldeploy.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The state tree: the files of each saltenv's roots, where the first root that has a file wins. */
public interface SaltFiles {
    /**
     * @param path relative to the roots, with slashes: {@code nginx/init.sls}
     * @return the file on disk; never one outside the roots
     */
    Optional<Path> find(String path, String saltenv);

    /** Every file of an environment, relative paths with slashes, sorted. */
    List<String> list(String saltenv);

    /** The environments that have roots, in the order of the configuration. */
    List<String> environments();
}
