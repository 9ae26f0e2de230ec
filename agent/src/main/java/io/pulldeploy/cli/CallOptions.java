package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** salt-call's options. */
public final class CallOptions {
    private final Argument<String> out =
            Argument.option(
                    "OUTPUTTER",
                    "How to print: nested, highstate, json, yaml, raw, pprint, txt, table, key, quiet.",
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

    private final Argument<String> id = Argument.option("ID", "The minion's id.", "--id");

    private final Argument<String> stateOutput =
            Argument.option(
                    "MODE",
                    "full, terse, mixed, changes, filter, or one of them with _id.",
                    "--state-output",
                    "--state_output");

    private final Argument<String> stateVerbose =
            Argument.option(
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

    private final Argument<Boolean> outputDiff =
            Argument.flag("Print only states that change something.", "--output-diff");

    private final Argument<String> setMetadata =
            Argument.option(
                    "METADATA",
                    "What --metadata prints with the result; read as YAML.",
                    "--set-metadata");

    private final Argument<String> notParsed =
            Argument.option(
                    "NAMES",
                    "Keyword arguments that are not read as YAML, between commas.",
                    "--no-parse");

    private final Argument<String> cacheDirectory =
            Argument.option("DIR", "Where copies of files are kept.", "--cachedir");

    private final Argument<String> user =
            Argument.option("USER", "The user that runs this; another one is refused.", "--priv");

    private final Argument<String> moduleDirectories =
            Argument.option(
                    "DIR",
                    "Accepted for salt-call's sake: modules in Python are not loaded.",
                    "-m",
                    "--module-dirs");

    private final Argument<String> stateDirectories =
            Argument.option(
                    "DIR",
                    "Accepted for salt-call's sake: modules in Python are not loaded.",
                    "--states-dir");

    private final Argument<String> returner =
            Argument.option(
                    "RETURNER",
                    "Accepted for salt-call's sake: there are no returners.",
                    "--return");

    private final Argument<String> executors =
            Argument.option(
                    "LIST",
                    "Accepted for salt-call's sake, as long as it is direct_call.",
                    "--module-executors");

    /** What has no meaning without a master, or is so in any case. */
    private final List<Argument<?>> accepted =
            List.of(
                    Argument.flag(
                            "Accepted for salt-call's sake: there is never a master.", "--local"),
                    Argument.flag(
                            "Accepted for salt-call's sake: the exit code is always the function's.",
                            "--retcode-passthrough"),
                    Argument.option(
                            "HOST",
                            "Accepted for salt-call's sake: there is never a master.",
                            "--master"),
                    Argument.option(
                            Integer.class,
                            "SECONDS",
                            "Accepted for salt-call's sake: it is how long a master is waited for.",
                            "-t",
                            "--timeout"),
                    Argument.flag(
                            "Accepted for salt-call's sake: there is never a master.",
                            "--no-return-event"),
                    Argument.flag(
                            "Accepted for salt-call's sake: grains are looked up in every run.",
                            "--refresh-grains-cache"),
                    Argument.flag(
                            "Accepted for salt-call's sake: -l debug shows an error's origin.",
                            "--hard-crash"));

    List<Argument<?>> all() {
        List<Argument<?>> all =
                new ArrayList<>(
                        List.of(
                                out,
                                outIndent,
                                outFile,
                                outFileAppend,
                                noColour,
                                forceColour,
                                id,
                                stateOutput,
                                stateVerbose,
                                outputDiff,
                                fileRoot,
                                pillarRoot,
                                cacheDirectory,
                                skipGrains,
                                grains,
                                doc,
                                metadata,
                                setMetadata,
                                notParsed,
                                user,
                                moduleDirectories,
                                stateDirectories,
                                returner,
                                executors));
        all.addAll(accepted);
        return all;
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

    Optional<String> metadata() {
        return setMetadata.given();
    }

    List<String> notParsed() {
        return notParsed.given().map(names -> List.of(names.split(","))).orElse(List.of());
    }

    /** What is asked for that there is not, and that does not matter to the call. */
    List<String> ignored() {
        List<String> ignored = new ArrayList<>();
        moduleDirectories
                .given()
                .ifPresent(_ -> ignored.add("-m is ignored: modules in Python are not loaded"));
        stateDirectories
                .given()
                .ifPresent(_ ->
                        ignored.add("--states-dir is ignored: modules in Python are not loaded"));
        returner.given().ifPresent(_ -> ignored.add("--return is ignored: there are no returners"));
        return ignored;
    }

    /**
     * What is asked for that there is not, and that the call would not be the same without.
     *
     * @param runningUser who runs this
     */
    Optional<String> refused(String runningUser) {
        Optional<String> other =
                user.given()
                        .filter(name -> !name.equals(runningUser))
                        .map(name ->
                                "--priv %s: this runs as %s; use sudo or runuser to be somebody else"
                                        .formatted(name, runningUser));
        return other.or(() ->
                executors
                        .given()
                        .filter(list -> !list.matches("\\[? *direct_call *]?"))
                        .map(list -> "--module-executors " + list + ": there is only direct_call"));
    }

    /** A file has colours only if they are asked for. */
    boolean coloured(Terminal terminal, boolean intoFile) {
        return forceColour.or(false)
                || (!noColour.or(false) && !intoFile && terminal.colours().getAsBoolean());
    }

    /** What the options say in the configuration's own keys; it wins over the minion file. */
    Map<String, @Nullable Object> overrides() {
        Map<String, @Nullable Object> overrides = new LinkedHashMap<>();
        id.given().ifPresent(v -> overrides.put("id", v));
        stateOutput.given().ifPresent(v -> overrides.put("state_output", v));
        stateVerbose
                .given()
                .ifPresent(v ->
                        overrides.put(
                                "state_verbose",
                                switch (v) {
                                    case "True", "true" -> true;
                                    case "False", "false" -> false;
                                    default -> v;
                                }));
        outputDiff.given().ifPresent(v -> overrides.put("state_output_diff", v));
        cacheDirectory.given().ifPresent(v -> overrides.put("cachedir", v));
        outIndent.given().ifPresent(v -> overrides.put("output_indent", v.longValue()));
        skipGrains.given().ifPresent(v -> overrides.put("skip_grains", v));
        fileRoot.given().ifPresent(v -> overrides.put("file_roots", Map.of("base", List.of(v))));
        pillarRoot
                .given()
                .ifPresent(v -> overrides.put("pillar_roots", Map.of("base", List.of(v))));
        return overrides;
    }
}
