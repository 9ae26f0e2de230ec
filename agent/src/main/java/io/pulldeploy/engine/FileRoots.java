package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.compile.StateTree;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files below {@code file_roots}: of each saltenv's roots, the first that has a file wins. */
public final class FileRoots implements SaltFiles, StateTree {
    private static final String INIT = "/init.sls";
    private static final String SLS = ".sls";

    private final FileTree files;
    private final Map<String, List<String>> roots;

    /**
     * @param roots directories by saltenv, in the order of the configuration
     */
    public FileRoots(FileTree files, Map<String, List<String>> roots) {
        this.files = files;
        this.roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
    }

    @Override
    public Optional<Path> find(String path, String saltenv) {
        for (String root : roots.getOrDefault(saltenv, List.of())) {
            Path directory = Path.of(root).toAbsolutePath().normalize();
            Path file = directory.resolve(path).normalize();
            if (file.startsWith(directory) && files.isFile(file)) {
                return Optional.of(files.locate(file));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> list(String saltenv) {
        TreeSet<String> found = new TreeSet<>();
        for (String root : roots.getOrDefault(saltenv, List.of())) {
            Path directory = Path.of(root).toAbsolutePath().normalize();
            if (files.isDirectory(directory)) {
                for (Path file : files.filesBelow(directory)) {
                    found.add(directory.relativize(file).toString());
                }
            }
        }
        return List.copyOf(found);
    }

    @Override
    public List<String> environments() {
        return List.copyOf(roots.keySet());
    }

    @Override
    public Optional<SlsFile> file(String relativePath, String saltenv) {
        return find(relativePath, saltenv)
                .map(path -> new SlsFile(files.text(path), path.toString(), relativePath, saltenv));
    }

    @Override
    public boolean has(String sls, String saltenv) {
        String path = sls.replace('.', '/');
        return find(path + SLS, saltenv).isPresent() || find(path + INIT, saltenv).isPresent();
    }

    @Override
    public List<String> available(String saltenv) {
        return list(saltenv).stream()
                .filter(path -> path.endsWith(SLS))
                .map(FileRoots::name)
                .distinct()
                .sorted()
                .toList();
    }

    private static String name(String path) {
        int cut = path.endsWith(INIT) ? INIT.length() : SLS.length();
        return path.substring(0, path.length() - cut).replace('/', '.');
    }

    @Override
    public List<String> saltenvs() {
        return Stream.concat(Stream.of("base"), roots.keySet().stream()).distinct().toList();
    }
}
