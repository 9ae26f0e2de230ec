package io.pulldeploy.render.jinja;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.salt.SaltPrinter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Cases with what Salt made of them, and how they are rendered here. */
final class ConformanceCases {
    private ConformanceCases() {}

    /**
     * @param expected Salt's output, or null if it failed
     * @param error the first line of Salt's error
     */
    record Case(
            String id,
            String template,
            Map<String, @Nullable Object> context,
            Map<String, String> files,
            @Nullable String expected,
            @Nullable String error,
            long line) {}

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
            cases.add(
                    new Case(
                            (String) get(one, "id"),
                            (String) get(one, "template"),
                            (Map<String, @Nullable Object>) contexts.get(context),
                            (Map<String, String>) files,
                            (String) one.get("expected"),
                            (String) one.get("error"),
                            one.get("line") instanceof Long line ? line : 0));
        }
        return cases;
    }

    private static Object get(Map<String, Object> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static void rejectUnknownKeys(Set<String> keys) {
        Set<String> known =
                Set.of("id", "cat", "template", "context", "files", "expected", "error", "line");
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
                                .map(text -> new LoadedTemplate(text, "/files/" + name));
        try {
            return withNewline(
                    one.template(),
                    jinja.with(loader).render(one.template(), "<template>", one.context()));
        } catch (TemplateError e) {
            return "ERROR " + describe(e);
        }
    }

    /** Salt gives back the newline that Jinja2 takes. */
    private static String withNewline(String template, String output) {
        return template.endsWith("\n") ? output + "\n" : output;
    }

    static String expected(Case one) {
        return one.expected() != null ? one.expected() : "ERROR " + one.error() + " @" + one.line();
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
        if (e.is("TemplateNotFound")) {
            first = PyRepr.repr(first) + " not found in search path: '<dir>'";
        }
        String suffix = line > 0 && newline < 0 ? "; line " + line : "";
        if (e.kind().equals("UndefinedError")) {
            return "Jinja variable " + first + suffix + " @" + line;
        }
        if (e.is("TemplateRuntimeError") || e.is("TemplateSyntaxError")) {
            return "Jinja syntax error: " + first + suffix + " @" + line;
        }
        return "Jinja error: " + first + " @" + line;
    }

    /** What Salt's environment adds that the core cases use: its printing of mappings. */
    static Jinja salt() {
        JinjaOptions options = JinjaOptions.DEFAULT.withPrinter(SaltPrinter::print);
        return new Jinja(options, TemplateLoader.none(), Jinja.Extensions.NONE);
    }
}
