package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.deploy.RunReport.Outcome;
import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The invariants of a deploy, at every moment at which a crash can come between two steps. */
class CrashTest {
    private static final String OLD =
            "current=releases/v1 next=releases/v1 previous=none base=releases/b1";
    private static final String NEW =
            "current=releases/v2 next=releases/v2 previous=releases/v1 base=releases/b2";

    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstanceWithANewVersionWaiting() {
        instance = new Instance(scratch).withFirstVersions();
        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);
        instance.publishBase("b2");
        instance.publish("v2", Map.of());
        instance.bucket.promote("base", "default", "b2");
        instance.bucket.promote("myapp", "testing", "v2");
    }

    static Stream<String> moments() {
        return Arrays.stream(Step.values())
                .filter(s -> s != Step.REGISTER)
                .flatMap(s -> Stream.of("began " + s.text(), "done " + s.text()))
                // The kernel frees the lock of a process that ends, which this one does not.
                .filter(moment -> !moment.equals("done lock"));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void theNextRunConverges(String moment) {
        crash(moment);
        assertCurrentIsComplete();

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(instance.links()).isEqualTo(NEW);
        assertThat(instance.releases("myapp")).containsExactly("v1", "v2");
        assertNothingUnfinished();
        assertEveryRunHasAReport();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aRunThatFailsAfterwardsLeavesOldOrNewAsAWhole(String moment) {
        crash(moment);
        boolean flipped = instance.link("myapp/current").equals("releases/v2");
        instance.states.next = FakeStates.failing("nginx");

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(instance.links()).isEqualTo(flipped ? NEW : OLD);
        assertEveryRunHasAReport();
    }

    @Test
    void theNextRunSaysWhatItFoundAndDid() {
        crash("began highstate");

        RunReport report = instance.deploy();

        String crashed = instance.runs().names().get(1);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("the run " + crashed + " was interrupted in the step highstate; put ")
                .contains("myapp/next back to releases/v1", "base/current back to releases/b1");
        RunReport interrupted = instance.runs().report(crashed).orElseThrow();
        assertThat(interrupted.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(interrupted.version()).hasValue("v2");
        assertThat(interrupted.steps().getLast().what()).isEqualTo("interrupted");
    }

    /** Whoever looks before the next run must not take the one before for the last. */
    @Test
    void whatWasKilledIsInStatusAndHistoryAtOnce() {
        crash("began highstate");

        RunReport last = instance.runs().known().getLast();

        assertThat(last.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(last.failedStep()).hasValue("highstate");
        assertThat(last.exitCode()).as("nobody saw it").isEmpty();
        assertThat(last.error()).contains("killed", "next run");
        assertThat(last.version()).hasValue("v2");
        assertThat(last.previousVersion()).hasValue("v1");
        assertThat(Status.of(instance.files, instance.layout).lastRun()).hasValue(last);
    }

    @Test
    void whatGoesOnIsInTheHistoryAsSuch() {
        List<RunReport> seen = new ArrayList<>();
        List<Status> status = new ArrayList<>();
        instance.listener.at =
                moment -> {
                    if (moment.equals("began highstate")) {
                        seen.addAll(instance.runs().known());
                        status.add(Status.of(instance.files, instance.layout));
                    }
                };
        crashedEarlier();
        instance.deploy();

        assertThat(seen)
                .extracting(RunReport::outcome)
                .containsExactly(Outcome.SUCCEEDED, Outcome.INTERRUPTED, Outcome.RUNNING);
        assertThat(seen.getLast().failedStep()).hasValue("highstate");
        assertThat(seen.getLast().steps().getLast())
                .isEqualTo(new RunReport.StepTime("highstate", true, 0, "goes on"));
        assertThat(status.getFirst().lockedBy()).isPresent();
        assertThat(status.getFirst().lastRun().map(RunReport::outcome))
                .as("the last one that ended")
                .hasValue(Outcome.INTERRUPTED);
    }

    /** Two runs that begin at once: the one without the lock is about to write its own report. */
    @Test
    void aRunThatStillHopesForTheLockIsLeftAlone() throws Exception {
        Path other = instance.layout.runs().resolve("29990101T000000.000Z");
        Files.createDirectories(other);
        Files.writeString(
                other.resolve("journal.jsonl"),
                "{\"seq\": 1, \"time\": \"2999-01-01T00:00:00Z\", \"step\": \"lock\","
                        + " \"phase\": \"begin\", \"detail\": {}}\n");

        assertThat(instance.deploy().notes()).isEmpty();

        assertThat(other.resolve("report.json")).doesNotExist();
    }

    /** Root writes everywhere, but not below a file. */
    @Test
    void aLogThatCannotBeWrittenIsInTheRecord() throws Exception {
        Path log = instance.layout.log("x").getParent();
        instance.files.delete(log);
        Files.writeString(log, "");

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).hasValue(ExitCode.CANNOT_WRITE.code());
        assertThat(report.error()).contains(log.toString());
        assertThat(instance.runs().report(report.run())).hasValue(report);
        assertThat(instance.links()).isEqualTo(OLD);
    }

    @Test
    void aCrashAfterTheFlipIsGoneOnFrom() {
        crash("done link-current");

        RunReport report = instance.deploy();

        assertThat(report.notes()).singleElement().asString().contains("was in place and stays");
        assertThat(report.previousVersion()).hasValue("v2");
        assertThat(instance.links()).isEqualTo(NEW);
    }

    @Test
    void aJournalWhoseLastLineWasCutShortIsRead() throws Exception {
        crash("began highstate");
        Path journal =
                instance.layout
                        .runs()
                        .resolve(instance.runs().names().getLast())
                        .resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "{\"seq\": 99, \"ti");

        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(instance.links()).isEqualTo(NEW);
    }

    @Test
    void whatADownloadLeftIsRemoved() throws Exception {
        Path releases = instance.layout.root().resolve("myapp/releases");
        Files.createDirectories(releases.resolve(".tmp-x/half"));
        Files.writeString(releases.resolve(".download-x"), "half");

        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertNothingUnfinished();
    }

    @Test
    void aCrashedRefreshIsPutBack() {
        instance.listener.crashAt("began highstate");
        assertThatThrownBy(() -> instance.deployer().refresh(false))
                .isInstanceOf(RecordingListener.Crash.class);
        instance.listener.at = _ -> {};
        assertThat(instance.link("base/current")).isEqualTo("releases/b2");
        instance.states.next = FakeStates.failing("nginx");

        instance.deployer().refresh(false);

        assertThat(instance.links()).isEqualTo(OLD);
    }

    private void crashedEarlier() {
        Consumer<String> watching = instance.listener.at;
        crash("began pre-hooks");
        instance.listener.at = watching;
    }

    private void crash(String moment) {
        instance.listener.crashAt(moment);
        assertThatThrownBy(instance::deploy).isInstanceOf(RecordingListener.Crash.class);
        instance.listener.at = _ -> {};
    }

    private void assertCurrentIsComplete() {
        assertThat(instance.link("myapp/current")).isIn("releases/v1", "releases/v2");
        assertThat(instance.layout.root().resolve("myapp/current/VERSION")).exists();
    }

    private void assertNothingUnfinished() {
        assertThat(Stream.of("myapp", "base").flatMap(n -> instance.releases(n).stream()))
                .noneMatch(n -> n.startsWith("."));
    }

    private void assertEveryRunHasAReport() {
        List<String> runs = instance.runs().names();
        assertThat(runs).hasSize(3).allMatch(r -> instance.runs().report(r).isPresent());
    }
}
