package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the engine promises beside Salt's own results: places of errors, progress, real parallelism.
 */
class EngineTest {
    @TempDir private Path directory;
    private EngineFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new EngineFixture(directory);
    }

    private RunReport run(String sls) {
        fixture.file("base/a.sls", sls);
        return new Engine(fixture.minion())
                .run(HighstateRequest.sls(List.of("a"), false), Progress.SILENT);
    }

    @Test
    void anErrorNamesItsFileAndLine() {
        RunReport report = run("ok:\n  test.nop: []\n\nbad id:\n  test:\n    - foo: 1\n");
        assertThat(report.exitCode()).isEqualTo(ExitCode.SLS_ERROR);
        assertThat(report.results()).isEmpty();
        SlsError error = report.errors().getFirst();
        assertThat(error.where()).contains(directory + "/base/a.sls:4");
        assertThat(error.offending()).isEqualTo("bad id");
        assertThat(error.hint()).isNotEmpty();
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        RunReport report = run("a:\n  test.nop:\nb: 5\nc:\n  test:\n    - foo: 1\n");
        assertThat(report.errors()).extracting(SlsError::offending).containsExactly("b");
        report = run("a:\n  test.nop:\nc:\n  test:\n    - foo: 1\n");
        assertThat(report.errors()).extracting(SlsError::line).containsExactly(1, 3);
    }

    @Test
    void aMissingSlsNamesTheCloseOne() {
        fixture.file("base/nginx.sls", "x: test.nop\n");
        RunReport report =
                new Engine(fixture.minion())
                        .run(HighstateRequest.sls(List.of("ngin"), false), Progress.SILENT);
        assertThat(report.returned())
                .isEqualTo(List.of("No matching sls found for 'ngin' in env 'base'"));
        assertThat(report.errors().getFirst().hint()).contains("nginx");
    }

    @Test
    void anUnknownStateFailsWhenItsTurnComes() {
        RunReport report = run("a:\n  test.succed_with_changes: []\nb:\n  test.nop: []\n");
        assertThat(report.exitCode()).isEqualTo(ExitCode.STATE_FAILED);
        assertThat(String.valueOf(result(report, "a").get("comment")))
                .startsWith(
                        "State 'test.succed_with_changes' was not found in SLS 'a'\nReason:"
                                + " 'test.succed_with_changes' is not available.\n")
                .contains("Did you mean test.succeed_with_changes");
        assertThat(result(report, "b").get("result")).isEqualTo(true);
    }

    @Test
    void anUnknownArgumentFailsItsStateAlone() {
        RunReport report =
                run(
                        "a:\n  test.configurable_test_state:\n    - chnages: true\nb:\n  test.nop: []\n");
        assertThat(String.valueOf(result(report, "a").get("comment")))
                .contains(
                        "'chnages' is an invalid keyword argument for"
                                + " 'test.configurable_test_state'. Did you mean changes?");
        assertThat(result(report, "b").get("result")).isEqualTo(true);
    }

    @Test
    void aMisspeltRequisiteNamesItsLineAndTheCloseOne() {
        RunReport report =
                run("web:\n  test.nop: []\nx:\n  test.nop:\n    - require:\n      - test: wed\n");
        SlsError error = report.errors().getFirst();
        assertThat(error.where()).contains(directory + "/base/a.sls:6");
        assertThat(error.hint()).isEqualTo("Did you mean web?");
    }

    @Test
    void aRingOfRequisitesNamesItsFile() {
        RunReport report =
                run(
                        """
                        x:
                          test.nop:
                            - require: [{test: y}]
                        y:
                          test.nop:
                            - require: [{test: x}]
                        """);
        assertThat(report.errors().getFirst().saltText())
                .startsWith("Recursive requisites were found: ({'SLS': 'a', 'ID': ");
        assertThat(report.errors().getFirst().file()).isEqualTo(directory + "/base/a.sls");
    }

    @Test
    void thePackageThatTakesOverTheOthersKeepsItsOwn() {
        fixture.opt("state_aggregate", true);
        RunReport report =
                run("one:\n  pkg.installed: []\ntwo:\n  pkg.installed:\n    - version: 1.2\n");
        assertThat(result(report, "one")).containsEntry("comment", "[one, two, {two=1.2}]");
    }

    @Test
    void reloadPillarCompilesThePillarAnew() {
        fixture.pillar(Map.of("a", "before"));
        fixture.states(
                List.of(
                        new StateFunction(
                                "pillar.changed",
                                "Changes where the pillar comes from.",
                                "name, **kwargs",
                                call -> {
                                    call.minion().pillar();
                                    fixture.pillar(Map.of("a", "after"));
                                    return StateResult.succeeded("changed");
                                }),
                        new StateFunction(
                                "pillar.shown",
                                "Shows the pillar.",
                                "name",
                                call ->
                                        StateResult.succeeded(
                                                String.valueOf(call.minion().pillar().get("a"))))));
        RunReport report =
                run(
                        """
                        x:
                          pillar.changed:
                            - reload_pillar: true
                        y:
                          pillar.shown: []
                        """);
        assertThat(result(report, "y")).containsEntry("comment", "after");
    }

    @Test
    void aFailureEndsWithItsPlaceWhereTheStateWantsThat() {
        fixture.states(
                List.of(
                        new StateFunction(
                                "placed.present",
                                "Always fails.",
                                Signature.of("name, rules"),
                                call -> StateResult.failed("No."),
                                true)));
        RunReport report =
                run(
                        """
                        x:
                          placed.present:
                            - rules: []
                        y:
                          placed.present: []
                        z:
                          test.fail_without_changes: []
                        """);
        assertThat(result(report, "x").get("comment").toString())
                .matches("No\\. \\(.*\\.sls:1, ID 'x'\\)");
        assertThat(result(report, "y").get("comment").toString())
                .matches(
                        "Missing parameter rules for state placed\\.present \\(.*\\.sls:4, ID"
                                + " 'y'\\)");
        assertThat(result(report, "z")).containsEntry("comment", "Failure!");
    }

    @Test
    void anEmptyConditionIsNone() {
        RunReport report = run("x:\n  test.nop:\n    - unless: []\n    - onlyif: []\n");
        assertThat(result(report, "x")).containsEntry("comment", "Success!");
    }

    @Test
    void aPillarsNumberIsANumberToTheStateThatChecksIt() {
        fixture.pillar(Map.of("n", 5L));
        RunReport report = run("x:\n  test.check_pillar:\n    - integer: n\n");
        assertThat(result(report, "x")).containsEntry("result", true);
    }

    @Test
    void grainsThatAStateChangesAreReadAnew() {
        fixture.states(
                List.of(
                        new StateFunction(
                                "changes.grain",
                                "Changes.",
                                "name, **kwargs",
                                call -> {
                                    fixture.grain("role", call.name());
                                    return StateResult.succeeded(
                                            String.valueOf(call.minion().grains().get("role")));
                                })));
        RunReport report =
                run(
                        """
                        one: {changes.grain: [{reload_grains: true}]}
                        two: {changes.grain: []}
                        """);
        assertThat(result(report, "one")).containsEntry("comment", "null");
        assertThat(result(report, "two")).containsEntry("comment", "one");
    }

    @Test
    void aConditionHoldsEachTimeTheStateIsComeTo() {
        RunReport report =
                run(
                        """
                        x:
                          test.succeed_with_changes:
                            - onlyif: [{fun: test.false}]
                        y:
                          test.nop:
                            - prereq: [{test: x}]
                        """);
        assertThat(result(report, "x")).containsEntry("comment", "onlyif condition is false");
    }

    @Test
    void aGroupThatWaitsForItselfIsAFailureAndNoEnd() {
        fixture.opt("state_aggregate", true);
        fixture.file(
                "base/a.sls",
                """
                s0:
                  pkg.installed:
                    - onchanges_in: [{pkg: s4}]
                s2:
                  test.nop:
                    - prereq_in: [{pkg: s4}, {pkg: s7}]
                s3:
                  test.nop: []
                s7:
                  pkg.installed: []
                s1:
                  pkg.installed: []
                s4:
                  pkg.installed:
                    - onfail: [{test: s3}]
                s6:
                  test.nop:
                    - require_in: [{pkg: s7}]
                """);
        RunReport report =
                new Engine(fixture.minion())
                        .run(
                                new HighstateRequest(
                                        List.of("a"),
                                        false,
                                        "",
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        "",
                                        true),
                                Progress.SILENT);
        assertThat(report.returned().toString()).contains("Recursive requisite found");
    }

    @Test
    void aWatchingStateHearsWhichFunctionItWas() {
        fixture.states(
                List.of(
                        new StateFunction(
                                "watcher.wait",
                                "Waits.",
                                "name, **kwargs",
                                call -> StateResult.succeeded("")),
                        new StateFunction(
                                "watcher.mod_watch",
                                "Says whom it stands for.",
                                "name, umask=None, **kwargs",
                                call ->
                                        StateResult.succeeded(
                                                call.args().extra().get("sfun")
                                                        + " "
                                                        + call.args().value("umask")))));
        RunReport report =
                run(
                        """
                        x:
                          test.succeed_with_changes: []
                        y:
                          watcher.wait:
                            - umask: 77
                            - watch: [{test: x}]
                        """);
        assertThat(result(report, "y")).containsEntry("comment", "wait 0077");
    }

    @Test
    void aDisabledFunctionDoesNotRun() {
        fixture.grain("state_runs_disabled", List.of("test.fail*"));
        RunReport report = run("x:\n  test.fail_without_changes: []\ny:\n  test.nop: []\n");
        assertThat(report.results()).hasSize(1);
        fixture.grain("state_runs_disabled", List.of("a"));
        assertThat(fixture.minion().call("state.sls", List.of("a"), Map.of()))
                .isEqualTo(
                        List.of(
                                "The state file \"a\" is currently disabled, to re-enable, run"
                                        + " state.enable a."));
    }

    @Test
    void pillarErrorsStopARun() {
        fixture.pillarError("Rendering SLS 'x' failed");
        RunReport report = run("a: test.nop\n");
        assertThat(report.exitCode()).isEqualTo(ExitCode.PILLAR_ERROR);
        assertThat(report.returned())
                .isEqualTo(
                        List.of(
                                "Pillar failed to render with the following messages:",
                                "Rendering SLS 'x' failed"));
    }

    @Test
    void parallelStatesRunAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        fixture.states(
                List.of(
                        new StateFunction(
                                "meet.other",
                                "Waits until two of its kind run.",
                                "name",
                                call -> {
                                    both.countDown();
                                    return await(both)
                                            ? StateResult.succeeded("met")
                                            : StateResult.failed("alone");
                                })));
        RunReport report =
                run(
                        """
                        a:
                          meet.other:
                            - parallel: true
                        b:
                          meet.other:
                            - parallel: true
                        c:
                          test.nop:
                            - require: [{meet: a}, {meet: b}]
                        """);
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result(report, "a")).containsEntry("comment", "met");
        assertThat(result(report, "a")).containsEntry("__parallel__", true);
    }

    @Test
    void retriesWaitAsLongAsTheyAreTold() {
        RunReport report =
                run("a:\n  test.fail_without_changes:\n    - retry: {attempts: 3, interval: 7}\n");
        assertThat(fixture.slept()).containsExactly(7L, 7L);
        assertThat(String.valueOf(result(report, "a").get("comment")))
                .isEqualTo(
                        "Attempt 1: Returned a result of \"False\", with the following comment:"
                                + " \"Failure!\"\nAttempt 2: Returned a result of \"False\", with the"
                                + " following comment: \"Failure!\"\nFailure!");
    }

    @Test
    void progressHearsOfEachState() {
        List<String> heard = new ArrayList<>();
        fixture.file("base/a.sls", "a: test.nop\nb:\n  test.fail_without_changes: []\n");
        new Engine(fixture.minion())
                .run(
                        HighstateRequest.sls(List.of("a"), false),
                        new Progress() {
                            @Override
                            public void starting(LowChunk chunk, int done, int total) {
                                heard.add(chunk.id() + " " + done + "/" + total);
                            }

                            @Override
                            public void finished(
                                    LowChunk chunk, Map<String, @Nullable Object> result) {
                                heard.add(chunk.id() + " " + result.get("result"));
                            }
                        });
        assertThat(heard).containsExactly("a 0/2", "a true", "b 1/2", "b false");
    }

    @Test
    void manyStatesCostNoMoreThanEachItsOwn() {
        StringBuilder sls = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            sls.append("s%d:\n  test.nop:\n    - name: n%d\n".formatted(i, i));
            if (i > 0) {
                sls.append("    - require: [{test: n%d}]\n".formatted(i - 1));
                sls.append("    - require_in: [{test: last}]\n");
            }
        }
        sls.append("last:\n  test.nop: []\n");
        RunReport report = run(sls.toString());
        assertThat(report.results()).hasSize(3_001);
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, @Nullable Object> result(RunReport report, String id) {
        return report.results().entrySet().stream()
                .filter(entry -> entry.getKey().contains("_|-" + id + "_|-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
