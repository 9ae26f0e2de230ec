package io.pulldeploy.e2e;

import static io.pulldeploy.e2e.Instance.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The fat JAR, killed at each step that the journal has and at random moments, holds what a deploy
 * promises: what is current is complete, the old release serves until the new one is in place,
 * running again converges, every run leaves a record.
 */
@Tag("soak")
class KillIT {
    private static final String ID = "myapp-testing-useast1-898900.example.com";
    private static final int RANDOM_KILLS = Integer.getInteger("kills", 48);
    private static final List<String> STEPS =
            List.of(
                    "lock",
                    "resolve",
                    "fetch-base",
                    "fetch-service",
                    "link-base",
                    "link-service",
                    "link-next",
                    "pre-hooks",
                    "highstate",
                    "link-current",
                    "post-hooks",
                    "prune");

    @TempDir Path scratch;
    private SimulatedAws aws;
    private Instance instance;
    private Tree base;
    private Tree service;
    private int number;

    @BeforeEach
    void anInstanceThatServes() {
        aws = AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
        instance =
                new Instance(
                        scratch.resolve("instance"),
                        ID,
                        AwsFixture.settings(aws),
                        aws.environment());
        base = Artifacts.base(scratch.resolve("base"));
        service = Artifacts.service(scratch.resolve("service"));
        offerBase();
        offer();
        assertThat(instance.deploy("myapp", "testing").exitCode()).isZero();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void atEachStepOfTheJournal() {
        for (String step : STEPS) {
            for (String phase : List.of("begin", "done")) {
                offerBase();
                String wanted = offer();
                String line = "\"step\": \"" + step + "\", \"phase\": \"" + phase + "\"";
                int before = instance.runs().size();

                Agent.Running running = instance.start("deploy", "myapp", "testing");
                await(() ->
                        !running.process().isAlive()
                                || (instance.runs().size() > before && journal().contains(line)));
                running.process().destroyForcibly();
                running.await();

                assertInvariants("killed after " + step + " " + phase);
                converge(wanted);
            }
        }
    }

    @Test
    void atRandomMoments() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("KillIT seed " + seed);
        Random random = new Random(seed);
        long usual = timeOf(offer());
        for (int kill = 0; kill < RANDOM_KILLS; kill++) {
            if (random.nextInt(3) == 0) {
                offerBase();
            }
            String wanted = offer();
            Agent.Running running =
                    switch (random.nextInt(5)) {
                        case 0 -> instance.start("refresh");
                        case 1 -> instance.start("rollback");
                        default -> instance.start("deploy", "myapp", "testing");
                    };
            Thread.sleep(random.nextLong(usual));
            running.process().destroyForcibly();
            running.await();

            assertInvariants("kill " + kill + " of seed " + seed);
            if (random.nextInt(3) == 0) {
                converge(wanted);
            }
        }
        converge(offer());
    }

    private long timeOf(String version) {
        long start = System.nanoTime();
        converge(version);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** A and B: whatever is linked is there, whole, and something always is. */
    private void assertInvariants(String when) {
        for (String name : List.of("myapp", "base")) {
            String current = instance.version(name, "current");
            assertThat(current).as("%s: %s/current", when, name).startsWith(name);
            assertThat(read(instance.srv(name).resolve("current").resolve(mark(name))))
                    .as("%s: the content of %s", when, current)
                    .isEqualTo("content of " + current + "\n" + "x".repeat(50_000) + "\n");
        }
        assertThat(instance.srv("service")).as(when).isSymbolicLink().exists();
        assertThat(read(instance.srv("service/next").resolve(mark("myapp")))).as(when).isNotEmpty();
    }

    /** C and D. */
    private void converge(String wanted) {
        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(instance.version("myapp", "current")).isEqualTo(wanted);
        assertThat(instance.version("myapp", "next")).isEqualTo(wanted);
        for (String name : List.of("myapp", "base")) {
            assertThat(names(instance.srv(name).resolve("releases")))
                    .noneMatch(n -> n.startsWith("."))
                    .hasSizeLessThanOrEqualTo(9);
        }
        for (Path record : instance.runs()) {
            if (!read(record.resolve("journal.jsonl")).isEmpty()) {
                assertThat(record.resolve("report.json")).exists();
            }
        }
        assertInvariants("converged on " + wanted);
    }

    private String journal() {
        return read(instance.runs().getLast().resolve("journal.jsonl"));
    }

    private String offer() {
        number++;
        String version = "myapp-" + (number + 1000);
        return instance.offer("myapp", "testing", version, marked(service, "myapp", version));
    }

    private void offerBase() {
        number++;
        String version = "base-" + (number + 1000);
        instance.offer("base", "default", version, marked(base, "base", version));
    }

    private static Tree marked(Tree tree, String name, String version) {
        return tree.file(mark(name), "content of " + version + "\n" + "x".repeat(50_000) + "\n");
    }

    /** The base takes its three directories alone. */
    private static String mark(String name) {
        return name.equals("base") ? "states/mark" : "mark";
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.map(f -> f.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing came");
            }
            try {
                Thread.sleep(Duration.ofMillis(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
