package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The package for instances, unpacked as the one-liner unpacks it into a root file system that
 * holds a shell, a few small programs and the C library, but no Java; and run there.
 */
class PackageIT {
    /** What the launchers, the simulation's hooks and unpacking need. */
    private static final List<String> PROGRAMS =
            List.of(
                    "sh",
                    "tar",
                    "gzip",
                    "readlink",
                    "dirname",
                    "basename",
                    "test",
                    "cat",
                    "mkdir",
                    "uname",
                    "df",
                    "awk",
                    "setsid",
                    "env",
                    "rm",
                    "ls");

    /** What every glibc brings, and what the runtime needs of a machine beside it. */
    private static final List<String> LIBRARIES =
            List.of(
                    "libc.so.6",
                    "libm.so.6",
                    "libdl.so.2",
                    "libpthread.so.0",
                    "librt.so.1",
                    "libz.so.1",
                    "libnss_files.so.2");

    private static final Pattern PATH = Pattern.compile("(/\\S+)");

    @TempDir Path root;

    @Test
    void runsWhereThereIsNoJava() throws Exception {
        Files.copy(tarball(), root.resolve("package.tar.gz"));
        furnish();
        assertThat(run("sh", "-c", "java -version").exitCode()).as("no Java here").isEqualTo(127);

        Agent.Run unpack = run("tar", "-xzvPf", "/package.tar.gz");
        assertThat(unpack.exitCode()).as(unpack.text()).isZero();
        assertThat(run("ls", "-L", "/etc/systemd/system").output().lines())
                .as("systemd finds the units, each timer with its service")
                .contains(
                        "pulldeploy-daemon.service",
                        "pulldeploy-refresh.service",
                        "pulldeploy-refresh.timer");

        Agent.Run version = run("/srv/pulldeploy/bin/pulldeploy", "--version");
        assertThat(version.exitCode()).as(version.text()).isZero();
        assertThat(version.output()).startsWith("pulldeploy 0.1.0");

        Agent.Run ping =
                run("/srv/pulldeploy/bin/salt-call", "--local", "--out", "json", "test.ping");
        assertThat(ping.exitCode()).as(ping.text()).isZero();
        assertThat(ping.output().replaceAll("\\s", "")).isEqualTo("{\"local\":true}");

        Agent.Run simulate =
                run("/srv/pulldeploy/bin/pulldeploy", "simulate", "--root", "/tmp/simulation");
        assertThat(simulate.exitCode()).as(simulate.text()).isZero();
        assertThat(root.resolve("tmp/simulation/etc/nginx/conf.d/myapp.conf")).exists();
    }

    private static Path tarball() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(f ->
                            f.getFileName()
                                    .toString()
                                    .matches("pulldeploy-[0-9.]+-\\w+\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run mvn package first"));
        }
    }

    /** Copies programs and the libraries that they name. */
    private void furnish() throws Exception {
        for (String directory : List.of("tmp", "dev", "proc", "etc", "bin", "lib64")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        Files.createFile(root.resolve("dev/null"));
        Set<Path> libraries = new LinkedHashSet<>();
        for (String program : PROGRAMS) {
            Path found = which(program);
            Files.copy(
                    found.toRealPath(),
                    root.resolve("bin").resolve(program),
                    StandardCopyOption.COPY_ATTRIBUTES);
            libraries.addAll(needs(found));
        }
        Path beside =
                libraries.stream()
                        .filter(l -> l.endsWith("libc.so.6"))
                        .findFirst()
                        .orElseThrow()
                        .getParent();
        LIBRARIES.stream().map(beside::resolve).filter(Files::exists).forEach(libraries::add);
        for (Path library : libraries) {
            Path copy = root.resolve(Path.of("/").relativize(library));
            Files.createDirectories(copy.getParent());
            Files.copy(library.toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path which(String program) {
        return Stream.of("/bin", "/usr/bin", "/sbin", "/usr/sbin")
                .map(d -> Path.of(d, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + program));
    }

    private static Set<Path> needs(Path program) throws Exception {
        Set<Path> found = new LinkedHashSet<>();
        Agent.Run ldd = execute(List.of("ldd", program.toString()));
        for (String line : ldd.output().lines().toList()) {
            Matcher matcher = PATH.matcher(line);
            if (matcher.find()) {
                found.add(Path.of(matcher.group(1)));
            }
        }
        return found;
    }

    /**
     * Runs a program in the new root, with /proc, by which the runtime finds its own libraries;
     * whoever is not root becomes it in a name space of his own.
     */
    private Agent.Run run(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
        if (!System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("--user", "--map-root-user"));
        }
        all.addAll(
                List.of(
                        "/bin/sh",
                        "-c",
                        "mount -t proc proc \"$0/proc\" && exec env -i PATH=/bin:/usr/bin:/usr/sbin HOME=/"
                                + " chroot \"$0\" \"$@\"",
                        root.toString()));
        all.addAll(List.of(command));
        return execute(all);
    }

    private static Agent.Run execute(List<String> command) throws Exception {
        Path output = Files.createTempFile("package", ".out");
        Path errors = Files.createTempFile("package", ".err");
        List<String> absolute = new ArrayList<>(command);
        absolute.set(0, which(command.getFirst()).toString());
        Process process =
                new ProcessBuilder(absolute)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end");
        }
        Agent.Run run =
                new Agent.Run(
                        process.exitValue(),
                        Files.readString(output, UTF_8),
                        Files.readString(errors, UTF_8));
        Files.delete(output);
        Files.delete(errors);
        return run;
    }
}
