import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the AOT caches that the launchers start the JAR with. Each records the classes of a real
 * run: {@code call.aot} those of a highstate, {@code deploy.aot} those of a simulated instance's
 * boot, registration and redeploys. They are two because every class in a cache is mapped and
 * linked at start, and those of the AWS clients are half of all: a run without them starts a
 * quarter sooner and takes a third less memory.
 */
final class AotCaches {
    private AotCaches() {}

    /**
     * @param runtime the Java that will use the caches; no other can
     */
    static void make(Path runtime, Path jar, Path directory)
            throws IOException, InterruptedException {
        Path scratch = Path.of("target/aot-training").toAbsolutePath();
        delete(scratch);
        Path config = configuration(scratch);
        Map<String, Process> trainings =
                Map.of(
                        "call.aot",
                        start(
                                runtime,
                                jar,
                                directory.resolve("call.aot"),
                                scratch.resolve("call.log"),
                                "call",
                                "--local",
                                "--config-dir",
                                config.toString(),
                                "state.highstate"),
                        "deploy.aot",
                        start(
                                runtime,
                                jar,
                                directory.resolve("deploy.aot"),
                                scratch.resolve("deploy.log"),
                                "simulate",
                                "--root",
                                scratch.resolve("instance").toString()));
        for (Map.Entry<String, Process> training : trainings.entrySet()) {
            // A state may fail on a machine without systemd or a package tool; that trains as well.
            training.getValue().waitFor();
            if (!Files.exists(directory.resolve(training.getKey()))) {
                throw new IllegalStateException(
                        training.getKey() + " was not made; see the logs in " + scratch);
            }
        }
    }

    /** A minion whose highstate changes the scratch directory only. */
    private static Path configuration(Path scratch) throws IOException {
        Path training = Path.of("src/build/training").toAbsolutePath();
        Path config = Files.createDirectories(scratch.resolve("etc"));
        Files.writeString(
                config.resolve("minion"),
                """
                id: training
                file_client: local
                root_dir: %1$s/root
                log_level: error
                scratch: %1$s/files
                file_roots: {base: [%2$s/states]}
                pillar_roots: {base: [%2$s/pillar]}
                """
                        .formatted(scratch, training));
        return config;
    }

    private static Process start(Path runtime, Path jar, Path cache, Path log, String... arguments)
            throws IOException {
        Stream<String> java =
                Stream.of(
                        runtime.resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:AOTCacheOutput=" + cache,
                        "-jar",
                        jar.toString());
        List<String> command = Stream.concat(java, Arrays.stream(arguments)).toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
