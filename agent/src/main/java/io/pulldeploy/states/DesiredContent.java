package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.Texts;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a managed file is to hold: the state's own text, or a source's. */
final class DesiredContent {
    /** Salt's, and our second renderer. */
    private static final Set<String> TEMPLATE_FORMATS =
            Set.of("cheetah", "genshi", "jinja", "jinjava", "mako", "py", "wempy");

    private final FileSources sources;

    DesiredContent(FileSources sources) {
        this.sources = sources;
    }

    /**
     * What the file is to hold.
     *
     * @param fromSource whether it is a source's, rather than the SLS file's own
     * @param mode the mode after {@code keep} was looked up
     * @param modeForetold whether a test run tells of the mode; Salt's does not look at that of a
     *     file to keep
     * @param complaint what speaks against writing it
     */
    record Desired(
            Optional<byte[]> content,
            boolean fromSource,
            Optional<String> mode,
            boolean modeForetold,
            Optional<String> complaint) {}

    /** What the state's own {@code contents}, its pillar's or its grains' say. */
    byte[] inline(StateCall call) {
        Arguments args = call.args();
        Object value;
        if (args.value("contents_pillar") != null) {
            value = lookedUp(call, "contents_pillar", "pillar.get", "Pillar");
        } else if (args.value("contents_grains") != null) {
            value = lookedUp(call, "contents_grains", "grains.get", "Grain");
        } else {
            value = args.value("contents");
        }
        boolean empty =
                switch (value) {
                    case null -> true;
                    case String s -> s.isEmpty();
                    case byte[] b -> b.length == 0;
                    case List<?> l -> l.isEmpty();
                    case Map<?, ?> m -> m.isEmpty();
                    default -> false;
                };
        if (empty && !args.flag("allow_empty")) {
            String what =
                    args.flag("contents_pillar")
                            ? "contents_pillar " + Texts.str(args.value("contents_pillar"))
                            : args.flag("contents_grains")
                                    ? "contents_grains " + Texts.str(args.value("contents_grains"))
                                    : "'contents'";
            throw new CallError(
                    what
                            + " value would result in empty contents. Set allow_empty to True to allow the managed file to be empty.");
        }
        if (value instanceof byte[] bytes) {
            String decoded = new String(bytes, StandardCharsets.UTF_8);
            if (!Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes)) {
                if (args.flag("template")) {
                    throw new CallError(
                            "Contents specified by contents/contents_pillar/contents_grains appears to be binary data, and as will not be able to be treated as a Jinja template.");
                }
                return bytes;
            }
            value = decoded;
        }
        if (value instanceof List<?> l && l.isEmpty()) {
            throw new CallError(
                    "Contents specified by contents/contents_pillar/contents_grains is not a string or list of strings, and is not binary data. SLS is likely malformed.");
        }
        StringBuilder text = new StringBuilder();
        for (Object part : value instanceof List<?> l ? l : Collections.singletonList(value)) {
            for (String line : Texts.splitLines(Texts.str(part), false)) {
                text.append(line).append('\n');
            }
        }
        String joined =
                args.flag("contents_newline")
                        ? text.toString()
                        : Texts.stripEnd(Texts.stripEnd(text.toString(), "\n"), "\r");
        if (args.flag("template")) {
            checkTemplateFormat(args);
            try {
                joined = rendered(call, joined, call.name(), Map.of());
            } catch (CallError e) {
                // Salt does not look after this one, as it does after a source's.
                throw new CallError(comment(e), e);
            }
        }
        return joined.getBytes(charset(args));
    }

    /** A state's comment on an error; Salt's states do not look after those of templates. */
    static String comment(CallError error) {
        return (error.pythonClass().equals("SaltRenderError")
                        ? "An exception occurred in this state: "
                        : "")
                + error.getMessage();
    }

    private static Charset charset(Arguments args) {
        try {
            return args.text("encoding")
                    .map(DesiredContent::javaName)
                    .map(Charset::forName)
                    .orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CallError("unknown encoding: " + args.string("encoding"), e);
        }
    }

    /** Python writes these with the least significant byte first, and a mark that says so. */
    private static String javaName(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "utf-16", "utf16" -> "x-UTF-16LE-BOM";
            case "utf-32", "utf32" -> "X-UTF-32LE-BOM";
            default -> encoding;
        };
    }

    private static @Nullable Object lookedUp(
            StateCall call, String option, String function, String kind) {
        Object wanted = call.args().value(option);
        String delimiter = call.args().string("contents_delimiter");
        if (wanted instanceof List<?> keys) {
            List<String> texts = new ArrayList<>();
            for (Object key : keys) {
                Object found = lookUp(call.minion(), function, key, delimiter, kind);
                if (!(found instanceof String text)) {
                    throw new CallError(
                            "An exception occurred in this state: sequence item %d: expected str instance, %s found"
                                    .formatted(texts.size(), PythonText.type(found)));
                }
                texts.add(text);
            }
            return String.join("\n", texts);
        }
        return lookUp(call.minion(), function, wanted, delimiter, kind);
    }

    private static @Nullable Object lookUp(
            Minion minion, String function, @Nullable Object key, String delimiter, String kind) {
        // A value that no pillar holds stands for "not there", because null is a value.
        String missing = "\u0000missing";
        Object value =
                minion.call(function, Arrays.asList(key, missing), Map.of("delimiter", delimiter));
        if (missing.equals(value)) {
            throw new CallError(kind + " " + Texts.str(key) + " does not exist");
        }
        return value;
    }

    /**
     * What the chosen source holds, rendered if it is a template; nothing if there is no source.
     */
    Desired fromSource(StateCall call, Path name, Wanted wanted, boolean keepMode) {
        Arguments args = call.args();
        if (!args.flag("source")) {
            return new Desired(Optional.empty(), false, wanted.mode(), true, Optional.empty());
        }
        FileSources.Source source =
                sources.choose(
                        args.value("source"),
                        args.text("source_hash").orElse(""),
                        call.minion(),
                        call.saltenv());
        FileSources.Fetched fetched =
                sources.fetch(
                        source,
                        name.toString(),
                        args.text("source_hash_name").orElse(""),
                        !args.flag("skip_verify")
                                && !args.flag("use_etag")
                                && !(args.flag("template") && FileSources.isLocal(source.url())),
                        call.minion(),
                        call.saltenv());
        byte[] content = fetched.content();
        if (args.flag("template") && Texts.isText(content)) {
            Map<String, @Nullable Object> names = new LinkedHashMap<>(args.extra());
            names.put("name", name.toString());
            names.put("source", source.url());
            for (String option : List.of("user", "group", "mode", "attrs")) {
                names.put(option, args.value(option));
            }
            Accumulators.of(call.minion())
                    .texts(call.name())
                    .ifPresent(texts -> names.put("accumulator", texts));
            content =
                    rendered(call, new String(content, StandardCharsets.UTF_8), source.url(), names)
                            .getBytes(charset(args));
        }
        return new Desired(
                Optional.of(content),
                true,
                keepMode ? fetched.mode() : wanted.mode(),
                !keepMode || args.flag("template") || !FileSources.isSalt(source.url()),
                fetched.complaint());
    }

    private static void checkTemplateFormat(Arguments args) {
        String format = args.string("template");
        if (!TEMPLATE_FORMATS.contains(format)) {
            throw new CallError("Specified template format " + format + " is not supported");
        }
    }

    /** Renders with the names given, then the state's defaults, then its context: the last wins. */
    private static String rendered(
            StateCall call, String text, String what, Map<String, @Nullable Object> names) {
        Arguments args = call.args();
        checkTemplateFormat(args);
        Map<String, @Nullable Object> context = new LinkedHashMap<>(names);
        args.map("defaults").forEach((k, v) -> context.put(Texts.str(k), v));
        args.map("context").forEach((k, v) -> context.put(Texts.str(k), v));
        return call.minion()
                .templates()
                .render(args.string("template"), text, what, call.saltenv(), context);
    }
}
