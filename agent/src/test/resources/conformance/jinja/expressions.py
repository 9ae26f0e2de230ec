"""Expressions: operators over all pairs of types, methods, formats, slices, filters and tests."""

VALUES = [
    "7", "-3", "2.5", "True", "None", "'ab'", "''", "[1, 'x']", "(1, 2)", "{'a': 1}", "nope",
    "12345678901234567890",
]
OPERATORS = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", ">=", "in", "~", "and"]
STRINGS = ["'Hello World'", "''", "'  a b\\tc\\n'", "'straße ǆ ÉÀ'", "'a,b,,c'", "'-42'", "'x😀y'"]
METHODS = {
    "capitalize": [""], "casefold": [""], "center": ["20", "20, '*'", "3", "'a'", "5, 'ab'", ""],
    "count": ["'l'", "''", "'l', 3", "'l', 3, 8", "1"], "encode": ["", "'utf-8'", "'ascii', 'ignore'"],
    "endswith": ["'d'", "('x', 'd')", "'d', 2", "1"], "expandtabs": ["", "4", "tabsize=2", "1, 2"],
    "find": ["'o'", "'zz'", "'o', 5", "'', 99", "1", ""], "index": ["'o'", "'zz'"],
    "format": [""], "isalnum": [""], "isalpha": [""], "isascii": [""], "isdecimal": [""],
    "isdigit": [""], "isidentifier": [""], "islower": [""], "isnumeric": [""], "isprintable": [""],
    "isspace": [""], "istitle": [""], "isupper": [""], "join": ["['1', '2']", "'xyz'", "[1]", "1", ""],
    "ljust": ["15", "15, '.'"], "rjust": ["15", "15, '.'"], "lower": ["", "1"],
    "lstrip": ["", "'H'", "none", "1"], "rstrip": ["", "'d\\n'"], "strip": ["", "' c-'"],
    "partition": ["' '", "','", "''", "1"], "rpartition": ["' '", "','"],
    "removeprefix": ["'He'", "1"], "removesuffix": ["'ld'"],
    "replace": ["'l', 'L'", "'l', 'L', 1", "'', '-'", "'', '-', 2", "'a'", "1, 2"],
    "rfind": ["'o'", "'o', 0, 5"], "rindex": ["'o'", "'zz'"],
    "rsplit": ["", "','", "',', 1", "none, 1", "maxsplit=1"],
    "split": ["", "','", "',', 1", "none, 1", "sep=','", "''", "1", "foo=1", "',', 'x'"],
    "splitlines": ["", "true", "keepends=true"], "startswith": ["'H'", "('x', 'H')", "'e', 1", "[1]"],
    "swapcase": [""], "title": [""], "upper": ["", "a=1"], "zfill": ["6", "'a'", "", "1, 2"],
    "translate": ["{72: 'J', 97: none, 98: 66}"], "nosuch": [""], "__class__": [""], "__nope__": [""],
}
COLLECTIONS = [
    "[3, 1, 2].index(1)", "[3, 1].index(9)", "[3, 1, 3].count(3)", "[1, 2].pop()", "[1, 2].pop(0)", "[].pop()",
    "[1].pop(5)", "[1].pop('a')", "[1].append(2)", "[1].append()", "[1].extend(5)", "[1].insert(0)", "[1].remove(2)",
    "[2, 1].sort()", "[2, 'a'].sort()", "[1].sort(1)", "[1, 2].copy()", "[1].reverse(1)", "[1].nosuch()", "[1].clear()",
    "(1, 2, 1).count(1)", "(1, 2).index(2)", "(1, 2).index(5)", "(1,).nosuch", "(1,) + (2,)", "(1, 2)[0]", "(1, 2)[5]",
    "d.items()", "d.keys()", "d.values()", "d.items() | list", "d.get('a')", "d.get('zz')", "d.get('zz', 5)", "d.get()",
    "d.get(1, 2, 3)", "d.get([1])", "d.pop('a')", "d.pop('zz')", "d.pop('zz', 1)", "d.popitem()", "d.copy()", "d.update({'z': 1})",
    "d.update(1)", "d.update([1])", "d.update([(1, 2, 3)])", "d.update(q=1)", "d.setdefault('a', 9)", "d.setdefault('q', 9)",
    "d.items(1)", "d.fromkeys(['x', 'y'], 0)", "dict.fromkeys('ab')", "d.nosuch", "d['nosuch']", "d.a", "d['a']", "d[1]", "d[[1]]", "d.clear()",
    "d.items() | length", "'a' in d.keys()", "('a', 2) in d.items()", "d.keys() == {'a': 0, 'b': 0, 'c': 0}.keys()",
    "{1: 'a', 1.0: 'b', true: 'c'}", "{true: 1}[1]", "{1: 2}[1.0]", "{(1, 2): 3}[(1, 2)]", "{none: 1}[none]", "{[1]: 2}", "{{}: 1}",
    "{'a': 1} == {'a': 1.0}", "{'a': 1} < {'a': 2}", "{'b': 1, 'a': 2}", "{}", "[]", "()", "(1,)", "[[], {}, ()]", "[none, true, 1.0]",
    "[1, [2, [3]]]", "['a\\'b', 'c\"d', 'e\\'\"f']", "['\\n\\t\\\\', '\\x00\\x7f\\x85\\xa0', '\\u200b\\ud7ff', '😀']", "{'k': 'a\\nb'}", "{'k': ['a\\nb']}",
    "[{'k': 'a\\tb'}]", "({'k': {'j': 'x\\ry'}},)", "{'u': nope2}", "[nope2]", "(nope2,)", "{'k': none, 'l': true, 'm': 1.5}",
    "[1, 2] == [1, 2]", "[1, 2] == (1, 2)", "(1, 2) == (1, 2.0)", "[1, 2] < [1, 3]", "[1] < [1, 0]", "[1] < ['a']", "(1, 'a') < (1, 2)",
    "[nope2] == [1]", "1 in [nope2]", "nope2 in [1]", "nope2 in []", "nope2 in {}", "1 in nope2", "none in [none]",
    "range(5)", "range(2, 8, 3) | list", "range(5, 0, -2) | list", "range(3)[1]", "range(9)[2:7:2]", "range(5)[9]", "range('a')", "range()",
    "range(1, 2, 0)", "range(1000000)", "range(3) | length", "2 in range(5)", "range(3) == range(3)", "range(1, 2, 3, 4)", "range(1.5)", "range(5).stop",
    "dict(a=1, b=2)", "dict([('a', 1)])", "dict({'a': 1}, b=2)", "dict(1)", "dict([1])", "dict(1, 2)", "dict", "namespace", "cycler(1, 2).next()",
    "cycler()", "joiner()()", "joiner('|')", "namespace(a=1)", "namespace(a=1).a", "namespace(a=1).b", "namespace({'x': 1}, y=2).x",
    "(1).bit_length()", "5 .real", "2.5.is_integer()", "(2.0).is_integer()", "(2.5).hex()", "(0.5).as_integer_ratio()", "n.nosuch", "n.bit_length(1)",
    "l[0]", "l[-1]", "l[9]", "l['a']", "l.0", "l.9", "s[0]", "s[99]", "s['x']", "s.0", "s[1.5]", "n[0]", "none[0]", "none.x", "none['x']", "true.x", "n()", "'a'()", "none()",
    "l()", "d()", "l.sort.nosuch", "b | default('x')", "u[3]", "u[-1]", "u | length", "u | upper", "nested.a.b.c", "nested['a'].b['c']", "nested.a.x.c", "nested.x.b",
    "users[0].name", "users[0]['nope']", "users.0.groups.1", "users[-1].age", "users | length", "users[0] == users[0]",
]
SLICES = ["1:", ":2", "::2", "::-1", "1:4:2", "-3:", ":-2", "4:1:-1", "10:", ":", "-99:99", "::0", "'a':", "none:2", "1:nope2", "true:3", "5:2", "::-3", "-1:-4:-1"]
FORMATS = [
    "'{}'.format(42)", "'{0} {1} {0}'.format('a', 'b')", "'{a} {b}'.format(a=1, b=2)", "'{0.nosuch}'.format(1)", "'{0[a]}'.format(d)", "'{0[0]}'.format(l)",
    "'{d[a]}'.format(d=d)", "'{u.a}'.format(u={'a': 5})", "'{!r}'.format('x')", "'{!s:>5}'.format('x')", "'{!a}'.format('é')", "'{!x}'.format(1)", "'{:{}}'.format('a', 5)",
    "'{:{w}.{p}f}'.format(3.14159, w=8, p=2)", "'{{}}'.format()", "'{'.format()", "'}'.format()", "'{}'.format()", "'{a}'.format()", "'{} {0}'.format(1)", "'{0} {}'.format(1)",
    "'{:>10}|{:<10}|{:^10}'.format('a', 'b', 'c')", "'{:*^9}'.format('mid')", "'{0:b} {0:o} {0:x} {0:X} {0:#x} {0:#b} {0:c}'.format(65)", "'{:5'.format(1)", "'{:5}'.format(none)",
    "'{}'.format(nope2)", "'{:5}'.format(nope2)", "'{:>5}'.format([1])", "'{a.b}'.format(a=nope2)", "'{x!r:^7}'.format(x='q')", "'{}{}'.format('a')", "'{0[x]}'.format({'x': [1]})",
    "'{a}'.format_map({'a': 1})", "'{a}'.format_map({})", "'{a}'.format_map(1)", "'{}'.format_map({'a': 1})", "'{:d}'.format(s)", "'{:.3}'.format('abcdef')",
    "'{.a}'.format(d)", "'{[a]}'.format(d)", "'{0.}'.format(d)", "'{0[]}'.format(d)", "'{0[a}'.format(d)", "'{0]}'.format(1)", "'{0!}'.format(1)", "'{0!rr}'.format(1)", "'{ 0}'.format(1)",
    "'{:%Y}'.format(5)", "'{:,} {:_}'.format(1234567, 1234567)", "'{:+d} {:+d} {: d}'.format(3, -3, 3)", "'{:08.3f}'.format(3.14159)", "'{:e} {:E} {:g} {:G} {:%}'.format(1234.5, 1234.5, 1234.5, 1e-10, 0.25)",
]
SPECS = ["", "d", "5", "05", "<5", ">5", "^5", "=5", "=+7", "+", " ", ",", "_", "x", "#x", "#o", "b", "c", "n", "f", ".2f", "+.1f", "8.2f", "08.2f", "e", ".3e", "g", ".3g", "#.3g", "%", ".1%",
         "s", "10s", ".2", ".2s", "z", "*^10", "010,", "q", ",x", "_x", "5.2d", ".", "é>4", "<<5", "-5", "1_", "20.10g", ",.2f", "_b", "s5", "0=5", "G", "F", "X"]
SPEC_VALUES = ["42", "-7", "3.14159", "-0.0", "1e20", "'abc'", "True", "12345678", "1e-7", "123456789012345678901234567890"]
PERCENT = [
    "'%s' % 'a'", "'%s %s' % ('a', 1)", "'%d' % 3.9", "'%5d|%-5d|%05d' % (1, 2, 3)", "'%+d % d' % (1, 2)", "'%x %X %#x %o %#o' % (255, 255, 255, 8, 8)", "'%e %E %f %g %G' % (1.5, 1.5, 1.5, 1.5, 1e-10)",
    "'%.2f' % 2.675", "'%10.3f|' % 3.14159", "'%-10s|' % 'ab'", "'%.2s' % 'abc'", "'%r' % 'a'", "'%a' % 'é'", "'%c%c' % (65, 'B')", "'%%' % ()", "'%5%' % ()", "'%(a)s %(b)d' % {'a': 1, 'b': 2}",
    "'%(a)s' % {'b': 1}", "'%(a)s' % 1", "'%s' % (1, 2)", "'%s %s' % 1", "'%d' % 'a'", "'%q' % 1", "'%' % 1", "'%s' % nope2", "'a' % nope2", "'%s' % [1, 2]", "'%s' % {'a': 1}", "'a' % 1", "'a' % []", "'a' % {}",
    "'a' % ()", "'%*d' % (5, 42)", "'%-*d|' % (5, 42)", "'%.*f' % (2, 3.14159)", "'%*d' % ('a', 1)", "'%i' % true", "'%u' % 5", "'%ld' % 5", "'%f' % 'a'", "'%x' % 1.5", "'%c' % 'ab'", "'%c' % -1", "'%(a' % {}",
    "'%d' % 12345678901234567890", "'%s' % none", "'%s' % true", "'%05s' % 'a'", "'%+s' % 'a'", "'% 5d' % 42", "'%#.3x' % 10", "'%08.3f' % -3.14159", "'%.0f %.0f' % (0.5, 1.5)", "'%g' % 100000.0", "'%g' % 1000000.0",
    "'%#g' % 1.0", "'%.3g' % 1234.5", "'%s' % 'é'", "'%10s|' % '😀'", "'%s%s' % ('a',)", "'%(x)s' % d", "'%(a)s %s' % d", "'%-08d|' % 5", "'%+05d' % 5",
]
NUMBERS = [
    "1.0", "1.5e300 * 1e10", "1e308 * 10", "-1e308 * 10", "1e16", "1e15", "123456789.123456789", "0.1 + 0.2", "1e-5", "0.0001", "1.0e-4", "5e-324", "1.7976931348623157e308", "100.0", "1e22", "1e21", "-0.0",
    "7 // 2", "-7 // 2", "7 // -2", "-7 % 3", "7 % -3", "7.5 // 2", "-7.5 // 2", "7.5 % -2", "-7.5 % 2", "0.0 % 3", "2 ** 10", "2 ** -1", "2 ** 0.5", "(-2) ** 3", "2 ** 100", "(-2) ** 101", "10 ** 20 // 3", "-(10 ** 20) // 3", "10 ** 20 % 7",
    "10 ** 20 / 10 ** 19", "10 ** 400 / 10 ** 399", "10 ** 400 / 3", "1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "1.0 % 0", "0 ** -1", "0.0 ** -1", "2.0 ** 10000", "10 ** 400 * 1.0", "1 / 3", "2 / 3", "10 / 5", "1 - 0.9",
    "9007199254740993 / 1", "9007199254740993 + 0.0", "9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 9223372036854775807", "-(-9223372036854775808)", "0x1F", "0b101", "0o17", "1_000_000", "1_0.5", "1e3", "1E+3", "00", "0_0",
    "1 < 2 < 3", "1 < 2 > 3", "1 == 1.0 == true", "1 < 2 in [2]", "not 1 == 2", "not true and false", "true or nope2", "false and nope2", "1 in [1] == true", "3 > 2 > 1 > 0", "1 if true else 2", "1 if false", "nope2 if false else 3",
    "none or 'x'", "'' and 'x'", "[] or {}", "1 and 0 or 2", "not none", "not not 5", "--3", "-+3", "+true", "-true", "~3" if False else "3", "2 ** 3 ** 2", "-2 ** 2", "(1, 2) + (3,)", "'a' 'b' 'c'", "'a' ~ 1 ~ none ~ 2.0", "1 ~ 2 + 3",
    "true + true", "true * 3", "1 == true", "0 == false", "'' == false", "none == false", "1 == '1'", "'a' < 'b'", "'a' < 'B'", "'Z' < 'é'", "'\\uffff' < '😀'", "1 < 'a'", "none < 1", "none == none", "[] < {}", "2 is divisibleby 2",
    "10 ** 4300", "nope2 + 1", "1 + nope2", "nope2 ~ 'a'", "-nope2", "nope2.x", "nope2['x']", "nope2()", "nope2 == 1", "nope2 < 1", "not nope2", "nope2 | upper", "nope2 | default('d')", "nope2.x | default('d')", "nope2 is defined", "nope2 | d",
    "nope2 or 1", "d.zz | default(1)", "d.zz.y | default(1)", "d['zz']", "d[0]", "l[7]", "l.x", "(1, 2).x", "s.x.y", "n.x", "f.x", "t.x", "no.x", "1.5.x", "range.x", "nope2 ** 2", "2 ** nope2", "nope2 // 1", "nope2 % 2", "nope2 * 2", "nope2 / 2", "nope2 - 2",
]
TESTS = ["odd", "even", "defined", "undefined", "none", "boolean", "false", "true", "integer", "float", "lower", "upper", "string", "mapping", "number", "sequence", "iterable", "callable", "escaped", "divisibleby 2",
         "divisibleby(0)", "sameas none", "sameas 7", "in [7, 'ab']", "eq 7", "equalto 'ab'", "ne 7", "gt 5", "lt 5", "ge 7", "le(7)", "filter", "test", "greaterthan 1", "lessthan 1"]
FILTERS = {
    "l": ["first", "last", "length", "count", "list", "sort", "sort(reverse=true)", "sort(true)", "min", "max", "sum", "sum(start=10)", "sum(start='a')", "reverse | list", "join", "join('-')", "join(', ', 'x')", "batch(2) | list", "batch(2, 0) | list", "batch(0) | list", "batch('a') | list",
          "slice(2) | list", "slice(4, 'x') | list", "slice(0) | list", "slice('a') | list", "map('string') | list", "map('nosuch') | list", "map() | list", "map(attribute='x') | list", "map('default', 5) | list", "select('odd') | list", "reject('odd') | list", "select | list", "select('gt', 1) | list",
          "select('nosuch') | list", "selectattr('x') | list", "selectattr() | list", "rejectattr('x') | list", "string", "tojson", "pprint", "upper", "int", "float", "abs", "round", "trim", "wordcount", "indent", "default(5)", "random | string | length", "items | list", "dictsort", "format(1)", "attr('x')", "map('upper') | join", "first | first",
          "sort(1, 2, 3, 4)", "sort(foo=1)", "join(1, 2, 3)", "min(attribute='x')", "groupby('x') | list", "map(attribute='x', default=3) | list", "map(attribute='x', foo=1) | list", "replace('1', 'x')", "urlencode", "xmlattr", "center(20)", "truncate(2)", "wordwrap(3)", "filesizeformat", "e", "safe", "length(1)", "nosuch"],
    "users": ["map(attribute='name') | list", "map(attribute='name') | join(', ')", "join(',', attribute='name')", "selectattr('age', 'gt', 26) | map(attribute='name') | list", "rejectattr('age', 'eq', 30) | map(attribute='name') | list", "selectattr('groups') | map(attribute='name') | list", "sort(attribute='age') | map(attribute='name') | list",
              "sort(attribute='age,name') | map(attribute='name') | list", "sort(attribute='name', case_sensitive=true) | map(attribute='name') | list", "sort(attribute='nope') | list", "groupby('age') | map(attribute='grouper') | list", "groupby('age') | map('last') | map('length') | list", "groupby('age')", "groupby('nope', default=1) | list | length", "sum(attribute='age')",
              "min(attribute='age')", "max(attribute='name')", "map(attribute='groups.0') | list", "map(attribute='groups.0', default='-') | list", "selectattr('name', 'in', ['bob']) | list | length", "selectattr('nope') | list", "selectattr('nope', 'defined') | list", "map('length') | list", "map('attr', 'name') | list", "first", "map(attribute='age') | sum"],
    "s": ["upper", "lower", "title", "capitalize", "length", "reverse", "list", "first", "last", "trim", "trim('Hd')", "trim(1)", "center(20)", "center('a')", "replace('o', '0')", "replace('o', '0', 1)", "replace('o')", "replace('l', 5)", "truncate(5)", "truncate(5, true)", "truncate(5, true, '')", "truncate(8, false, '..', 0)", "truncate(1)", "truncate(11)", "wordcount",
          "wordwrap(5)", "wordwrap(3, true)", "wordwrap(3, false)", "wordwrap(0)", "wordwrap(5, wrapstring='|')", "indent", "indent(2, true)", "indent('> ', first=true)", "indent(foo=1)", "int", "int(5)", "float", "float(1.5)", "string", "e", "urlencode", "striptags", "format", "default('x')", "default('x', true)", "batch(4) | list", "slice(3) | list", "sort", "sort | join",
          "unique | sort | join", "min", "max", "join('.')", "map('upper') | list", "select('in', 'el') | list", "tojson", "pprint", "filesizeformat", "round", "abs", "dictsort", "items | list", "sum", "length | string", "attr('upper')() ", "attr('nope')", "urlize", "xmlattr", "groupby('x')", "wordwrap(5, break_on_hyphens=false)", "count", "d", "center(width=15)", "upper | lower | title",
          "truncate(length=7, end='!', leeway=0)", "upper()", "upper(1)", "upper(x=1)", "first(1)", "indent(4, blank=true)"],
    "n": ["abs", "float", "int", "round", "round(2)", "round(-1)", "round(1, 'ceil')", "round(1, 'floor')", "round(0, 'bad')", "string", "filesizeformat", "upper", "length", "list", "first", "join", "tojson", "default(3)", "format", "e", "sum", "max", "urlencode", "pprint", "center(5)", "replace('7', '8')", "reverse", "title", "truncate(3)", "wordcount", "striptags", "int(base=16)", "trim", "safe", "random", "sort", "batch(2)|list", "map('abs') | list", "select | list", "indent"],
    "f": ["abs", "int", "round", "round(0)", "round(1)", "round(0, 'floor')", "round(precision=0, method='ceil')", "string", "float", "filesizeformat", "round | int", "tojson", "round('a')", "round(none)", "truncate(1)"],
    "d": ["dictsort", "dictsort(true)", "dictsort(by='value')", "dictsort(reverse=true)", "dictsort(by='x')", "items | list", "list", "length", "first", "join(',')", "tojson", "tojson(2)", "tojson(indent=4)", "xmlattr", "xmlattr(false)", "urlencode", "map('upper') | list", "sort", "min", "max", "string", "pprint", "reverse | list", "attr('a')", "attr('items')() | list", "select('eq', 'a') | list", "sum", "batch(2) | list", "unique | list", "e", "last", "values", "upper", "format(**d)"],
    "no": ["default('x')", "default('x', true)", "string", "int", "float", "upper", "length", "list", "join", "abs", "round", "first", "sort", "tojson", "e", "items | list", "dictsort", "trim", "urlencode", "replace('None', 'x')", "map('upper') | list", "select | list", "sum", "min", "indent", "truncate(3)", "wordwrap", "striptags", "format", "int(7)", "float(0.5)"],
    "e": ["first", "last", "min", "max", "random", "sum", "join", "sort", "list", "length", "first | default('none')", "map('upper') | list", "batch(2) | list", "slice(2) | list", "groupby('x') | list", "unique | list", "select | first", "tojson", "default('x', true)", "dictsort", "reverse | list"],
    "u": ["upper", "title", "capitalize", "length", "reverse", "urlencode", "tojson", "wordcount", "center(30)", "truncate(9)", "list | length", "e", "pprint", "batch(3) | list", "wordwrap(6)"],
}
EXTRA = [
    "'%s-%d' | format('a', 5)", "'%(x)s' | format(x=1)", "'%s' | format(1, x=2)", "'%s' | format", "'42.7' | int", "'0x1f' | int(base=16)", "'abc' | int(base=16)", "'1_000' | int", "' 5 ' | int", "'1e3' | float", "'nan' | float", "'inf' | int", "'x' | int(default='q')", "'٣' | int", "'1e400' | float", "'-' | int", "true | int", "2.99 | int", "-2.99 | int",
    "'12' | int(base=1)", "42.55 | round(1, 'floor')", "42.55 | round(1)", "2.5 | round", "3.5 | round", "-2.5 | round", "1234 | round(-2)", "15 | round(-1)", "1e300 | round(2)", "1000 | filesizeformat", "1 | filesizeformat", "1500000 | filesizeformat", "1048576 | filesizeformat(true)", "1e30 | filesizeformat", "'2048' | filesizeformat(binary=true)", "999 | filesizeformat",
    "'<a href=\"x\">b & c</a>' | e", "'<b>x</b> &amp; <!-- c --> y' | striptags", "'<b>' | safe", "'<b>' | safe | e", "'<b>' | e | e", "'<b>' | e | forceescape", "'<b>' | e ~ '<i>'", "('<b>' | safe) + '<i>'", "'<i>' + ('<b>' | safe)", "('%s' | safe) % '<'", "('{}' | safe).format('<')", "('a' | safe) * 2", "('<' | safe).join(['>', 'x'])", "('<b>' | safe).replace('b', '<')", "('a<' | safe).upper()", "('a,b' | safe).split(',')", "('a' | safe)", "[('a' | safe)]", "('a' | safe) == 'a'", "('a' | safe) is string", "('a' | safe) is escaped", "{'k': ('a' | safe)}", "('a' | safe) + 1", "1 + ('a' | safe)", "('<x>' | safe) | upper", "('<x>' | safe) | length", "('abc' | safe)[1]", "('abc' | safe)[::-1]", "('a' | safe).nosuch", "('a' | safe)['x']",
    "'http://example.com (https://foo.org/a?b=c#d) www.x.com a@b.co mailto:x@y.org foo://bar <http://q.net>.' | urlize", "'http://example.com/aaaaaaaaaaaaaaaaaa' | urlize(10)", "'http://example.com' | urlize(nofollow=true, target='_blank', rel='x')", "'foo:bar' | urlize(extra_schemes=['foo:'])", "'x' | urlize(extra_schemes=['f'])", "'1.2.3.4 http://1.2.3.4:80/x' | urlize",
    "{'class': 'a', 'id': none, 'x': nope2, 'y': '<&>'} | xmlattr", "{'a b': 1} | xmlattr", "{'a': 1, 'b': 2} | urlencode", "[('a', 'x y'), ('b', '/')] | urlencode", "'a b/c?d=é&' | urlencode", "[1] | urlencode", "b'a' | upper" if False else "'a'", "['b', 'A', 'c'] | sort", "['b', 'A', 'c'] | sort(case_sensitive=true)", "[3, 'a', none] | sort", "[[2, 'b'], [1, 'c']] | sort(attribute=0)", "[[2, 'b'], [1, 'c']] | sort(attribute='1')",
    "['a', 'B', 'A', 'b'] | unique | list", "[1, 1.0, true, '1'] | unique | list", "[[1], [1]] | unique | list", "['a', 'B', 'b'] | groupby(0) | list | length", "[{'k': 'x', 'v': 1}, {'k': 'X', 'v': 2}] | groupby('k') | map(attribute='list') | map('length') | list", "[{'k': 'x'}, {'k': 'X'}] | groupby('k', case_sensitive=true) | list | length", "[{'k': 1}, {}] | groupby('k')", "[1, 2, 3] | sum / 2", "[[1], [2]] | sum(start=[])", "['a'] | sum", "[1, none] | sum", "[1, 2, 3, 4] | select('divisibleby', 2) | list", "[0, 1, '', 'a', none] | select | list", "[1, 2] | map('pprint') | list", "['a', 'b'] | map('replace', 'a', 'c') | list", "['a'] | map('nosuch', 1) | list", "[1] | select(nope2) | list", "['x'] | map(nope2) | list",
    "[1, 2] | map('format') | list", "'a\\nb\\n\\nc' | indent(2)", "'a\\nb' | indent(2, true, true)", "'\\n' | indent", "'' | indent", "'a\\r\\nb' | indent", "'a b c d e' | wordwrap(3)", "'aaaa-bbbb cccc' | wordwrap(6)", "'aaaa-bbbb cccc' | wordwrap(6, break_on_hyphens=false)", "'aaaaaaaaaa b' | wordwrap(4, false)", "'x\\n\\ny z' | wordwrap(2)", "'a -- b--c d' | wordwrap(3)", "'foo bar baz qux' | truncate(9)", "'foo bar baz qux' | truncate(9, true)", "'foo bar baz qux' | truncate(11)", "'foo bar baz qux' | truncate(11, false, '...', 0)", "'foo' | truncate(2)", "'hello (world) [x] {y} <z> a-b o\\'neil' | title", "'ǆ ﬁ' | title", "[1, 2, 3] | batch(2, '-') | map('join') | list", "[1, 2, 3, 4, 5] | slice(3) | map('list') | list", "'abc' | map('upper') | join", "{'a': {'b': 1}} | tojson", "{1: 2, 'a': [none, true, 1.5]} | tojson", "'</script>&\\'' | tojson", "[1, [2]] | tojson(2)", "'é😀' | tojson", "{(1, 2): 3} | tojson", "nope2 | tojson", "range(3) | tojson", "{'b': 1, 'a': 2} | tojson", "[1] | tojson(indent='x')",
    "{'aaaaaaaaaaaaaaaaaaaaaaaaa': 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'cccccccccccccccccc': ['ddddddddddddddddd', 'eeeeeeeeeeeeeeee'], 'f': {'g': 1}} | pprint", "range(40) | list | pprint", "'a b ' * 40 | pprint", "('a b ' * 40) | pprint", "[('x' * 50, 'y' * 50)] | pprint", "['line one\\nline two ' * 5] | pprint", "{'b': 1, 'a': 2} | pprint", "(1,) | pprint", "{'k': 'word ' * 30} | pprint", "[[1, 2], {'a': ()}] | pprint", "{1: 1, 'a': 2} | pprint",
    "s | attr('upper')", "d | attr('a')", "d | attr('__class__')", "d.__class__", "''.__class__.__mro__", "d['__class__']", "l.__len__", "range.__name__", "(1).__class__", "none.__class__", "s.format.__globals__", "lipsum.__globals__", "cycler.__init__", "self", "self.x", "self['x']", "super()", "loop", "caller()", "varargs", "kwargs", "context", "_", "__name__", "True == true", "TRUE", "None is none", "x.y.z is defined", "not x is defined", "x is not defined", "1 is not none", "1 is nosuch", "1 is number and 2 is number", "1 is in [1]", "1 is not in [1]", "none is none is none" , "1 is defined is true",
    "lipsum(n=0)", "lipsum(1, false, 5, 5)", "lipsum(html=false, n=1) | length > 20", "l | map('string') | join | int", "(l | length) > 2", "l | length > 2", "l | first + 1", "l | join ~ 'x'", "-l | first", "-n | abs", "n | float + 1", "2 ** n | int", "s | upper == 'HELLO WORLD'", "not s | length == 3", "s | length is odd", "s | length % 2", "s.upper() | lower", "s | upper | replace('L', 'x') | title", "(s | upper).lower()", "s|upper.lower", "[s][0].upper()", "{'a': s}.a[0]", "(1, 2)[0]", "(s, n)[1]", "'a'.upper().lower().upper()", "s[0].upper()[0]", "s.split(' ')[1][0:2]", "d.items() | sort | first | last", "d | dictsort | map('first') | join", "d.values() | select('none') | list | length", "d.keys() | list | sort | join(',')", "users | selectattr('name', 'equalto', 'bob') | map(attribute='age') | first", "f(1)", "s(1)", "d.items()()", "(none)(1)",
    "dict(a=1, a=2)", "dict(**{'a': 1})", "dict(*[{'a': 1}], **{'b': 2})", "dict(a=1, **{'a': 2})", "dict(*1)", "dict(**1)", "dict(**{1: 2})", "range(*[1, 5])", "range(*[1], *[2])", "dict(a=1, 2)", "s.split(sep=' ', maxsplit=0)", "s.replace(*['l', 'L'])", "s.format(*l)", "'{a}'.format(**d)", "s | replace(*['l', 'L'])", "s | replace(old='l', new='x')", "s | replace('l', new='x', count=1)", "s | replace('l', old='x')", "s | indent(width=2, width=3)", "l | join(d=',', attribute=none)", "l | join(',', d='x')",
]


def expressions():
    groups = {}
    groups["operators"] = [
        f"{{{{ {a} {op} {b} }}}}" for op in OPERATORS for i, a in enumerate(VALUES) for j, b in enumerate(VALUES)
        if (i + j + len(op)) % 2 == 0 or op in "+%"
    ]
    groups["tests"] = [f"{{{{ {v} is {t} }}}}" for t in TESTS for i, v in enumerate(VALUES) if (i + len(t)) % 2 == 0]
    groups["str"] = [
        f"{{{{ {value}.{name}({args}) }}}}" for name, all_args in METHODS.items() for k, args in enumerate(all_args)
        for i, value in enumerate(STRINGS) if i == 0 or (i + k + len(name)) % 3 == 0
    ]
    groups["collections"] = [f"{{{{ {one} }}}}" for one in COLLECTIONS]
    groups["slices"] = [f"{{{{ {v}[{one}] }}}}" for one in SLICES for v in ["'abcdef'", "l", "(1, 2, 3, 4)", "u"]] + [
        "{{ d[1:2] }}", "{{ n[1:2] }}", "{{ none[1:] }}", "{{ nope2[1:] }}", "{{ range(9)[1:5] | list }}"]
    groups["format"] = [f"{{{{ {one} }}}}" for one in FORMATS]
    groups["specs"] = [f"{{{{ '{{:{spec}}}'.format({v}) }}}}" for k, spec in enumerate(SPECS) for i, v in enumerate(SPEC_VALUES) if (i + k) % 2 == 0]
    groups["percent"] = [f"{{{{ {one} }}}}" for one in PERCENT]
    groups["numbers"] = [f"{{{{ {one} }}}}" for one in NUMBERS]
    groups["filters"] = [f"{{{{ {name} | {one} }}}}" for name, all_filters in FILTERS.items() for one in all_filters]
    groups["mixed"] = [f"{{{{ {one} }}}}" for one in EXTRA]
    return groups
