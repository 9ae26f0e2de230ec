package io.pulldeploy.render.jinja;

import java.util.List;
import java.util.Random;

/** Templates from a grammar: expressions over values of every type, within nested statements. */
final class RandomTemplates {
    private static final List<String> ATOMS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "7",
                    "-3",
                    "10",
                    "255",
                    "1234567",
                    "9223372036854775807",
                    "123456789012345678901",
                    "0.5",
                    "2.0",
                    "-1.25",
                    "1e3",
                    "1e16",
                    "1.5e-7",
                    "100.0",
                    "True",
                    "False",
                    "None",
                    "''",
                    "'a'",
                    "'abc'",
                    "'Hello World'",
                    "'x,y,z'",
                    "' pad '",
                    "'it\\'s'",
                    "'\"q\"'",
                    "'line\\nbreak'",
                    "'tab\\there'",
                    "'é☃'",
                    "'😀'",
                    "'42'",
                    "'-7.5'",
                    "'{}'",
                    "'{:>6}'",
                    "'%s'",
                    "'%d|%s'",
                    "'<b>&'",
                    "[]",
                    "()",
                    "{}",
                    "[1, 2, 3]",
                    "['b', 'a', 'C']",
                    "[1, 'a', None]",
                    "[[1, 2], [3, 4]]",
                    "(1, 2)",
                    "('a',)",
                    "{'a': 1, 'b': 2}",
                    "{1: 'x', 'k': [1]}",
                    "{'n': {'m': None}}",
                    "l",
                    "d",
                    "s",
                    "u",
                    "n",
                    "f",
                    "no",
                    "e",
                    "nested",
                    "users",
                    "nope",
                    "os",
                    "range(3)",
                    "range(1, 10, 4)");
    private static final List<String> BINARY =
            List.of(
                    "+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", "<=", ">", ">=", "in",
                    "not in", "and", "or", "+", "~", "==");
    private static final List<String> FILTERS =
            List.of(
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "length",
                    "first",
                    "last",
                    "list",
                    "sort",
                    "reverse",
                    "join",
                    "join('-')",
                    "string",
                    "int",
                    "int(5)",
                    "float",
                    "abs",
                    "round",
                    "round(1)",
                    "round(-1)",
                    "default('d')",
                    "default('d', true)",
                    "trim",
                    "center(9)",
                    "replace('a', 'Z')",
                    "replace('l', '', 1)",
                    "truncate(5)",
                    "truncate(4, true)",
                    "wordcount",
                    "wordwrap(4)",
                    "indent",
                    "indent(2, true)",
                    "batch(2) | list",
                    "slice(2) | list",
                    "sum",
                    "e",
                    "escape",
                    "urlencode",
                    "dictsort",
                    "items | list",
                    "map('string') | list",
                    "map('length') | list",
                    "map(attribute='name') | list",
                    "map(attribute=0) | list",
                    "select | list",
                    "select('number') | list",
                    "reject('none') | list",
                    "select('gt', 1) | list",
                    "selectattr('age', 'gt', 26) | list",
                    "groupby(0) | length",
                    "count",
                    "pprint",
                    "striptags",
                    "xmlattr",
                    "filesizeformat",
                    "format(1)",
                    "format",
                    "attr('upper') is defined",
                    "safe",
                    "sort(reverse=true)",
                    "sort(true)",
                    "sort(attribute='age')",
                    "dictsort(by='value')",
                    "join(',', 'name')",
                    "d(1)",
                    "forceescape",
                    "sum(start=5)",
                    "urlize",
                    "first(1)",
                    "nosuch");
    private static final List<String> TESTS =
            List.of(
                    "defined",
                    "undefined",
                    "none",
                    "number",
                    "string",
                    "mapping",
                    "sequence",
                    "iterable",
                    "odd",
                    "even",
                    "divisibleby 3",
                    "lower",
                    "upper",
                    "integer",
                    "float",
                    "boolean",
                    "true",
                    "false",
                    "sameas none",
                    "eq 1",
                    "in [1, 'a']",
                    "gt 1",
                    "callable",
                    "escaped",
                    "not defined",
                    "not none");
    private static final List<String> METHODS =
            List.of(
                    ".upper()",
                    ".lower()",
                    ".split()",
                    ".split(',')",
                    ".strip()",
                    ".title()",
                    ".items() | list",
                    ".keys() | list",
                    ".values()",
                    ".get('a')",
                    ".get('zz', 0)",
                    ".index(1)",
                    ".count(1)",
                    ".count('a')",
                    ".find('a')",
                    ".replace('a', 'b')",
                    ".startswith('a')",
                    ".join(['x', 'y'])",
                    ".format(1, 2)",
                    ".format(a=1)",
                    ".zfill(5)",
                    ".center(8, '*')",
                    ".isdigit()",
                    ".splitlines()",
                    ".partition('a')",
                    ".copy()",
                    ".pop()",
                    ".pop('a')",
                    ".append(1)",
                    ".update({'z': 1})",
                    ".a",
                    ".name",
                    ".0",
                    "['a']",
                    "[0]",
                    "[-1]",
                    "[1:]",
                    "[::-1]",
                    "[:2]",
                    "[5]",
                    ".b.c",
                    ".x",
                    ".encode('utf-8')",
                    ".swapcase()",
                    ".rsplit(' ', 1)",
                    ".ljust(6)",
                    ".isupper()",
                    ".bit_length()",
                    ".is_integer()",
                    ".setdefault('q', 1)",
                    ".sort()",
                    ".nosuch()");
    private static final List<String> VARIABLES = List.of("v", "w", "x", "l", "n");

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
            return any(ATOMS);
        }
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> operand(depth - 1) + " " + any(BINARY) + " " + operand(depth - 1);
            case 3, 4, 5 -> operand(depth - 1) + " | " + any(FILTERS);
            case 6, 7 -> operand(depth - 1) + any(METHODS);
            case 8 -> operand(depth - 1) + " is " + any(TESTS);
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
        String name = any(VARIABLES);
        int kind = depth == 0 ? random.nextInt(3) : random.nextInt(12);
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
}
