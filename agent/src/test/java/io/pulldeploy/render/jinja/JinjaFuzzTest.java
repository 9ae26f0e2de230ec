package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** No template makes the engine hang, overflow, or fail with anything but a TemplateError. */
class JinjaFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "{{",
                    "}}",
                    "{%",
                    "%}",
                    "{#",
                    "#}",
                    "-%}",
                    "{%-",
                    " if ",
                    " for ",
                    " in ",
                    "endif",
                    "endfor",
                    " set ",
                    "macro m()",
                    "endmacro",
                    " else ",
                    "|",
                    ".",
                    "[",
                    "]",
                    "(",
                    ")",
                    "'",
                    "\"",
                    "\\",
                    "\n",
                    "raw",
                    "endraw",
                    "loop",
                    " recursive ",
                    "=",
                    "*",
                    "**",
                    ",",
                    ":",
                    "l",
                    "users",
                    "~",
                    "é",
                    "😀",
                    "\u0000",
                    "block x",
                    "endblock",
                    "is",
                    "1e999",
                    "0x",
                    "9".repeat(50),
                    "call",
                    "filter ",
                    "extends ",
                    "include ",
                    "import ");
    private static final Limits SMALL = new Limits(1_000_000, 40, 200_000, Duration.ofSeconds(5));

    private final Map<String, @Nullable Object> context =
            ConformanceCases.context("core_cases.json");
    private final Jinja jinja =
            ConformanceCases.salt().with(JinjaOptions.DEFAULT.withLimits(SMALL));

    @Test
    void mutatedTemplates() {
        mutate(500);
    }

    @Test
    @Tag("soak")
    void manyMutatedTemplates() {
        mutate(300_000);
    }

    private void mutate(int count) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RandomTemplates templates = new RandomTemplates(random);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(templates.template());
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(6)));
                    default -> text.insert(at, text.substring(at / 2, at));
                }
            }
            survives(text.toString(), seed);
        }
    }

    private void survives(String template, long seed) {
        try {
            jinja.with(Objects.requireNonNull(loader(template))).render(template, "fuzz", context);
        } catch (TemplateError e) {
            assertThat(e.getMessage()).as(template).isNotNull();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + template, e);
        }
    }

    /** Every name is the template itself, so that it can include itself without end. */
    private static TemplateLoader loader(String template) {
        return name -> java.util.Optional.of(new LoadedTemplate(template, name));
    }

    @Test
    void eachLimitIsNamed() {
        expectLimit(
                "{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}",
                "iterations");
        expectLimit("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nested deeper");
        expectLimit("{% include 'self' %}", "nested deeper");
        expectLimit("{% import 'self' as s %}", "nested deeper");
        expectLimit("{{ 'abcdefghij' * 200000 }}", "output");
        expectLimit("{{ 'a' * 10 ** 10 }}", "limit of");
        expectLimit("{{ [0] * 10 ** 10 }}", "limit of");
        expectLimit("{{ 2 ** (10 ** 9) }}", "bits");
        expectLimit("{{ 'a'.center(10 ** 10) }}", "limit of");
        expectLimit("{{ '%1000000000d' % 1 }}", "limit of");
        expectLimit("{{ '{:1000000000}'.format(1) }}", "limit of");
        expectLimit("{{ ('a' * 100000).replace('a', 'b' * 100000) }}", "limit of");
        expectLimit("{{ " + "(".repeat(100_000), "nested deeper");
        expectLimit("{{ " + "not ".repeat(100_000) + "1 }}", "nested deeper");
        expectLimit("{{ " + "-".repeat(100_000) + "1 }}", "nested deeper");
        expectLimit("{{ 1" + "+1".repeat(100_000) + " }}", "nested");
        expectLimit("{{ x" + ".x".repeat(100_000) + " }}", "nested");
        expectLimit("{% if 1 %}".repeat(100_000), "nested deeper");
        expectLimit(
                "{% set ns = namespace(x=[]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
                "nested");
    }

    private void expectLimit(String template, String named) {
        assertThatThrownBy(() -> jinja.with(loader(template)).render(template, "limit", context))
                .as(template.substring(0, Math.min(80, template.length())))
                .isInstanceOfSatisfying(
                        TemplateError.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo("TemplateLimitError");
                            assertThat(e.getMessage()).contains(named);
                        });
    }

    @Test
    void aListWithinItselfPrints() {
        assertThat(
                        jinja.render(
                                "{% set a = [1] %}{% do a.append(a) %}{{ a | string }}",
                                "t", Map.of()))
                .isEqualTo("[1, [...]]");
    }

    @Test
    void timeIsLimited() {
        Limits brief = new Limits(1_000_000, 40, Long.MAX_VALUE, Duration.ofMillis(50));
        Jinja limited = jinja.with(JinjaOptions.DEFAULT.withLimits(brief));
        String endless =
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> limited.render(endless, "t", Map.of()))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("seconds");
    }
}
