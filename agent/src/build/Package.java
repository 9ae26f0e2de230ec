import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes the package that instances unpack with {@code tar -xzvPf}: the JAR, a runtime of its own,
 * launchers, configuration and units, under absolute names. {@code Package JAR VERSION}, run in
 * agent/.
 */
final class Package {
    /**
     * Every time in the package; an AOT cache is only used while the JAR's time is the one it saw.
     */
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** What jdeps finds in the JAR, and the web server that simulate starts. */
    private static final String MODULES =
            "java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,"
                    + "java.net.http,java.security.jgss,java.sql,java.xml,jdk.httpserver,jdk.unsupported,jdk.zipfs";

    private static final String UNITS = "/srv/pulldeploy/share/cloud-init/systemd/";

    /**
     * Links outside of the agent's own directory, so that the one-liner finds both names, and
     * systemd a timer together with the service that it starts.
     */
    private static final Map<String, String> LINKS =
            Map.of(
                    "/usr/local/bin/pulldeploy",
                    "/srv/pulldeploy/bin/pulldeploy",
                    "/usr/local/bin/salt-call",
                    "/srv/pulldeploy/bin/salt-call",
                    "/etc/systemd/system/pulldeploy-refresh.service",
                    UNITS + "pulldeploy-refresh.service",
                    "/etc/systemd/system/pulldeploy-refresh.timer",
                    UNITS + "pulldeploy-refresh.timer",
                    "/etc/systemd/system/pulldeploy-daemon.service",
                    UNITS + "pulldeploy-daemon.service");

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]);
        String version = args[1];
        Path home = Path.of("target/package/srv/pulldeploy");
        delete(Path.of("target/package"));
        Files.createDirectories(home.resolve("lib"));
        link(home.resolve("runtime"));
        Files.copy(jar, home.resolve("lib/pulldeploy.jar"));
        copy(Path.of("src/package"), home);
        copy(Path.of("../cloud-init"), home.resolve("share/cloud-init"));
        Files.copy(Path.of("../LICENSE"), home.resolve("LICENSE"));
        Files.createSymbolicLink(home.resolve("bin/salt-call"), Path.of("pulldeploy"));
        setTimes(home);
        Path lib = home.resolve("lib").toAbsolutePath();
        AotCaches.make(
                home.resolve("runtime").toAbsolutePath(), lib.resolve("pulldeploy.jar"), lib);
        setTimes(home);
        pack(home, Path.of("target/pulldeploy-" + version + "-" + architecture() + ".tar.gz"));
    }

    private static void link(Path runtime) {
        int exit =
                ToolProvider.findFirst("jlink")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--add-modules",
                                MODULES,
                                "--strip-debug",
                                "--no-header-files",
                                "--no-man-pages",
                                "--compress=zip-6",
                                "--output",
                                runtime.toString());
        if (exit != 0) {
            throw new IllegalStateException("jlink failed with " + exit);
        }
    }

    private static void pack(Path home, Path archive) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setModificationInstant(TIME.toInstant());
        try (OutputStream file = Files.newOutputStream(archive);
                OutputStream gzip = new GzipCompressorOutputStream(file, parameters);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip);
                Stream<Path> paths = Files.walk(home)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path path : paths.sorted().toList()) {
                Path relative = home.relativize(path);
                add(
                        tar,
                        path,
                        "/srv/pulldeploy" + (relative.toString().isEmpty() ? "" : "/" + relative));
            }
            for (Map.Entry<String, String> link :
                    LINKS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                symlink(tar, link.getKey(), link.getValue());
            }
        }
    }

    private static void add(TarArchiveOutputStream tar, Path path, String name) throws IOException {
        if (Files.isSymbolicLink(path)) {
            symlink(tar, name, Files.readSymbolicLink(path).toString());
            return;
        }
        boolean directory = Files.isDirectory(path);
        TarArchiveEntry entry = new TarArchiveEntry(directory ? name + "/" : name, true);
        boolean executable =
                Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
        entry.setMode(directory || executable ? 0755 : 0644);
        entry.setModTime(TIME);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setSize(directory ? 0 : Files.size(path));
        tar.putArchiveEntry(entry);
        if (!directory) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    private static void symlink(TarArchiveOutputStream tar, String name, String target)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK, true);
        entry.setLinkName(target);
        entry.setModTime(TIME);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void setTimes(Path home) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.filter(p -> !Files.isSymbolicLink(p)).toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                if (Files.isDirectory(path)
                        || permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                Files.setLastModifiedTime(path, TIME);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("amd64")
                ? "x86_64"
                : System.getProperty("os.arch");
    }
}
