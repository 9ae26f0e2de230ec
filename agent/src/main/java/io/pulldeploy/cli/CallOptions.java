package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** salt-call's options. */
public final class CallOptions {
    @Option(
            names = {"--out", "--output"},
            paramLabel = "OUTPUTTER",
            description = "How to print: nested, highstate, json, yaml, raw, pprint, txt, quiet.")
    private @Nullable String out;

    @Option(
            names = {"--out-indent", "--output-indent"},
            paramLabel = "N",
            description = "Indentation of json and yaml; negative means none.")
    private @Nullable Integer outIndent;

    @Option(
            names = {"--out-file", "--output-file"},
            paramLabel = "FILE",
            description = "Write the result to this file.")
    private @Nullable String outFile;

    @Option(
            names = {"--out-file-append", "--output-file-append"},
            description = "Append to the file.")
    private boolean outFileAppend;

    @Option(
            names = {"--no-color", "--no-colour"},
            description = "No colours, even on a terminal.")
    private boolean noColour;

    @Option(
            names = {"--force-color", "--force-colour"},
            description = "Colours, even without a terminal.")
    private boolean forceColour;

    @Option(
            names = "--local",
            description = "Accepted for salt-call's sake: there is never a master.")
    @SuppressWarnings("UnusedVariable")
    private boolean local;

    @Option(
            names = "--retcode-passthrough",
            description = "Accepted for salt-call's sake: the exit code is always the function's.")
    @SuppressWarnings("UnusedVariable")
    private boolean retcodePassthrough;

    @Option(names = "--id", paramLabel = "ID", description = "The minion's id.")
    private @Nullable String id;

    @Option(
            names = {"--state-output", "--state_output"},
            paramLabel = "MODE",
            description = "full, terse, mixed, changes, filter, or one of them with _id.")
    private @Nullable String stateOutput;

    @Option(
            names = {"--state-verbose", "--state_verbose"},
            paramLabel = "BOOL",
            description = "Whether states without changes are printed.")
    private @Nullable Boolean stateVerbose;

    @Option(
            names = "--file-root",
            paramLabel = "DIR",
            description = "The only root of the base environment's states.")
    private @Nullable String fileRoot;

    @Option(
            names = "--pillar-root",
            paramLabel = "DIR",
            description = "The only root of the base environment's pillar.")
    private @Nullable String pillarRoot;

    @Option(names = "--skip-grains", description = "Do not load grains.")
    private boolean skipGrains;

    @Option(
            names = {"-g", "--grains"},
            description = "Print the grains.")
    private boolean grains;

    @Option(
            names = {"-d", "--doc", "--documentation"},
            description = "Print what the function, or every function, is for.")
    private boolean doc;

    @Option(
            names = "--metadata",
            description = "Print the result with its function, id and exit code.")
    private boolean metadata;

    Optional<String> out() {
        return Optional.ofNullable(out);
    }

    Optional<String> outFile() {
        return Optional.ofNullable(outFile);
    }

    boolean appends() {
        return outFileAppend;
    }

    boolean wantsGrains() {
        return grains;
    }

    boolean wantsDoc() {
        return doc;
    }

    boolean wantsMetadata() {
        return metadata;
    }

    boolean coloured(Terminal terminal) {
        return forceColour || (!noColour && terminal.colours().getAsBoolean());
    }

    /** What the options say in the configuration's own keys; it wins over the minion file. */
    Map<String, @Nullable Object> overrides() {
        Map<String, @Nullable Object> overrides = new LinkedHashMap<>();
        put(overrides, "id", id);
        put(overrides, "state_output", stateOutput);
        put(overrides, "state_verbose", stateVerbose);
        put(overrides, "output_indent", outIndent == null ? null : Long.valueOf(outIndent));
        put(overrides, "skip_grains", skipGrains ? true : null);
        put(overrides, "file_roots", fileRoot == null ? null : Map.of("base", List.of(fileRoot)));
        put(
                overrides,
                "pillar_roots",
                pillarRoot == null ? null : Map.of("base", List.of(pillarRoot)));
        return overrides;
    }

    private static void put(
            Map<String, @Nullable Object> overrides, String key, @Nullable Object value) {
        if (value != null) {
            overrides.put(key, value);
        }
    }
}
