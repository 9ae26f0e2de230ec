package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cp.*}: the files of the state tree. */
public final class CpModule {
    private final FileTree files;
    private final StateFiles stateFiles;
    private final WebFiles web;

    public CpModule(FileTree files, Downloads downloads) {
        this.files = files;
        this.web = new WebFiles(files, downloads);
        this.stateFiles = new StateFiles(files);
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "cp.cache_file",
                        "Copies a file of the state tree into the cache; the copy's path, or false.",
                        "path, saltenv=None, source_hash=None, verify_ssl=True, use_etag=False",
                        (minion, args) -> cache(minion, args.string("path"), args)),
                new ExecutionFunction(
                        "cp.cache_files",
                        "Copies several files into the cache.",
                        "paths, saltenv=None",
                        (minion, args) -> cacheAll(minion, args)),
                new ExecutionFunction(
                        "cp.cache_dir",
                        "Copies a directory into the cache.",
                        "path, saltenv=None, include_empty=False, include_pat=None, exclude_pat=None",
                        (minion, args) ->
                                below(minion, args).stream()
                                        .map(path -> cache(minion, "salt://" + path, args))
                                        .toList()),
                new ExecutionFunction(
                        "cp.is_cached",
                        "The path of a file's copy in the cache; empty if there is none.",
                        "path, saltenv=None",
                        (minion, args) ->
                                stateFiles
                                        .isCached(
                                                minion, args.string("path"), saltenv(minion, args))
                                        .map(Path::toString)
                                        .orElse("")),
                new ExecutionFunction(
                        "cp.get_file_str",
                        "The text of a file of the state tree or the web; false if there is none.",
                        "path, saltenv=None",
                        (minion, args) ->
                                copy(minion, args)
                                        .map(path -> (Object) files.text(path))
                                        .orElse(false)),
                new ExecutionFunction(
                        "cp.get_file",
                        "Copies a file of the state tree to a path.",
                        "path, dest, saltenv=None, makedirs=False, template=None, gzip=None, **kwargs",
                        this::getFile),
                new ExecutionFunction(
                        "cp.get_url",
                        "Copies a file of the state tree or the web to a path, or into the cache.",
                        "path, dest='', saltenv=None, makedirs=False, source_hash=None",
                        this::getUrl),
                new ExecutionFunction(
                        "cp.cache_dest",
                        "Where a file's copy in the cache is, or would be.",
                        "url, saltenv=None",
                        (minion, args) ->
                                cacheDestination(minion, args.string("url"), saltenv(minion, args))
                                        .toString()),
                new ExecutionFunction(
                        "cp.cache_local_file",
                        "Copies a file of the machine into the cache; the copy's path.",
                        "path",
                        this::cacheLocal),
                new ExecutionFunction(
                        "cp.cache_master",
                        "Copies the whole state tree into the cache.",
                        "saltenv=None",
                        (minion, args) ->
                                minion.files().list(saltenv(minion, args)).stream()
                                        .map(path ->
                                                stateFiles
                                                        .cached(
                                                                minion,
                                                                "salt://" + path,
                                                                saltenv(minion, args))
                                                        .map(Path::toString)
                                                        .orElse(""))
                                        .toList()),
                new ExecutionFunction(
                        "cp.envs",
                        "The environments of the state tree.",
                        "",
                        (minion, _) -> minion.files().environments()),
                new ExecutionFunction(
                        "cp.get_template",
                        "Renders a file of the state tree to a path.",
                        "path, dest, template='jinja', saltenv=None, makedirs=False, **kwargs",
                        this::getTemplate),
                new ExecutionFunction(
                        "cp.get_dir",
                        "Copies a directory of the state tree to a path.",
                        "path, dest, saltenv=None, template=None, gzip=None, **kwargs",
                        this::getDirectory),
                new ExecutionFunction(
                        "cp.hash_file", "The digest of a file.", "path, saltenv=None", this::hash),
                new ExecutionFunction(
                        "cp.stat_file",
                        "The mode of a file of the state tree.",
                        "path, saltenv=None, octal=True",
                        this::stat),
                new ExecutionFunction(
                        "cp.list_states",
                        "The names of all SLS files.",
                        "saltenv=None",
                        (minion, args) -> states(minion, saltenv(minion, args))),
                new ExecutionFunction(
                        "cp.list_master",
                        "The files of the state tree.",
                        "saltenv=None, prefix=''",
                        (minion, args) ->
                                starting(minion.files().list(saltenv(minion, args)), args)),
                new ExecutionFunction(
                        "cp.list_master_dirs",
                        "The directories of the state tree.",
                        "saltenv=None, prefix=''",
                        (minion, args) ->
                                starting(
                                        stateFiles.directories(minion, saltenv(minion, args)),
                                        args)),
                new ExecutionFunction(
                        "cp.list_master_symlinks",
                        "The links of the state tree, and where they lead.",
                        "saltenv=None, prefix=''",
                        this::symlinks),
                new ExecutionFunction(
                        "cp.list_minion",
                        "The files in the cache.",
                        "saltenv=None",
                        this::inCache));
    }

    private static String saltenv(Minion minion, Arguments args) {
        return StateFiles.saltenv(minion, args.text("saltenv"));
    }

    /** The copy of what {@code path} names: a file of the state tree, the web, or the machine. */
    private Optional<Path> copy(Minion minion, Arguments args) {
        return copy(minion, args.string("path"), args, "");
    }

    private Optional<Path> copy(Minion minion, String path, Arguments args, String hash) {
        String saltenv = saltenv(minion, args);
        if (WebFiles.isWeb(path)) {
            return Optional.of(web.cached(minion, path, saltenv, hash));
        }
        if (path.matches("(?:ftp|s3|swift)://.*")) {
            throw new CallError("cp functions do not fetch " + path);
        }
        return stateFiles.cached(minion, path, saltenv);
    }

    private Object cache(Minion minion, String path, Arguments args) {
        String hash =
                args.names().contains("source_hash") ? args.text("source_hash").orElse("") : "";
        return copy(minion, path, args, hash).map(file -> (Object) file.toString()).orElse(false);
    }

    private static Path cacheDestination(Minion minion, String url, String saltenv) {
        return WebFiles.isWeb(url)
                ? WebFiles.place(minion, url, saltenv)
                : url.startsWith("/")
                        ? Path.of(url)
                        : StateFiles.cachePath(minion, StateFiles.Address.of(url, saltenv));
    }

    private static String cachedir(Minion minion) {
        return String.valueOf(minion.opts().get("cachedir"));
    }

    private String cacheLocal(Minion minion, Arguments args) {
        Path file = Path.of(args.string("path"));
        if (!files.exists(file)) {
            return "";
        }
        Path copy = Path.of(cachedir(minion), "localfiles", file.toString());
        files.makeDirectories(copy.resolveSibling(""));
        files.write(copy, files.bytes(file));
        return copy.toString();
    }

    /** With an empty destination the copy in the cache, with none the text itself. */
    private Object getUrl(Minion minion, Arguments args) {
        Optional<Path> source =
                copy(minion, args.string("path"), args, args.text("source_hash").orElse(""));
        if (source.isEmpty()) {
            return false;
        }
        if (args.value("dest") == null) {
            return files.text(source.get());
        }
        String destination = args.string("dest");
        return destination.isEmpty() || args.string("path").startsWith("/")
                ? source.get().toString()
                : written(destination, source.get(), files.bytes(source.get()), args);
    }

    private List<Object> cacheAll(Minion minion, Arguments args) {
        List<Object> copies = new ArrayList<>();
        for (Object path : args.list("paths")) {
            copies.add(cache(minion, PythonText.str(path), args));
        }
        return copies;
    }

    private static List<String> below(Minion minion, Arguments args) {
        String directory =
                StateFiles.Address.of(args.string("path"), "base").path().replaceFirst("/+$", "");
        return minion.files().list(saltenv(minion, args)).stream()
                .filter(path -> directory.isEmpty() || path.startsWith(directory + "/"))
                .toList();
    }

    private Object getFile(Minion minion, Arguments args) {
        Optional<Path> source = copy(minion, args);
        String destination = args.text("dest").orElse("");
        if (source.isEmpty()) {
            return "";
        }
        if (destination.isEmpty() || args.string("path").startsWith("/")) {
            return source.get().toString();
        }
        String written = written(destination, source.get(), files.bytes(source.get()), args);
        return written.isEmpty() ? (Object) false : written;
    }

    private String written(String destination, Path source, byte[] content, Arguments args) {
        boolean intoDirectory =
                destination.endsWith("/") || files.isDirectory(Path.of(destination));
        Path target =
                intoDirectory
                        ? Path.of(destination).resolve(String.valueOf(source.getFileName()))
                        : Path.of(destination);
        Path parent = target.resolve("..").normalize();
        if (!files.isDirectory(parent)) {
            if (!args.flag("makedirs")) {
                return "";
            }
            files.makeDirectories(parent);
        }
        files.write(target, content);
        return target.toString();
    }

    private String getTemplate(Minion minion, Arguments args) {
        String saltenv = saltenv(minion, args);
        Optional<Path> source = copy(minion, args);
        if (source.isEmpty()) {
            return "";
        }
        String text =
                minion.templates()
                        .render(
                                args.string("template"),
                                files.text(source.get()),
                                args.string("path"),
                                saltenv,
                                args.extra());
        return written(
                args.string("dest"),
                source.get(),
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                args);
    }

    private List<String> getDirectory(Minion minion, Arguments args) {
        String directory = StateFiles.Address.of(args.string("path"), "base").path();
        int kept = directory.replaceFirst("/+$", "").lastIndexOf('/') + 1;
        List<String> copies = new ArrayList<>();
        for (String path : below(minion, args)) {
            Optional<Path> source = stateFiles.cached(minion, path, saltenv(minion, args));
            if (source.isPresent()) {
                Path target = Path.of(args.string("dest")).resolve(path.substring(kept));
                files.makeDirectories(target.resolve("..").normalize());
                files.write(target, files.bytes(source.get()));
                copies.add(target.toString());
            }
        }
        return copies;
    }

    private Object hash(Minion minion, Arguments args) {
        String path = args.string("path");
        Optional<Path> file =
                path.startsWith("/")
                        ? Optional.of(Path.of(path)).filter(files::isFile)
                        : stateFiles.find(minion, path, saltenv(minion, args));
        if (file.isEmpty()) {
            return path.startsWith("/") ? Map.of() : "";
        }
        String type = String.valueOf(minion.opts().getOrDefault("hash_type", "sha256"));
        Map<String, String> hash = new LinkedHashMap<>();
        hash.put("hash_type", type);
        hash.put("hsum", Hashes.hex(type, files.bytes(file.get())));
        return hash;
    }

    private @Nullable Object stat(Minion minion, Arguments args) {
        return stateFiles
                .find(minion, args.string("path"), saltenv(minion, args))
                .flatMap(files::stat)
                .map(stat ->
                        args.flag("octal")
                                ? (Object) stat.octal()
                                : (Object) (long) (stat.mode() | kind(stat)))
                .orElse(null);
    }

    private static int kind(FileStat stat) {
        return stat.isDirectory() ? 0040000 : 0100000;
    }

    private static List<String> states(Minion minion, String saltenv) {
        return minion.files().list(saltenv).stream()
                .filter(path -> path.endsWith(".sls"))
                .map(path ->
                        path.substring(0, path.length() - (path.endsWith("/init.sls") ? 9 : 4))
                                .replace('/', '.'))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> starting(List<String> paths, Arguments args) {
        String prefix = args.text("prefix").orElse("").replaceFirst("^/+", "");
        return paths.stream().filter(path -> path.startsWith(prefix)).toList();
    }

    private Map<String, String> symlinks(Minion minion, Arguments args) {
        String saltenv = saltenv(minion, args);
        Map<String, String> links = new LinkedHashMap<>();
        for (String path : starting(minion.files().list(saltenv), args)) {
            minion.files()
                    .find(path, saltenv)
                    .filter(files::isSymlink)
                    .ifPresent(file -> links.put(path, files.readLink(file).toString()));
        }
        return links;
    }

    private List<String> inCache(Minion minion, Arguments args) {
        Path directory =
                Path.of(
                        String.valueOf(minion.opts().get("cachedir")),
                        "files",
                        saltenv(minion, args));
        return files.isDirectory(directory)
                ? files.walk(directory).stream()
                        .filter(files::isFile)
                        .map(Path::toString)
                        .sorted()
                        .toList()
                : List.of();
    }
}
