package io.pulldeploy.render.salt;

import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.render.jinja.LoadedTemplate;
import io.pulldeploy.render.jinja.TemplateLoader;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the templates that one render imports, in the state tree: salt.utils.jinja's loader. */
final class SaltTemplateLoader implements TemplateLoader {
    private final FileTree disk;
    private final SaltFiles files;
    private final String saltenv;
    private final String cacheDirectory;
    private final Map<String, Path> found = new LinkedHashMap<>();
    // Loading a template moves the directory that later relative names start from, as under Salt.
    private Optional<String> directory;

    /**
     * @param cacheDirectory where Salt would keep a copy, because its errors show that path
     * @param directory the rendered text's {@code tpldir}; empty if it has none
     */
    SaltTemplateLoader(
            FileTree disk,
            SaltFiles files,
            String saltenv,
            String cacheDirectory,
            Optional<String> directory) {
        this.disk = disk;
        this.files = files;
        this.saltenv = saltenv;
        this.cacheDirectory = cacheDirectory;
        this.directory = directory;
    }

    /** The file that an error's path stands for. */
    Optional<Path> onDisk(String path) {
        return Optional.ofNullable(found.get(path));
    }

    @Override
    public Optional<LoadedTemplate> load(String name) {
        boolean relative =
                name.equals(".")
                        || name.equals("..")
                        || name.startsWith("./")
                        || name.startsWith("../");
        String path = name;
        if (relative) {
            if (directory.isEmpty()) {
                return Optional.empty();
            }
            path = Path.of(directory.get(), name).normalize().toString();
            if (path.equals("..") || path.startsWith("../")) {
                return Optional.empty();
            }
        }
        int slash = path.lastIndexOf('/');
        String own = slash < 0 ? "" : path.substring(0, slash);
        String tpldir = relative ? directory.orElse(own) : own;
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("tplfile", relative ? name : path);
        names.put("tpldir", tpldir.isEmpty() ? "." : tpldir);
        names.put("tpldot", tpldir.replace('/', '.'));
        Optional<Path> file = files.find(path, saltenv);
        directory = Optional.of(tpldir.isEmpty() ? "." : tpldir);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String shown = cacheDirectory + "/files/" + saltenv + "/" + path;
        found.put(shown, file.get());
        return Optional.of(new LoadedTemplate(disk.text(file.get()), shown, names));
    }
}
