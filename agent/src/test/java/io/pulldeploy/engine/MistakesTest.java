package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.model.SlsError;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** What whoever made a mistake reads on standard error, beside Salt's own words. */
class MistakesTest {
    @TempDir private Path directory;
    private EngineFixture fixture;

    @BeforeEach
    void aTree() {
        fixture = new EngineFixture(directory);
    }

    private List<String> told(HighstateRequest request) {
        return new Engine(fixture.minion())
                .run(request, Progress.SILENT).mistakes().stream()
                        .map(SlsError::told)
                        .map(lines -> String.join(" | ", lines).replace(directory + "/base/", ""))
                        .toList();
    }

    private List<String> told(String sls) {
        fixture.file("base/a.sls", sls);
        return told(HighstateRequest.sls(List.of("a"), false));
    }

    private List<String> toldOfTop(String top) {
        fixture.file("base/a.sls", "x: test.nop\n").file("base/top.sls", top);
        return told(HighstateRequest.highstate(false));
    }

    @Test
    void anIncludeOfNothingNamesTheIncludingLine() {
        fixture.file("base/nginx/init.sls", "n: test.nop\n");

        assertThat(told("x: test.nop\ninclude:\n  - ngin\n"))
                .containsExactly(
                        "a.sls:3: there is no SLS ngin: neither ngin.sls nor ngin/init.sls in the"
                                + " roots of base | ngin | Did you mean nginx?");
    }

    @Test
    void aTopFilesMistakesNameItsLines() {
        assertThat(toldOfTop("base:\n  '*':\n    - a\n    - nosuch\n"))
                .singleElement()
                .asString()
                .startsWith("top.sls:4: there is no SLS nosuch");
        assertThat(toldOfTop("base:\n  '*': a\n"))
                .singleElement()
                .asString()
                .startsWith("top.sls:2: Malformed topfile")
                .endsWith("| * | Begin each SLS below the target with a dash.");
        assertThat(toldOfTop("bsae:\n  '*':\n    - a\n"))
                .first()
                .asString()
                .startsWith("top.sls:1: No matching salt environment")
                .endsWith("Did you mean base?");
        assertThat(toldOfTop("- a\n"))
                .singleElement()
                .asString()
                .startsWith("top.sls: a top file holds no saltenvs with targets");
    }

    @Test
    void namesWhoseArgumentsAreNoListAreNamed() {
        assertThat(told("x:\n  test.nop:\n    - names:\n      - a: {comment: c}\n      - b:\n"))
                .containsExactly(
                        "a.sls:4: The arguments of name 'a' in state 'x' in SLS 'a' need to be formed"
                                + " as a list | a | Begin each of them with a dash: - argument: value.",
                        "a.sls:5: The arguments of name 'b' in state 'x' in SLS 'a' need to be formed"
                                + " as a list | b | Begin each of them with a dash: - argument: value.");
    }

    @Test
    void nothingToDoSaysWhy() {
        assertThat(toldOfTop("base:\n  'web*':\n    - a\n"))
                .containsExactly(
                        "top.sls: no target is for this minion, whose id is minion | A target '*' is"
                                + " for every minion.");
        assertThat(toldOfTop("base: {x: [\n")).singleElement().asString().contains("top.sls");
    }

    @Test
    void noTopFileAtAll() {
        assertThat(told(HighstateRequest.highstate(false)))
                .containsExactly(
                        "there is no top.sls in any root | Write one, or name SLS files: state.apply"
                                + " NAME.");
    }

    @Test
    void theMistakesOfOtherStatesAreToldAtOnceWhereSaltStopsAtTheFirstKind() {
        assertThat(
                        told(
                                """
                                x:
                                  test.nop:
                                    name: y
                                y: hello
                                w:
                                  test.nop:
                                    - require: foo
                                """))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("a.sls:4: ID y in SLS a is not"),
                        second -> assertThat(second).startsWith("a.sls:2: State 'x' in SLS 'a'"),
                        third -> assertThat(third).startsWith("a.sls:7: The require statement"));
    }

    @Test
    void aRingIsWrittenAsOne() {
        assertThat(
                        told(
                                """
                                a: {test.nop: [{require: [{test: b}]}]}
                                b: {test.nop: [{require: [{test: a}]}]}
                                """))
                .singleElement()
                .asString()
                .contains("these wait for each other: b (require a), a (require b)");
    }
}
