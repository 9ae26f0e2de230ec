package io.pulldeploy.cli;

import io.pulldeploy.cli.output.Colours;
import io.pulldeploy.cli.output.OutputOptions;
import io.pulldeploy.cli.output.Outputter;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.PillarMask;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls one execution function, with salt-call's syntax, output and errors. */
public final class CallCommand implements Subcommand {
    /** The functions whose results Salt prints with the highstate outputter. */
    private static final Set<String> HIGHSTATE_FUNCTIONS =
            Set.of(
                    "state.sls",
                    "state.sls_id",
                    "state.pkg",
                    "state.top",
                    "state.single",
                    "state.highstate",
                    "state.template",
                    "state.template_str",
                    "state.apply",
                    "state.test",
                    "state.request",
                    "state.check_request",
                    "state.run_request");

    private static final Logger log = LoggerFactory.getLogger(CallCommand.class);
    private static final DateTimeFormatter JOB =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS");

    private final Terminal terminal;
    private final MinionSource minions;
    private final Outputters outputters;
    private final Function<String, @Nullable Object> yaml;
    private final Host host;

    private final GlobalOptions global = new GlobalOptions();
    private final CallOptions options = new CallOptions();

    private final Argument<String> name =
            Argument.optionalParameter(0, "FUNCTION", "module.function, for example state.apply.");

    private final Argument<List<String>> words =
            Argument.parametersFrom(
                    1,
                    "ARG",
                    "Arguments, key=value for keyword arguments; values are read as YAML.");

    /**
     * @param yaml reads a command-line value as YAML
     */
    public CallCommand(
            Terminal terminal,
            MinionSource minions,
            Outputters outputters,
            Function<String, @Nullable Object> yaml,
            Host host) {
        this.terminal = terminal;
        this.minions = minions;
        this.outputters = outputters;
        this.yaml = yaml;
        this.host = host;
    }

    @Override
    public String name() {
        return "call";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(global.all());
        arguments.addAll(options.all());
        arguments.add(name);
        arguments.add(words);
        return new Usage(
                List.of("Calls an execution function, as salt-call does."),
                List.of(
                        "call state.apply nginx test=True",
                        "call -c DIR --out json state.show_low_sls nginx",
                        "call grains.get os_family"),
                arguments);
    }

    @Override
    public Integer call() {
        String function = name.or("");
        options.refused(System.getProperty("user.name", ""))
                .ifPresent(refused -> {
                    throw new Misuse(refused);
                });
        options.ignored().forEach(log::warn);
        Map<String, @Nullable Object> overrides = options.overrides();
        Minion minion = minions.open(global.configDir(), overrides);
        StateProgress.show(minion, terminal);
        if (global.logLevel().isEmpty() && minion.opts().get("log_level") instanceof String level) {
            Logging.show(level, terminal.secrets());
        }
        if (options.wantsGrains()) {
            if (!function.isEmpty()) {
                throw new Misuse("-g/--grains does not accept any arguments");
            }
            return print(minion, "grains.items", new LinkedHashMap<>(minion.grains()), 0);
        }
        if (options.wantsDoc()) {
            return document(minion, function);
        }
        if (function.isEmpty()) {
            throw new Misuse("a FUNCTION is missing");
        }
        if (!minion.hasFunction(function)) {
            return unknownFunction(minion, function);
        }
        CallArguments arguments =
                CallArguments.parse(words.or(List.of()), yaml, options.notParsed());
        String unknown = unknownKeywords(minion, function, arguments);
        if (!unknown.isEmpty()) {
            terminal.note("The following keyword arguments are not valid: " + unknown);
            return ExitCode.SLS_ERROR.code();
        }
        Optional<String> mismatch = mismatch(minion, function, arguments);
        if (mismatch.isPresent()) {
            terminal.note("Passed invalid arguments: " + mismatch.get() + ".\n\nUsage:");
            terminal.note(usage(minion, function));
            return ExitCode.SLS_ERROR.code();
        }
        try {
            Object result = called(minion, function, arguments);
            explain(minion);
            return print(minion, function, result, retcode(minion, result));
        } catch (SlsException mistakes) {
            mistakes.errors().forEach(error -> explain(error));
            terminal.note("Error running '" + function + "': " + mistakes.getMessage());
            return ExitCode.SLS_ERROR.code();
        } catch (CallError refused) {
            terminal.note("Error running '" + function + "': " + refused.getMessage());
            return ExitCode.SLS_ERROR.code();
        }
    }

    /** What the functions whose names start with the given one are for, as plain text. */
    private int document(Minion minion, String function) {
        if (!words.or(List.of()).isEmpty()) {
            throw new Misuse("You can only get documentation for one method at one time");
        }
        if (minion.call("sys.doc", List.of(), Map.of()) instanceof Map<?, ?> docs) {
            docs.forEach((about, text) -> {
                if (String.valueOf(about).startsWith(function)) {
                    terminal.print("%s:\n\n    %s\n\n".formatted(about, text));
                }
            });
        }
        return ExitCode.OK.code();
    }

    /** The keyword arguments that the function does not take. */
    private static String unknownKeywords(Minion minion, String function, CallArguments arguments) {
        return minion.signature(function)
                .filter(signature -> !signature.takesKwargs())
                .map(signature ->
                        arguments.named().entrySet().stream()
                                .filter(e -> signature.parameter(e.getKey()).isEmpty())
                                .map(e -> e.getKey() + "=" + PythonText.str(e.getValue()))
                                .collect(Collectors.joining(", ")))
                .orElse("");
    }

    /** What is wrong with the arguments' number or names. */
    private Optional<String> mismatch(Minion minion, String function, CallArguments arguments) {
        try {
            minion.signature(function)
                    .ifPresent(s -> s.bind(function, arguments.positional(), arguments.named()));
            return Optional.empty();
        } catch (CallError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private String usage(Minion minion, String function) {
        Object docs = minion.call("sys.doc", List.of(function), Map.of());
        String parameters =
                minion.signature(function)
                        .map(s ->
                                s.parameters().stream()
                                        .map(Parameter::name)
                                        .collect(Collectors.joining(", ")))
                        .orElse("");
        return "  %s(%s): %s"
                .formatted(
                        function,
                        parameters,
                        docs instanceof Map<?, ?> map ? map.get(function) : "");
    }

    /** Salt shows the pillar masked to whoever calls its functions from the command line. */
    private @Nullable Object called(Minion minion, String function, CallArguments arguments) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(arguments.named());
        if (!function.startsWith("state.")
                && minion.signature(function).filter(Signature::takesKwargs).isPresent()) {
            named.putAll(origin(function));
        }
        return function.startsWith("pillar.")
                ? PillarMask.<@Nullable Object>on(
                        () -> minion.call(function, arguments.positional(), named))
                : minion.call(function, arguments.positional(), named);
    }

    /** What Salt tells functions of a call from the command line; cmd's ask for a shell then. */
    private Map<String, @Nullable Object> origin(String function) {
        Map<String, @Nullable Object> origin = new LinkedHashMap<>();
        origin.put("__pub_fun", function);
        origin.put("__pub_pid", ProcessHandle.current().pid());
        origin.put("__pub_jid", job());
        origin.put("__pub_tgt", "salt-call");
        return origin;
    }

    private int unknownFunction(Minion minion, String function) {
        terminal.note("'" + function + "' is not available.");
        Object known = minion.call("sys.list_functions", List.of(), Map.of());
        if (known instanceof List<?> names) {
            List<String> close =
                    CloseNames.of(function, names.stream().map(String::valueOf).toList());
            if (!close.isEmpty()) {
                terminal.note("  Did you mean " + String.join(" or ", close) + "?");
            }
        }
        return ExitCode.USAGE.code();
    }

    /**
     * The author's mistakes, which {@code {"local": […]}} holds in Salt's words, once more with
     * file, line and hint.
     */
    private void explain(Minion minion) {
        if (minion.context().get("sls_errors") instanceof List<?> errors) {
            errors.stream()
                    .filter(SlsError.class::isInstance)
                    .forEach(error -> explain((SlsError) error));
        }
    }

    private void explain(SlsError error) {
        List<String> told = error.told();
        told.stream().limit(1).forEach(terminal::note);
        told.stream().skip(1).forEach(line -> terminal.note("  " + line));
    }

    private static int retcode(Minion minion, @Nullable Object result) {
        if (minion.context().get("retcode") instanceof Number code && code.intValue() != 0) {
            return code.intValue();
        }
        boolean failed =
                result instanceof Map<?, ?> map
                        && (Boolean.FALSE.equals(map.get("result"))
                                || Boolean.FALSE.equals(map.get("success")));
        return failed ? 1 : 0;
    }

    private int print(Minion minion, String called, @Nullable Object result, int retcode) {
        Optional<String> own =
                HIGHSTATE_FUNCTIONS.contains(called) ? Optional.of("highstate") : Optional.empty();
        Object safe = terminal.secrets().maskAll(result);
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put(
                "local",
                options.wantsMetadata() ? metadata(minion, called, safe, retcode, own) : safe);
        Map<String, @Nullable Object> opts = new LinkedHashMap<>(minion.opts());
        opts.putAll(options.overrides());
        Colours colours =
                options.coloured(terminal, options.outFile().isPresent())
                        ? Colours.ANSI
                        : Colours.NONE;
        // Salt shows what no state run is as ever, even with --out highstate.
        String otherwise = options.wantsMetadata() ? "nested" : own.orElse("nested");
        String chosen =
                options.out()
                        .or(() ->
                                Optional.ofNullable(opts.get("output"))
                                        .filter(String.class::isInstance)
                                        .map(String.class::cast))
                        .filter(out -> !out.equals("highstate") && !out.isEmpty())
                        .orElse(otherwise);
        String text = outputter(chosen).format(shown, new OutputOptions(opts, colours, retcode));
        if (!text.isEmpty()) {
            write(text + "\n");
        }
        return retcode;
    }

    private Map<String, @Nullable Object> metadata(
            Minion minion,
            String called,
            @Nullable Object result,
            int retcode,
            Optional<String> outputter) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("jid", job());
        metadata.put("return", result);
        metadata.put("retcode", (long) retcode);
        outputter.ifPresent(out -> metadata.put("out", out));
        metadata.put("id", minion.id());
        metadata.put("fun", called);
        metadata.put("fun_args", words.or(List.of()));
        options.metadata()
                .ifPresent(given -> metadata.put("metadata", CallArguments.value(given, yaml)));
        return metadata;
    }

    private String job() {
        return JOB.format(LocalDateTime.now(host.clock()));
    }

    private void write(String text) {
        if (options.outFile().isEmpty()) {
            terminal.print(text);
            return;
        }
        Path path = Path.of(options.outFile().get()).toAbsolutePath();
        String before = options.appends() ? host.files().textIfPresent(path).orElse("") : "";
        host.files().write(path, before + terminal.secrets().mask(text));
    }

    private Outputter outputter(String wanted) {
        return outputters
                .find(wanted)
                .orElseGet(() -> {
                    log.error(
                            "Invalid outputter {} specified, fall back to nested; there are: {}",
                            wanted,
                            String.join(", ", outputters.names()));
                    return outputters.find("nested").orElseThrow();
                });
    }
}
