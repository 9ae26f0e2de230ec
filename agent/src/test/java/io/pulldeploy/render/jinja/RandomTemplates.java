package io.pulldeploy.render.jinja;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Templates from a grammar: expressions over values of every type, within nested statements. */
final class RandomTemplates {
    private static final List<String> COMPARISONS =
            List.of("==", "!=", "<", "<=", ">", ">=", "in", "not in");

    private final Random random;

    RandomTemplates(Random random) {
        this.random = random;
    }

    String template() {
        if (random.nextInt(3) > 0) {
            return "{{ " + expression(3) + " }}";
        }
        StringBuilder out = new StringBuilder();
        statements(out, 3);
        return out.toString();
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    String expression(int depth) {
        if (depth == 0) {
            return any(RandomPieces.ATOMS);
        }
        return switch (random.nextInt(18)) {
            case 0, 1, 2 ->
                    operand(depth - 1) + " " + any(RandomPieces.BINARY) + " " + operand(depth - 1);
            case 3, 4, 5 -> operand(depth - 1) + " | " + any(RandomPieces.FILTERS);
            case 6, 7 -> operand(depth - 1) + any(RandomPieces.METHODS);
            case 8 -> operand(depth - 1) + " is " + any(RandomPieces.TESTS);
            case 9 ->
                    operand(depth - 1)
                            + " if "
                            + operand(depth - 1)
                            + (random.nextInt(4) == 0 ? "" : " else " + operand(depth - 1));
            case 10 -> any(List.of("not ", "-", "+")) + operand(depth - 1);
            case 11 ->
                    "["
                            + expression(depth - 1)
                            + ", "
                            + expression(depth - 1)
                            + "]"
                            + any(List.of("", "[0]", " | join(',')"));
            case 12 ->
                    "{"
                            + any(List.of("'k'", "1", "true", "(1, 2)", "none", "1.0"))
                            + ": "
                            + expression(depth - 1)
                            + ", 'j': "
                            + expression(depth - 1)
                            + "}";
            case 13 ->
                    operand(depth - 1)
                            + " "
                            + any(COMPARISONS)
                            + " "
                            + operand(depth - 1)
                            + " "
                            + any(COMPARISONS)
                            + " "
                            + operand(depth - 1);
            case 14 ->
                    operand(depth - 1)
                            + "["
                            + any(List.of("", "0", "1", "-1", "n", expression(0)))
                            + ":"
                            + any(List.of("", "2", "-1", "n", expression(0)))
                            + any(List.of("", ":", ":-1", ":2", ":n"))
                            + "]";
            case 15 -> operand(depth - 1) + " ** " + any(List.of("2", "-1", "n", "(-2)"));
            case 16 ->
                    "dict(a="
                            + expression(depth - 1)
                            + any(List.of("", ", **d", ", b=" + expression(0)))
                            + ")";
            default -> formatted(depth - 1);
        };
    }

    private String formatted(int depth) {
        String spec =
                any(
                        List.of(
                                "", ":", ":>8", ":<6", ":^7", ":05", ":.2f", ":x", ":,", ":e", ":+",
                                "!r", "!s:>4", ":d", ":s", ":g", ":%", ":_", ":#x", ":.3",
                                ":08.3f"));
        if (random.nextBoolean()) {
            return "'{" + spec + "}'.format(" + expression(depth) + ")";
        }
        String percent =
                any(
                        List.of(
                                "%s",
                                "%r", "%d", "%5d", "%-5s|", "%05.1f", "%x", "%e", "%g", "%c", "%+d",
                                "%.2s", "%%", "%o", "%i", "%8.3f"));
        return "'" + percent + "' % " + operand(depth);
    }

    private String operand(int depth) {
        return depth == 0 ? expression(0) : "(" + expression(depth) + ")";
    }

    private void statements(StringBuilder out, int depth) {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            statement(out, depth);
            out.append(any(List.of("", "", "\n", " ", "\n\n", "text")));
        }
    }

    private String tag(String content) {
        return any(List.of("{% ", "{%- ", "{% ", "{%+ "))
                + content
                + any(List.of(" %}", " -%}", " %}"));
    }

    private void statement(StringBuilder out, int depth) {
        String name = any(RandomPieces.VARIABLES);
        int kind = depth == 0 ? random.nextInt(3) : random.nextInt(20);
        switch (kind) {
            case 0, 1 ->
                    out.append("{{ ")
                            .append(expression(random.nextInt(3)))
                            .append(any(List.of(" }}", " -}}")));
            case 2 -> out.append("{{ ").append(name).append(" }}");
            case 3 -> out.append(tag("set " + name + " = " + expression(2)));
            case 4, 5 -> {
                out.append(
                        tag(
                                "for "
                                        + name
                                        + " in "
                                        + operand(random.nextInt(2))
                                        + any(
                                                List.of(
                                                        "",
                                                        "",
                                                        " if " + name,
                                                        " if " + name + " is defined"))));
                statements(out, depth - 1);
                if (random.nextInt(4) == 0) {
                    out.append("{{ ")
                            .append(
                                    any(
                                            List.of(
                                                    "loop.index",
                                                    "loop.last",
                                                    "loop.length",
                                                    "loop.previtem",
                                                    "loop.cycle('a', 'b')",
                                                    "loop.changed(v)")))
                            .append(" }}");
                }
                if (random.nextInt(5) == 0) {
                    out.append(tag("if loop.first"))
                            .append(tag(any(List.of("break", "continue"))))
                            .append(tag("endif"));
                }
                if (random.nextInt(3) == 0) {
                    out.append(tag("else"));
                    statements(out, depth - 1);
                }
                out.append(tag("endfor"));
            }
            case 6, 7 -> {
                out.append(tag("if " + expression(1)));
                statements(out, depth - 1);
                if (random.nextBoolean()) {
                    out.append(tag("elif " + expression(1)));
                    statements(out, depth - 1);
                }
                if (random.nextBoolean()) {
                    out.append(tag("else"));
                    statements(out, depth - 1);
                }
                out.append(tag("endif"));
            }
            case 8 -> {
                out.append(tag("with " + name + " = " + expression(1)));
                statements(out, depth - 1);
                out.append(tag("endwith"));
            }
            case 9 -> {
                out.append(
                        tag(
                                "macro m("
                                        + any(List.of("", "v", "v, w=" + expression(1), "v=1"))
                                        + ")"));
                statements(out, depth - 1);
                out.append(any(List.of("", "{{ caller() }}", "{{ varargs }}", "{{ kwargs }}")));
                out.append(tag("endmacro"));
                out.append(
                        any(
                                List.of(
                                        "{{ m() }}",
                                        "{{ m(1) }}",
                                        "{{ m(1, w=2) }}",
                                        "{% call m(1) %}c{{ v }}{% endcall %}",
                                        "{{ m(1, 2, 3) }}")));
            }
            case 10 -> {
                out.append(tag("set " + name + any(List.of("", " | upper", " | length"))));
                statements(out, depth - 1);
                out.append(tag("endset"));
            }
            case 11 -> unpacking(out, depth);
            case 12 -> recursive(out, depth);
            case 13 -> {
                out.append(tag("set ns = namespace(a=" + expression(1) + ")"));
                out.append(tag("for " + name + " in " + operand(1)));
                out.append(tag("set ns.a = " + any(List.of(name, "ns.a", expression(1)))));
                out.append(tag("endfor")).append("{{ ns.a }}");
            }
            case 14 -> {
                String load = any(List.of("load_yaml", "load_json", "load_text"));
                out.append(tag(load + " as " + name));
                out.append(
                        any(
                                List.of(
                                        "a: 1",
                                        "[1, 2]",
                                        "{\"a\": {{ 1 }}}",
                                        "- x\n- {{ n }}\n",
                                        "a: {{ s }}",
                                        "a: [",
                                        "\n",
                                        "{{ d | yaml }}")));
                out.append(tag("endload")).append("{{ ").append(name).append(" }}");
            }
            case 15 -> {
                out.append(tag("block b" + random.nextInt(1000)));
                statements(out, depth - 1);
                out.append(tag("endblock"));
            }
            case 16 -> {
                out.append(tag("autoescape " + any(List.of("true", "false", "n > 3"))));
                statements(out, depth - 1);
                out.append(tag("endautoescape"));
            }
            case 17 ->
                    out.append(
                            any(
                                    List.of(
                                            "{# c #}",
                                            "{#- c -#}\n",
                                            "\n  {#+ c #}",
                                            "{% raw %}{{ x }}{% endraw %}",
                                            "{%- raw -%} {% if %} {%- endraw -%} ",
                                            "  {% if true %}\n  y\n  {% endif %}\n",
                                            "\n\t{%+ if n +%}\n z {%- endif %}\n",
                                            "{{- ' x ' -}}\n",
                                            "\r\n{{ 1 }}\r\n",
                                            "{{ [\n1,\n\n 2] }}\n")));
            case 18 -> {
                // A loop over what grows in it would not end.
                out.append(tag("do l.append(" + expression(0) + ") if l | length < 9"));
                out.append(tag("do d.update({'z': " + expression(0) + "})"));
                out.append("{{ l }}{{ d }}");
            }
            default -> {
                out.append(
                        tag(
                                "filter "
                                        + any(
                                                List.of(
                                                        "upper",
                                                        "trim",
                                                        "replace('a', 'b')",
                                                        "indent(1)"))));
                statements(out, depth - 1);
                out.append(tag("endfilter"));
            }
        }
    }

    private void unpacking(StringBuilder out, int depth) {
        out.append(
                any(
                        List.of(
                                tag("for v, w in d.items()"),
                                tag("for v, w in " + operand(1)),
                                tag("for (v, w), x in [((1, 2), 3)]"),
                                tag(
                                        "for v, w in [[1, 2], [3, 4]] if v > "
                                                + any(List.of("1", "x"))),
                                tag("for v in users | sort(attribute='name')"))));
        out.append("{{ v }}{{ w }}");
        statements(out, depth - 1);
        out.append(
                any(
                        List.of(
                                "",
                                "{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}",
                                "{{ loop.first }}{{ loop.depth }}{{ loop.depth0 }}",
                                "{{ loop.nextitem }}",
                                "{{ loop.nextitem is defined }}{{ loop.previtem is defined }}",
                                "{{ loop }}",
                                "{{ loop.cycle() }}",
                                "{{ loop.changed(w, 1) }}",
                                "{{ loop.nosuch }}",
                                "{% set v, w = w, v %}{{ v }}{{ w }}")));
        out.append(tag("endfor"));
    }

    private void recursive(StringBuilder out, int depth) {
        out.append(tag("for x in tree recursive")).append("{{ x.n }}{{ loop.depth }}");
        statements(out, depth - 1);
        out.append("{% if x.c %}({{ loop(x.c")
                .append(any(List.of("", "[:1]", " | reverse", ", 1")))
                .append(") }}){% endif %}");
        out.append(tag("endfor"));
    }

    /** Some of {@code jinja_env}'s options. */
    Map<String, Boolean> options() {
        return any(
                List.of(
                        Map.<String, Boolean>of(),
                        Map.<String, Boolean>of(),
                        Map.of("trim_blocks", true),
                        Map.of("lstrip_blocks", true),
                        Map.of("trim_blocks", true, "lstrip_blocks", true),
                        Map.of("keep_trailing_newline", true)));
    }
}
