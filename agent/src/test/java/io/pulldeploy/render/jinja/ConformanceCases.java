package io.pulldeploy.render.jinja;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.TestHosts;
import io.pulldeploy.render.salt.CaseFunctions;
import io.pulldeploy.render.salt.SaltJinja;
import io.pulldeploy.render.salt.SaltPrinter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Cases with what Salt made of them, and how they are rendered here. */
final class ConformanceCases {
    private ConformanceCases() {}

    /**
     * What Salt made of a template.
     *
     * @param expected its output, or null if it failed
     * @param error the first line of its error
     * @param frames the template's part of the traceback; empty if not known
     * @param failed the exception that came before any line was rendered, or null
     */
    record Answer(
            @Nullable String expected,
            @Nullable String error,
            long line,
            List<String> frames,
            @Nullable String failed) {
        @SuppressWarnings("unchecked")
        static Answer of(Map<String, Object> json) {
            List<List<Object>> frames = (List<List<Object>>) json.getOrDefault("frames", List.of());
            return new Answer(
                    (String) json.get("expected"),
                    (String) json.get("error"),
                    json.get("line") instanceof Long line ? line : 0,
                    frames.stream().map(ConformanceCases::frame).toList(),
                    (String) json.get("failed"));
        }

        @Override
        public String toString() {
            if (failed != null) {
                return "FAILED " + failed;
            }
            return expected != null
                    ? expected
                    : "ERROR " + error + " @" + line + (frames.isEmpty() ? "" : " " + frames);
        }
    }

    /** A template with what it may use, and Salt's answer. */
    record Case(
            String id,
            String template,
            Map<String, @Nullable Object> context,
            Map<String, String> files,
            Answer answer,
            JinjaOptions options) {}

    @SuppressWarnings("unchecked")
    static List<Case> load(String resource) {
        Map<String, Object> root = (Map<String, Object>) readJson(resource);
        List<Object> contexts = (List<Object>) get(root, "contexts");
        Map<String, Object> fileSets = (Map<String, Object>) root.getOrDefault("files", Map.of());
        List<Case> cases = new ArrayList<>();
        for (Object item : (List<Object>) get(root, "cases")) {
            Map<String, Object> one = (Map<String, Object>) item;
            rejectUnknownKeys(one.keySet());
            Object files = one.getOrDefault("files", Map.of());
            if (files instanceof String name) {
                files = get(fileSets, name);
            }
            int context = ((Long) one.getOrDefault("context", 0L)).intValue();
            Map<String, String> named = (Map<String, String>) files;
            cases.add(
                    new Case(
                            (String) get(one, "id"),
                            (String) get(one, "template"),
                            (Map<String, @Nullable Object>) contexts.get(context),
                            named,
                            Answer.of(one),
                            options((Map<String, Object>) one.getOrDefault("options", Map.of()))));
        }
        return cases;
    }

    /** The first context of a file of cases. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> context(String resource) {
        Map<String, Object> root = (Map<String, Object>) readJson(resource);
        return (Map<String, @Nullable Object>) ((List<Object>) get(root, "contexts")).getFirst();
    }

    private static String frame(List<Object> frame) {
        String file = frame.get(0).toString().replace("<unknown>", "<template>");
        return file + ":" + frame.get(1) + " " + frame.get(2);
    }

    /** Salt's {@code jinja_env}, over what Salt always sets. */
    static JinjaOptions options(Map<String, Object> given) {
        JinjaOptions options = JinjaOptions.DEFAULT.withPrinter(SaltPrinter::print);
        for (Map.Entry<String, Object> entry : given.entrySet()) {
            boolean on = Boolean.TRUE.equals(entry.getValue());
            options =
                    switch (entry.getKey()) {
                        case "trim_blocks" -> options.withTrimBlocks(on);
                        case "lstrip_blocks" -> options.withLstripBlocks(on);
                        case "keep_trailing_newline" -> options.withKeepTrailingNewline(on);
                        case "newline_sequence" ->
                                options.withNewlineSequence(entry.getValue().toString());
                        default ->
                                options.withDelimiter(entry.getKey(), entry.getValue().toString());
                    };
        }
        return options;
    }

    private static Object get(Map<String, Object> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static void rejectUnknownKeys(Set<String> keys) {
        Set<String> known =
                Set.of(
                        "id",
                        "cat",
                        "template",
                        "context",
                        "files",
                        "expected",
                        "error",
                        "line",
                        "kind",
                        "options",
                        "failed",
                        "frames");
        if (!known.containsAll(keys)) {
            throw new IllegalArgumentException("a case has keys that no test reads: " + keys);
        }
    }

    static Object readJson(String resource) {
        try (InputStream in =
                ConformanceCases.class.getResourceAsStream("/conformance/jinja/" + resource)) {
            return Objects.requireNonNull(
                    Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the case gives here: the output, or the error as Salt words its first line. */
    static String render(Jinja jinja, Case one) {
        TemplateLoader loader =
                name ->
                        Optional.ofNullable(one.files().get(name))
                                .map(text -> new LoadedTemplate(text, name));
        Map<String, @Nullable Object> names = new LinkedHashMap<>(one.context());
        names.put("salt", CaseFunctions.in(one.context()));
        try {
            return withNewline(
                    one.template(),
                    jinja.with(one.options())
                            .with(loader)
                            .render(one.template(), "<template>", names));
        } catch (TemplateError e) {
            if (one.answer().failed() != null) {
                return "FAILED " + e.kind() + ": " + e.getMessage() + at(e);
            }
            return "ERROR " + describe(e) + (one.answer().frames().isEmpty() ? "" : " " + chain(e));
        }
    }

    private static String at(TemplateError e) {
        return e.frames().isEmpty() ? "" : " " + chain(e);
    }

    private static List<String> chain(TemplateError e) {
        return e.frames().stream()
                .map(frame -> frame.path() + ":" + frame.line() + " " + frame.location())
                .toList();
    }

    /** Salt gives back the newline that Jinja2 takes. */
    private static String withNewline(String template, String output) {
        return template.endsWith("\n") ? output + "\n" : output;
    }

    /** The first line of Salt's SaltRenderError, and the line that it names. */
    static String describe(TemplateError e) {
        boolean inFile =
                e.frames().reversed().stream()
                        .filter(frame -> !frame.location().startsWith("block "))
                        .findFirst()
                        .map(frame -> !frame.root())
                        .orElse(false);
        int line = inFile ? 0 : e.line();
        String message = e.getMessage();
        int newline = message.indexOf('\n');
        String first = newline < 0 ? message : message.substring(0, newline);
        if (e.kind().equals("TemplateNotFound")) {
            first = PyRepr.repr(first) + " not found in search path: '<dir>'";
        }
        String suffix = line > 0 && newline < 0 ? "; line " + line : "";
        if (e.kind().equals("UndefinedError")) {
            return "Jinja variable " + first + suffix + " @" + line;
        }
        if (e.is("TemplateRuntimeError") || e.is("TemplateSyntaxError")) {
            return "Jinja syntax error: " + first + suffix + " @" + line;
        }
        if (e.is("SaltInvocationError") || e.is("CommandExecutionError")) {
            return "Problem running salt function in Jinja template: "
                    + first
                    + suffix
                    + " @"
                    + line;
        }
        return "Jinja error: " + first + " @" + line;
    }

    /** Jinja2 as Salt sets it up. */
    static Jinja salt() {
        return new SaltJinja(TestHosts.real(), new SplittableRandom(1)).environment();
    }
}
