package io.pulldeploy.pillar;

import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The pillar files of each saltenv, where the first root that has a file wins. */
final class PillarRoots {
    private static final String INIT = "/init.sls";
    private static final String SLS = ".sls";
    private static final String ANY = "__env__";

    private final FileTree files;
    private final SaltFiles found;
    private final Map<String, List<String>> roots;
    private final Map<String, List<String>> available = new LinkedHashMap<>();

    /**
     * @param roots as {@link #normalised} gives them
     * @param found the files below the roots
     */
    PillarRoots(FileTree files, Map<String, List<String>> roots, SaltFiles found) {
        this.files = files;
        this.roots = roots;
        this.found = found;
    }

    /**
     * The configured roots, with {@code __env__} standing for the wanted saltenv unless that has
     * roots of its own.
     */
    static Map<String, List<String>> normalised(@Nullable Object configured, String wanted) {
        Map<String, List<String>> roots = new LinkedHashMap<>();
        if (configured instanceof Map<?, ?> map) {
            map.forEach((saltenv, directories) ->
                    roots.put(
                            String.valueOf(saltenv),
                            directories instanceof List<?> list
                                    ? list.stream().map(String::valueOf).toList()
                                    : List.of()));
        }
        List<String> any = roots.remove(ANY);
        if (any != null && !roots.containsKey(wanted)) {
            roots.put(wanted, any.stream().map(root -> root.replace(ANY, wanted)).toList());
        }
        return roots;
    }

    /** Every saltenv, {@code base} first. */
    List<String> saltenvs() {
        SequencedSet<String> saltenvs = new LinkedHashSet<>(List.of("base"));
        saltenvs.addAll(roots.keySet());
        return List.copyOf(saltenvs);
    }

    boolean has(String saltenv) {
        return roots.containsKey(saltenv);
    }

    boolean hasRoots(String saltenv) {
        return !roots.getOrDefault(saltenv, List.of()).isEmpty();
    }

    /** The dotted names of a saltenv's files, sorted. */
    List<String> available(String saltenv) {
        return available.computeIfAbsent(
                saltenv,
                env ->
                        found.list(env).stream()
                                .filter(path -> path.endsWith(SLS))
                                .map(PillarRoots::name)
                                .distinct()
                                .sorted()
                                .toList());
    }

    private static String name(String path) {
        int cut = path.endsWith(INIT) ? INIT.length() : SLS.length();
        return path.substring(0, path.length() - cut).replace('/', '.');
    }

    /** The file of a dotted name: {@code a.b} is {@code a/b.sls}, else {@code a/b/init.sls}. */
    Optional<PillarSls> sls(String sls, String saltenv) {
        String path = sls.replace('.', '/');
        return read(path + SLS, saltenv, sls).or(() -> read(path + INIT, saltenv, sls));
    }

    Optional<PillarSls> top(String path, String saltenv) {
        return read(path, saltenv, "");
    }

    private Optional<PillarSls> read(String path, String saltenv, String sls) {
        Optional<Path> file = found.find(path, saltenv);
        return file.map(p -> new PillarSls(files.text(p), p.toString(), path, saltenv, sls));
    }

    /** The absolute directories that a path relative to a saltenv's roots may mean. */
    List<Path> directories(String relative, String saltenv) {
        List<Path> directories = new ArrayList<>();
        for (String root : roots.getOrDefault(saltenv, List.of())) {
            directories.add(Path.of(root).resolve(relative).normalize());
        }
        return directories;
    }
}
