package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.compile.StateTree;

import java.util.List;
import java.util.Optional;

/** A file anywhere on disk as an SLS of its own path, beside those of the state tree. */
record LoneSls(SlsFile lone, StateTree tree) implements StateTree {
    @Override
    public Optional<SlsFile> file(String relativePath, String saltenv) {
        return tree.file(relativePath, saltenv);
    }

    @Override
    public boolean has(String sls, String saltenv) {
        return sls.equals(lone.path()) || tree.has(sls, saltenv);
    }

    @Override
    public List<String> available(String saltenv) {
        return tree.available(saltenv);
    }

    @Override
    public List<String> saltenvs() {
        return tree.saltenvs();
    }

    @Override
    public Optional<SlsFile> sls(String sls, String saltenv) {
        return sls.equals(lone.path()) ? Optional.of(lone) : tree.sls(sls, saltenv);
    }
}
