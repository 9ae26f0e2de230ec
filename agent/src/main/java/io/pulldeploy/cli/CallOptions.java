package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** salt-call's options. */
public final class CallOptions {
    private final Argument<String> out =
            Argument.option(
                    "OUTPUTTER",
                    "How to print: nested, highstate, json, yaml, raw, pprint, txt, quiet.",
                    "--out",
                    "--output");

    private final Argument<Integer> outIndent =
            Argument.option(
                    Integer.class,
                    "N",
                    "Indentation of json and yaml; negative means none.",
                    "--out-indent",
                    "--output-indent");

    private final Argument<String> outFile =
            Argument.option(
                    "FILE", "Write the result to this file.", "--out-file", "--output-file");

    private final Argument<Boolean> outFileAppend =
            Argument.flag("Append to the file.", "--out-file-append", "--output-file-append");

    private final Argument<Boolean> noColour =
            Argument.flag("No colours, even on a terminal.", "--no-color", "--no-colour");

    private final Argument<Boolean> forceColour =
            Argument.flag("Colours, even without a terminal.", "--force-color", "--force-colour");

    private final Argument<Boolean> local =
            Argument.flag("Accepted for salt-call's sake: there is never a master.", "--local");

    private final Argument<Boolean> retcodePassthrough =
            Argument.flag(
                    "Accepted for salt-call's sake: the exit code is always the function's.",
                    "--retcode-passthrough");

    private final Argument<String> id = Argument.option("ID", "The minion's id.", "--id");

    private final Argument<String> stateOutput =
            Argument.option(
                    "MODE",
                    "full, terse, mixed, changes, filter, or one of them with _id.",
                    "--state-output",
                    "--state_output");

    private final Argument<Boolean> stateVerbose =
            Argument.option(
                    Boolean.class,
                    "BOOL",
                    "Whether states without changes are printed.",
                    "--state-verbose",
                    "--state_verbose");

    private final Argument<String> fileRoot =
            Argument.option(
                    "DIR", "The only root of the base environment's states.", "--file-root");

    private final Argument<String> pillarRoot =
            Argument.option(
                    "DIR", "The only root of the base environment's pillar.", "--pillar-root");

    private final Argument<Boolean> skipGrains =
            Argument.flag("Do not load grains.", "--skip-grains");

    private final Argument<Boolean> grains = Argument.flag("Print the grains.", "-g", "--grains");

    private final Argument<Boolean> doc =
            Argument.flag(
                    "Print what the function, or every function, is for.",
                    "-d",
                    "--doc",
                    "--documentation");

    private final Argument<Boolean> metadata =
            Argument.flag("Print the result with its function, id and exit code.", "--metadata");

    List<Argument<?>> all() {
        return List.of(
                out,
                outIndent,
                outFile,
                outFileAppend,
                noColour,
                forceColour,
                local,
                retcodePassthrough,
                id,
                stateOutput,
                stateVerbose,
                fileRoot,
                pillarRoot,
                skipGrains,
                grains,
                doc,
                metadata);
    }

    Optional<String> out() {
        return out.given();
    }

    Optional<String> outFile() {
        return outFile.given();
    }

    boolean appends() {
        return outFileAppend.or(false);
    }

    boolean wantsGrains() {
        return grains.or(false);
    }

    boolean wantsDoc() {
        return doc.or(false);
    }

    boolean wantsMetadata() {
        return metadata.or(false);
    }

    boolean coloured(Terminal terminal) {
        return forceColour.or(false) || (!noColour.or(false) && terminal.colours().getAsBoolean());
    }

    /** What the options say in the configuration's own keys; it wins over the minion file. */
    Map<String, @Nullable Object> overrides() {
        Map<String, @Nullable Object> overrides = new LinkedHashMap<>();
        id.given().ifPresent(v -> overrides.put("id", v));
        stateOutput.given().ifPresent(v -> overrides.put("state_output", v));
        stateVerbose.given().ifPresent(v -> overrides.put("state_verbose", v));
        outIndent.given().ifPresent(v -> overrides.put("output_indent", v.longValue()));
        skipGrains.given().ifPresent(v -> overrides.put("skip_grains", v));
        fileRoot.given().ifPresent(v -> overrides.put("file_roots", Map.of("base", List.of(v))));
        pillarRoot
                .given()
                .ifPresent(v -> overrides.put("pillar_roots", Map.of("base", List.of(v))));
        return overrides;
    }
}
