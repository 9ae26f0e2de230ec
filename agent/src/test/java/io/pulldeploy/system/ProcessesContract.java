package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/** What every {@link Processes} that starts programs does, real or simulated. */
public abstract class ProcessesContract {
    /** Tells the processes of this run from those of another on the same machine. */
    static final String OWN = "" + ProcessHandle.current().pid();

    protected abstract Processes processes();

    /** A directory as commands name it. */
    protected abstract String directory();

    /** Where that directory is. */
    protected abstract Path onDisk();

    private static Command sh(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    @Test
    void keepsBothOutputsAndTheExitCode() {
        Completed done = processes().run(sh("echo out; echo err >&2; exit 3"));
        assertThat(done.output()).isEqualTo("out\n");
        assertThat(done.errors()).isEqualTo("err\n");
        assertThat(done.exitCode()).isEqualTo(3);
        assertThat(done.succeeded()).isFalse();
    }

    @Test
    void fullPipesDoNotStopAProgram() {
        Completed done =
                processes()
                        .run(
                                sh("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; cat")
                                        .reading("x".repeat(200_000)));
        assertThat(done.output()).hasSize(500_000);
        assertThat(done.errors()).hasSize(300_000);
    }

    @Test
    void onlyTheEndOfALongOutputIsKept() {
        Command c = sh("seq 1 100000");
        Command bounded =
                new Command(
                        c.arguments(),
                        Map.of(),
                        false,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        100,
                        false,
                        StandardCharsets.UTF_8);
        assertThat(processes().run(bounded).output()).hasSize(100).endsWith("99999\n100000\n");
    }

    @Test
    void aLimitEndsTheWholeGroup() {
        long start = System.nanoTime();
        Completed done =
                processes()
                        .run(
                                sh("(sleep 61.7" + OWN + "; echo never) & sleep 61.7" + OWN)
                                        .within(Duration.ofMillis(200)));
        assertThat(done.timedOut()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ends("sleep 61.7" + OWN)).isTrue();
    }

    @Test
    void aChildLeftBehindIsNotWaitedFor() {
        long start = System.nanoTime();
        Completed done = processes().run(sh("sleep 8 & echo started"));
        assertThat(done.output()).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void environmentDirectoryAndUmask() {
        Command command =
                sh("echo $A $HOME; pwd; umask")
                        .withOnly(Map.of("A", "a"))
                        .in(directory())
                        .withUmask("077");
        assertThat(processes().run(command).output()).isEqualTo("a\n" + onDisk() + "\n0077\n");
    }

    @Test
    void aListenerHearsWholeLines() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        processes().run(sh("printf 'a\\nb'"), (_, line) -> heard.add(line));
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> processes().run(Command.of("no-such-program")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void anInterruptEndsTheProgramWithItsGroup() throws Exception {
        Processes processes = processes();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                processes.run(
                                        sh("echo go; sleep 62.3" + OWN + " & sleep 62.3" + OWN),
                                        (_, _) -> started.countDown());
                            } catch (Failure e) {
                                thrown.set(e);
                            }
                        });
        started.await();

        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).hasMessageContaining("interrupted while /bin/sh ran");
        assertThat(ends("sleep 62.3" + OWN)).isTrue();
    }

    @Test
    void everythingThatIsWaitedForCanBeEnded() throws Exception {
        Processes processes = processes();
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<Completed> program =
                new FutureTask<>(() ->
                        processes.run(
                                sh("echo go; sleep 62.4" + OWN + " & sleep 62.4" + OWN),
                                (_, _) -> started.countDown()));
        Thread.ofPlatform().start(program);
        started.await();

        processes.endAll();

        assertThat(program.get().succeeded()).isFalse();
        assertThat(ends("sleep 62.4" + OWN)).isTrue();
    }

    /** Whether such a process ends: killed, it lasts until the kernel has time for its end. */
    public static boolean ends(String words) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (ProcessHandle.allProcesses()
                .anyMatch(p -> p.info().commandLine().orElse("").contains(words))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
