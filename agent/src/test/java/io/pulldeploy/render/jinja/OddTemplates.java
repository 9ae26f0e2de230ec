package io.pulldeploy.render.jinja;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One operation each, or two, on a value that few have thought of. */
final class OddTemplates {
    private static final List<String> VALUES =
            List.of(
                    "(1 if false)",
                    "nope",
                    "nope.x",
                    "d.zz",
                    "l[9]",
                    "'<b>'|e",
                    "'abc'|e",
                    "''|e",
                    "'ab'|to_bytes",
                    "b",
                    "[1,2]|map('string')",
                    "range(4)",
                    "d.keys()",
                    "d.items()",
                    "d.values()",
                    "[1,2]|unique",
                    "{'a':1}.items()|list",
                    "odict([('z', 1)])",
                    "cycler('a')",
                    "namespace(a=1)",
                    "joiner()",
                    "'x'.upper",
                    "[nope]",
                    "{'a': nope}",
                    "[1 if false]",
                    "(1,[2])",
                    "'5'|e",
                    "1e999",
                    "-(1e999)",
                    "1e999-1e999",
                    "-0.0",
                    "10**25",
                    "[[1]]|sort",
                    "'a,b'.split(',')",
                    "[none]",
                    "[{}]",
                    "[0]",
                    "true",
                    "{true: 1}",
                    "{none: 2}",
                    "{(1,2): 3}",
                    "'\\u0000'",
                    "'\\x85'",
                    "'İ'",
                    "'ß'",
                    "'ǆ'",
                    "'٣'",
                    "'²'",
                    "'a\\r\\nb\\x0bc'",
                    "'/a/b'",
                    "'10.0.0.1'",
                    "'fe80::1%eth0'",
                    "'::1'",
                    "'10.0.0.0/24'",
                    "'AA:BB:CC:dd:ee:ff'",
                    "'10k'",
                    "'1.5GiB'",
                    "'yes'",
                    "'2024-01-02'",
                    "1700000000",
                    "'1d'",
                    "[3,1,2]|batch(2)",
                    "'abc'|groupby(0)",
                    "users|groupby('age')",
                    "users|map(attribute='name')",
                    "[1,2]|select",
                    "'abc'|reverse",
                    "[1]|reverse",
                    "d|dictsort",
                    "{1}",
                    "[1,2]|union([3])",
                    "'a'|regex_match('(a)')",
                    "'{\"a\": 1}'|load_json",
                    "self",
                    "loop",
                    "caller",
                    "varargs",
                    "'%(a)s'",
                    "'{a}'",
                    "'{0!r}'",
                    "'a\\nb'",
                    "'ab cd'",
                    "['a','b']|list|join",
                    "'%d'",
                    "'{:d}'",
                    "[1,[2,[3]]]",
                    "[{'name':'a','value':1},{'name':'b'}]",
                    "[{'key':'k','value':'v'}]",
                    "{'a':{'b':{'c':[{'d':1}]}}}");

    private static final List<String> PERCENT =
            List.of(
                    "%s",
                    "%r", "%d", "%5d", "%-5s|", "%05.1f", "%x", "%e", "%g", "%c", "%+d", "%.2s",
                    "%%", "%o", "%i", "%8.3f", "%(a)s", "%s%s", "%*d", "%X", "%#x", "%b", "%",
                    "% d", "%.0f", "%u", "%a");

    private static final List<String> FIELDS =
            List.of(
                    "", ":", ":>8", ":<6", ":^7", ":05", ":.2f", ":x", ":,", ":e", ":+", "!r",
                    "!s:>4", ":d", ":s", ":g", ":%", ":_", ":#x", ":.3", ":08.3f", ":*^9", ":n",
                    ":b", ":o", ":c", ":G", ":=+6", ".a", "[0]", "[a]", "!a", "!z", ":.1%", ":X",
                    ":,.2f", ":z");

    private static final List<String> SUBSCRIPTS =
            List.of(
                    "[:]",
                    "[1:]",
                    "[:n]",
                    "[::-1]",
                    "['a']",
                    "[0]",
                    "[-1]",
                    "[none]",
                    "[1.0]",
                    "[true]",
                    "['0']",
                    "[1:2:0]",
                    "[nope:]",
                    "['a':]",
                    "[(1,2)]",
                    "[[1]]",
                    "[10**30]",
                    "[:10**30]",
                    "['upper']",
                    "[s]");

    /** Uses of a value, which stands for {@code X}. */
    private static final List<String> USES =
            List.of(
                    "{% for v in (X) %}[{{ v }}{{ loop.length }}]{% endfor %}",
                    "{% for v in (X) %}[{{ v }}]{% else %}E{% endfor %}",
                    "{% for v, w in (X) %}[{{ v }}]{% endfor %}",
                    "{% if (X) %}y{% else %}n{% endif %}",
                    "{% set a, b = (X) %}{{ b }}",
                    "{{ [X] }}",
                    "{{ {'a': (X)} }}",
                    "{{ 'q' ~ (X) }}",
                    "{{ {(X): 1} }}",
                    "{{ -(X) }}",
                    "{{ not (X) }}",
                    "{{ +(X) }}",
                    "{{ dict(**(X)) }}",
                    "{{ dict(X) }}",
                    "{{ namespace(X).a }}",
                    "{{ [*(X)] }}",
                    "{{ 'x'.format(*(X)) }}",
                    "{% autoescape true %}{{ (X) }}{% endautoescape %}",
                    "{{ ((X), 1) }}",
                    "{{ range(X)|list }}",
                    "{% include (X) ignore missing %}",
                    "{{ odict(X) }}",
                    "{{ (X)|list|length }}",
                    "{{ 'x' in (X) }}",
                    "{{ 1 if (X) else 2 }}",
                    "{{ (X)() }}",
                    "{% do (X) %}",
                    "{% call (X) %}c{% endcall %}",
                    "{% filter replace('a', (X)) %}abc{% endfilter %}",
                    "{{ 'abc'|replace((X), 'z') }}",
                    "{{ 'abc'|indent(X) }}",
                    "{{ 'abc'|center(X) }}",
                    "{{ [1,2,3]|batch(X)|list }}",
                    "{{ [1,2,3]|join(X) }}",
                    "{{ 'abc'|default(X) }}",
                    "{{ nope|default(X) }}",
                    "{{ [1,2]|sum(start=(X)) }}",
                    "{{ 'ab'|int(X) }}",
                    "{{ 'ab'|int(base=(X)) }}",
                    "{{ 2.567|round(X) }}",
                    "{{ 'a b c'|truncate(X) }}",
                    "{{ users|map(attribute=(X))|list }}",
                    "{{ d|attr(X) }}",
                    "{{ [1,2]|select(X)|list }}",
                    "{{ [1,2]|zip(X)|list }}",
                    "{{ 'abc'.split(X) }}",
                    "{{ 'abc'.replace('a', (X)) }}",
                    "{{ 'abc'.startswith(X) }}",
                    "{{ 'abc'.join(X) }}",
                    "{{ 'abc'.zfill(X) }}",
                    "{{ 'abc'.count(X) }}",
                    "{{ 'abc'.strip(X) }}",
                    "{{ d.get(X) }}",
                    "{{ d.update(X) }}{{ d }}",
                    "{{ l.append(X) }}{{ l }}",
                    "{{ l.extend(X) }}{{ l }}",
                    "{{ l.index(X) }}",
                    "{{ l.pop(X) }}",
                    "{{ l.insert(X, 1) }}{{ l }}",
                    "{{ (X)|json }}",
                    "{{ [X]|json }}",
                    "{{ {'k': (X)}|yaml }}",
                    "{{ raise(X) }}",
                    "{{ (X).__class__ }}",
                    "{{ {'a': 1} | traverse(X) }}",
                    "{{ 'abc' | regex_match(X) }}",
                    "{{ 'abc' | regex_replace('b', (X)) }}",
                    "{{ 'abc' | substring_in_list(X) }}",
                    "{{ d | set_dict_key_value('q:r', (X)) }}",
                    "{{ d | set_dict_key_value((X), 1) }}",
                    "{{ d | update_dict_key_value('q', (X)) }}",
                    "{{ [1] | difference(X) }}",
                    "{{ [1] | compare_lists(X) }}",
                    "{{ 'abc' | hmac(X, 'x') }}",
                    "{{ 'ab' | path_join(X) }}",
                    "{{ [1,2]|flatten(X) }}",
                    "{{ [3,1]|sort(X) }}",
                    "{{ {'b':1}|dictsort(X) }}",
                    "{{ {'b':1}|dictsort(by=(X)) }}",
                    "{{ [1,2]|slice(X)|list }}",
                    "{{ 'http://a.bc'|urlize(X) }}",
                    "{{ 'a b c'|wordwrap(X) }}",
                    "{{ {'a':(X)}|xmlattr }}",
                    "{{ {'a':(X)}|urlencode }}",
                    "{{ [1,2]|min(X) }}",
                    "{{ [1]|combinations(X)|list }}");

    private final Random random;
    private final List<String> values;

    OddTemplates(Random random) {
        this.random = random;
        Set<String> all = new LinkedHashSet<>(RandomPieces.ATOMS);
        all.addAll(VALUES);
        values = new ArrayList<>(all);
    }

    String template() {
        String value = "(" + any(values) + ")";
        return switch (random.nextInt(10)) {
            case 0, 1 -> print(value + " | " + any(RandomPieces.FILTERS));
            case 2 -> print(value + any(RandomPieces.METHODS));
            case 3 -> print(value + " is " + any(RandomPieces.TESTS));
            case 4 -> print(value + " " + any(RandomPieces.BINARY) + " (" + any(values) + ")");
            case 5 ->
                    print(
                            "("
                                    + value
                                    + " | "
                                    + any(RandomPieces.FILTERS)
                                    + ")"
                                    + any(RandomPieces.METHODS));
            case 6 ->
                    print(
                            "("
                                    + value
                                    + any(RandomPieces.METHODS)
                                    + ") | "
                                    + any(RandomPieces.FILTERS));
            case 7 ->
                    random.nextBoolean()
                            ? print("'" + any(PERCENT) + "' % " + value)
                            : print("'{0" + any(FIELDS) + "}'.format(" + value + ")");
            case 8 -> print(value + any(SUBSCRIPTS));
            default -> use(value);
        };
    }

    /** A use that does not take long. */
    private String use(String value) {
        String use = any(USES);
        boolean isLarge =
                value.matches(
                        "\\((9223372.*|123456789012.*|10\\*\\*25|1700000000|1234567|1e16|1e999)\\)");
        return isLarge ? print(value) : use.replace("X", value);
    }

    private static String print(String expression) {
        return "{{ " + expression + " }}";
    }

    private String any(List<String> items) {
        return items.get(random.nextInt(items.size()));
    }
}
