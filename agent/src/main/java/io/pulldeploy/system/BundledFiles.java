package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Directories that travel inside the program's own JAR: the base artifact and the example service,
 * so that a simulation needs neither a clone nor a network.
 */
public final class BundledFiles {
    private static final String ROOT = "bundled/";

    /** A JAR keeps no modes, so that programs are known by their first line. */
    private static final byte[] PROGRAM = "#!/".getBytes(StandardCharsets.US_ASCII);

    private final FileTree files;

    /**
     * @param files where directories are unpacked
     */
    public BundledFiles(FileTree files) {
        this.files = files;
    }

    /**
     * Unpacks a directory, over what is there.
     *
     * @param name such as {@code base}
     * @throws Failure INTERNAL if the program was built without it
     */
    public void unpack(String name, Path to) {
        Path self = self();
        try {
            int count = Files.isDirectory(self) ? copy(self, name, to) : extract(self, name, to);
            if (count == 0) {
                throw new Failure(
                        ExitCode.INTERNAL,
                        "this build of the program holds no " + name,
                        "Run the JAR that mvn package makes, or name a directory.");
            }
        } catch (IOException e) {
            throw FileErrors.failure("read", self, e);
        }
    }

    private int extract(Path jarFile, String name, Path to) throws IOException {
        String prefix = ROOT + name + "/";
        int count = 0;
        try (JarFile jar = new JarFile(jarFile.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        write(to.resolve(entry.getName().substring(prefix.length())), in);
                    }
                    count++;
                }
            }
        }
        return count;
    }

    private int copy(Path classes, String name, Path to) throws IOException {
        Path directory = classes.resolve(ROOT + name);
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(found::add);
        }
        for (Path file : found) {
            try (InputStream in = Files.newInputStream(file)) {
                write(to.resolve(directory.relativize(file).toString()), in);
            }
        }
        return found.size();
    }

    private void write(Path file, InputStream in) throws IOException {
        byte[] content = in.readAllBytes();
        Path parent = file.getParent();
        if (parent != null) {
            files.makeDirectories(parent);
        }
        files.write(file, content);
        boolean program =
                content.length > PROGRAM.length
                        && Arrays.equals(content, 0, PROGRAM.length, PROGRAM, 0, PROGRAM.length);
        files.chmod(file, program ? 0755 : 0644);
    }

    /**
     * The program's JAR, or the directory of its classes. The class file's own address is asked,
     * because a class out of an AOT cache has no code source.
     */
    private static Path self() {
        String name = BundledFiles.class.getName().replace('.', '/') + ".class";
        URL address = ClassLoader.getSystemResource(name);
        if (address == null) {
            throw new IllegalStateException("the program's classes have no address");
        }
        String text = address.toString();
        String container = text.substring(0, text.length() - name.length());
        try {
            return container.startsWith("jar:")
                    ? Path.of(
                            new URI(
                                    container.substring(
                                            "jar:".length(), container.length() - "!/".length())))
                    : Path.of(new URI(container));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "the program's classes have no usable address: " + text, e);
        }
    }
}
