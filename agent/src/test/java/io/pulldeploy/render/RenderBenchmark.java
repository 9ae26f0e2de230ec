package io.pulldeploy.render;

import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Renders the SLS file of the tree that {@code benchmarks/render} makes, with the options that the
 * launcher gives the JVM.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RenderBenchmark {
    private final RenderPipe pipe =
            new RenderPipe(TestHosts.real(), new SplittableRandom(1), new Secrets());

    private @Nullable SlsSource source;
    private @Nullable RenderContext context;

    @Setup
    public void readTree() throws IOException {
        String tree = Objects.requireNonNull(System.getenv("BENCHMARK_TREE"), "BENCHMARK_TREE");
        Path states = Path.of(tree, "states");
        Path sls = states.resolve("bench.sls");
        source = new SlsSource(Files.readString(sls), sls.toString(), "bench.sls", "base", "bench");
        Path pillar = Path.of(tree, "pillar", "settings.sls");
        context =
                new RenderContext(
                        SaltFunctions.NONE,
                        Map.of(),
                        Map.of("id", "bench", "os_family", "Debian"),
                        (Map<?, ?>)
                                Objects.requireNonNull(
                                        YamlLoader.load(
                                                Files.readString(pillar), pillar.toString())),
                        new MapFiles(states),
                        Map.of());
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(
            value = 2,
            jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public @Nullable Object warm() {
        return render();
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(
            value = 9,
            jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public @Nullable Object first() {
        return render();
    }

    private @Nullable Object render() {
        return pipe.render(Objects.requireNonNull(source), Objects.requireNonNull(context));
    }
}
