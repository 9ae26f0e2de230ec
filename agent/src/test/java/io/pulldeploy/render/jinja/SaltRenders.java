package io.pulldeploy.render.jinja;

import io.pulldeploy.SaltProcess;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Renders templates with Salt, in one long-lived process, and here, and compares. */
final class SaltRenders implements AutoCloseable {
    /**
     * Addresses, which are never the same, also where something stands between their characters;
     * what is about Python's code; what takes too long; lists whose items Python made for the
     * moment only, one after the other in the same place, where Salt sees a cycle.
     */
    private static final Pattern NOT_COMPARED =
            Pattern.compile(
                    "(?i:0\\W*x\\W*7)|\\{\"failed\": \"(SyntaxError|TypeError: sequence item|TimedOut"
                            + "|MemoryError)|Reference cycle detected");

    private final Map<String, @Nullable Object> context =
            Objects.requireNonNull(ConformanceCases.context("core_cases.json"));
    private final Jinja jinja = ConformanceCases.salt();
    private final SaltProcess salt;

    SaltRenders() throws IOException {
        salt = new SaltProcess("jinja/salt_renderer.py");
    }

    /** What differs; empty if nothing does, or if the template cannot be compared. */
    @SuppressWarnings("unchecked")
    String difference(String template, Map<String, Boolean> options) throws IOException {
        Map<String, Object> question =
                Map.of("template", template, "context", context, "options", options);
        String line = salt.ask(Json.write(question, JsonStyle.PYTHON));
        // The first key that Salt complains of is that of a set, whose order is another each time.
        boolean ofSet = template.contains("compare_dicts") && line.contains("\"error\"");
        if (ofSet || NOT_COMPARED.matcher(line).find()) {
            return "";
        }
        ConformanceCases.Case one =
                new ConformanceCases.Case(
                        "random",
                        template,
                        context,
                        Map.of(),
                        ConformanceCases.Answer.of(
                                (Map<String, Object>) Objects.requireNonNull(Json.parse(line))),
                        ConformanceCases.options(new LinkedHashMap<>(options)));
        String expected = recursion(one.answer().toString());
        String actual = recursion(ConformanceCases.render(jinja, one));
        return actual.equals(expected)
                        || isSameSet(actual, expected)
                        || actual.contains(" the limit of ")
                        || !isDefinite(one)
                ? ""
                : "\n" + template + " " + options + "\n Salt: " + expected + "\n here: " + actual;
    }

    /** Whether both may be one set, whose items stand in another order in each process. */
    private static boolean isSameSet(String actual, String expected) {
        return actual.startsWith("{")
                && Arrays.equals(
                        actual.chars().sorted().toArray(), expected.chars().sorted().toArray());
    }

    /** Whether it gives the same each time; an address in it or a random number makes another. */
    private boolean isDefinite(ConformanceCases.Case one) {
        return ConformanceCases.render(jinja, one).equals(ConformanceCases.render(jinja, one));
    }

    /** Where Python's stack ends is said in words that depend on what it was doing. */
    private static String recursion(String answer) {
        return answer.replaceFirst("(maximum recursion depth exceeded)[^@]*@.*", "$1");
    }

    @Override
    public void close() throws IOException {
        salt.close();
    }
}
