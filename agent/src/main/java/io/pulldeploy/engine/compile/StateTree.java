package io.pulldeploy.engine.compile;

import java.util.List;
import java.util.Optional;

/** The SLS files of every saltenv. */
public interface StateTree {
    /** A file by its path below the roots; the first root that has it wins. */
    Optional<SlsFile> file(String relativePath, String saltenv);

    /** Whether there is an SLS of that name. */
    boolean has(String sls, String saltenv);

    /** The names of every SLS of a saltenv, sorted. */
    List<String> available(String saltenv);

    /** {@code base}, then the saltenvs of the configuration in its order. */
    List<String> saltenvs();

    /** {@code a.b} is {@code a/b.sls}, or else {@code a/b/init.sls}. */
    default Optional<SlsFile> sls(String sls, String saltenv) {
        String path = sls.replace('.', '/');
        return file(path + ".sls", saltenv).or(() -> file(path + "/init.sls", saltenv));
    }
}
