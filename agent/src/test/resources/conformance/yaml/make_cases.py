"""Loads and dumps YAML with real Salt and keeps what came out. Run with Salt's Python."""

import base64
import json
import pathlib
import random

import salt.serializers.yaml
import salt.utils.yaml
from salt.utils.odict import OrderedDict
from salt.utils.yamlloader import SaltYamlSafeLoader

HERE = pathlib.Path(__file__).parent

SCALARS = """
a|'a'|"a"|yes|Yes|YES|yEs|no|No|NO|true|True|TRUE|tRUE|false|on|On|ON|off|Off|OFF|y|n|Y|N
null|Null|NULL|nULL|~|''|""|None|none|nil|-|?|a:b|a :b|:a|-a|?a|- |0|00|000|01|010|0010|08|09|012|-012|+012|0o17
0x1F|0X1f|-0x1F|0x|0xg|0b101|-0b11|0b2|0b|0_1|1_000|_1|1_|0x_f|1:30|1:60|1:30:45|-1:30|01:30|1:30.5|12:5:6.25|190:20:30
1.5|-1.5|+1.5|1.|.5|-.5|+.5|1e3|1.e3|1.0e3|1.0e+3|1.0E-3|1.5e3|.5e+3|1_0.5_0|.inf|-.inf|+.inf|.Inf|.INF|.iNF|.nan|.NaN|.NAN|-.nan
inf|nan|1e|1.e+|0.0|-0.0|1e400|1.0e+400|12345678901234567890|-9223372036854775808|9223372036854775808|3.141592653589793|1.0e+16|1.0e+15|123456789012345680.0|0.0001|0.00001
2001-01-01|2001-1-1|2001-01-01 10:20:30|2001-12-14t21:59:43.10-05:00|2001-12-15 2:59:43.10|2001-12-14T21:59:43Z|2001-1-1 1:20:30 +1:00|1-1-1
=|<<|!|&|*|%a|@a|`a|a%b|a@b|a`b|a#b|a #b|#a|a b|a  b|a, b|a]|a}|a[b|a{b|[a|{a|>a||a|,a
0755|'0755'|"0755"|644|0644|1.2.3|1.10|v1|10.0.0.1|::1|fe80::1|http://a.b/c?d=e#f|C:\\x|a\\b|"a\\nb"|'a''b'|"a\\"b"|"\\x41"|"\\u00e9"|"\\U0001F600"|"\\e\\0\\a"|"\\q"|"\\ud800"|"\\xg"
é|日本|😀|"é"|\u00a0|a\u00a0b|\u2028a|\u0085|\ufeff
""".strip().replace("||", "|").split("\n")

TAGGED = """
!!str 1|!!str|!!str yes|!!int "1"|!!int 012|!!int -012|!!int foo|!!int ""|!!int "0x1f"|!!int "1:30"|!!int " 5 "|!!float 1|!!float "1.5"|!!float foo|!!float .inf|!!float inf
!!bool "yes"|!!bool foo|!!null foo|!!null ""|!!binary aGVsbG8=|!!binary aGVsbG8|!!binary a|!!binary "é"|!!binary ab|!!binary abc|!!binary "aé日b"|!!binary ""|!!timestamp 2001-01-01|!!timestamp foo
!!python/unicode x|!!python/unicode 1|!!python/str x|!!python/none x|!!python/tuple [a]|!!python/object/apply:os.system [ls]|!foo bar|!foo|!foo [a]|!foo {a: b}|! a|! 1|! "1"|! true|! [a]|! {a: b}|!
!!seq [a]|!!seq a|!!seq {a: b}|!!map {a: b}|!!map a|!!map [a]|!!omap [a: b]|!!omap {a: b}|!!pairs [a: 1, b: 2]|!!pairs [a]|!!pairs {a: b}|!!pairs [{a: 1, b: 2}]|!!str [a]|!!str {a: b}|!!int [a]|!!null [a]
!<tag:yaml.org,2002:str> 1|!<foo> 1|!<foo|!a!b c|!!foo bar|!aggregate [a]|!reset [a]|!!%41 a|!!%zz a|!!%c3%a9 a|!!%ff a|!!%c3a a|!a,b c|!!merge x|!!value x
""".strip().split("\n")

DOCUMENTS = [
    "", "\n", "   ", "# only a comment\n", "---\n", "---", "--- a", "---\na: b\n", "a: b\n...\n", "a\n...\n...\n", "...\n", "...\na: b",
    "--- a\n--- b", "a: 1\n---\nb: 2", "---\n---\n", "--- a\n...\nb", "a\n...\nb", "a: b\n... c", "%YAML 1.1\n---\na: b", "%YAML 1.2\n---\na: b",
    "%YAML 2.0\n---\na", "%YAML 1.1\na: b", "%YAML 1.1\n%YAML 1.1\n---\na", "%YAML\n---\na", "%YAML 1\n---\na", "%YAML 1.x\n---\na",
    "%YAML 1.1 x\n---\na", "%YAML 1234567890.1\n---\na", "%FOO bar\n---\na", "%\n---\na", "%F@ a\n---\na", "%YAML 1.1 # c\n---\na: b",
    "%TAG ! tag:yaml.org,2002:\n---\n!int '5'", "%TAG !e! tag:yaml.org,2002:\n---\n!e!str 5", "%TAG !e tag:x\n---\na", "%TAG !e! tag:x\n%TAG !e! tag:y\n---\na",
    "%TAG !e!\n---\na", "%TAG e tag:x\n---\na", "%TAG !e!tag:x\n---\na", "%TAG !e! tag:x x\n---\na", "!e!x a", "a: %x", "a: b\n%x: y",
    "a: b", "a: b\n", "a:b", "a : b", "a:\n", "a:", "a: ", "a:\n  b", "a:\n b\n", "a: b\nc: d", "a: b\n c: d", "a:\n  b: c\n d: e", "a:\n b: c\n  d: e", "a: b: c", "a: b\n  c", "a: b\n  c: d",
    " a: b\nc: d", "a: b\n\n\nc: d", "a:\tb", "a: b\t", "\ta: b", "a:\n\tb: c", "a:\n\t- b", "a:\n  - b\n\t- c", "- a\n\t- b", "a: b\n\tc: d", "a: b\n\t c", "a:\n  b: 1\n\t c: 2", "a: 'b\n\tc'", "a: [b,\n\tc]", "a: |\n\tb", "a: |\n  b\n\tc", "a:\n  \tb: c", "-\ta", "-\t- a", "?\ta", "a: b #c\td",
    "a: b\na: c", "a: 1\nb:\n  c: 1\n  c: 2", "1: a\n1: b", "1: a\ntrue: b", "1: a\n1.0: b", "1: a\n'1': b", "yes: a\nno: b", "on: a\ntrue: b", "null: a\n~: b", "null: a\nnull: b", "1.5: a\n1.5: b", "0: a\nfalse: b", ".nan: a\n.nan: b", ".inf: a\n.inf: b", "a: {b: 1, b: 2}", "[{a: 1, a: 2}]", "a: {x: 1, x: 2}\na: 1", "!!binary YQ==: 1\n!!binary YQ==: 2",
    "{{ x }}", "a: {{ x }}", "a: {{x}}", "{a: b}: c", "? {a: b}\n: c", "? [a]\n: b", "[a]: b", "? - a\n: b", "? !!set {a}\n: b", "{[a, b]: c}", "{{a: 1}: 2}", "? a\n: b", "? a", "? a\nb", "? a\nb: c", "?\n: a", "? a\n? b", "? |\n  a\n: b", "? a\n  b\n: c", ": a", ":", "? ", "{? a : b}", "{? a}", "{: a}", "[? a : b]", "[: a]", "[a: b]", "[a: b, c: d]", "[a: b: c]", "[a:b]", "{a:b}", "{a:1}", "{a}", "{a, b}", "{a: }", "{a: , b: }", "{'a':1}", '{"a":1}', '["a":1]', "[a,]", "[,]", "[,a]", "[a,,b]", "{,}", "{a: b,}", "{a: b,,c: d}", "[]", "{}", "[ ]", "{ }", "[[]]", "[{}]", "{a: []}",
    "a: [1,2", "a: [1,2\nb: c", "a: {b: c", "a: {b: c\nd: e", "[a", "{a", "[a: b", "a]", "a}", "a: ]", "a: }", "- [a, b]]", "- {a: b}}", "[a}", "{a]", "[a b\n c]", "[a\n b: c]", "[a:\n b]", "{a\n: b}", "[a\nb]", "a: [\nb]", "a:\n  [\nb]", "a: [b]c", "a: [b] c", "a: [b]\n  c", "a: {b: c} d", "[a]b", "{ }}", "[a, [b, c], {d: e}]", "[a#b]", "[a #b\n]", "[-a]", "[- a]", "[-]", "[?a]", "[a?]", "[a?b]", "{?a: b}", "[a:]", "[a:,b]", "[http://x]", "{a: http://x}", "[a:[b]]", "[a:?]", "{x: *a}", "[*a]", "[a: *b]", "[!a]", "[!a,b]", "[! ,b]", "[&a , b]", "[&a b, *a]", "{&a b: *a}",
    "- a", "- a\n- b", "- - a\n  - b", "-\n  a", "-\n- a", "-", "- \n", "- a\n b", "- a\n b: c", "- a: b\n  c: d", "- a: b\n c: d", "- a: b\nc: d", "- a\nb: c", "b: c\n- a", "a:\n- b\n- c", "a:\n- b\nc: d", "a:\n- b\n-c", "a:\n  - b\n - c", "a:\n - b\n  - c", "a: - b", "a: -b", "- a\n-b", "-a\n- b", "a:\n  - b: c\n    d: e\n  - f", "a:\n  - b:\n    - c", "a: b\n- c", "a:\n  b\n- c", "- - - a", "- ? a\n  : b", "-- a", "--- - a", "--- a: b", "---a", "--- |\n a", "--- &a [*a]", "a:\n- ", "- a #b\n- #c\n- d", "a:\n  # c\n  b: d\n# e\n",
    "a: |\n  x\n  y\n", "a: |\n  x\n\n  y\n\n\nb: c", "a: |+\n  x\n\n\nb: c", "a: |-\n  x\n\n", "a: >\n  x\n  y\n", "a: >\n  x\n\n  y\n", "a: >\n  x\n   y\n  z\n", "a: >-\n  x\n  y\n\n", "a: >+\n  x\n\n\n", "a: |2\n    x\n  y", "a: |1\n  x", "a: |+2\n   x\n", "a: |2-\n   x\n", "a: |0\n x", "a: |10\n x", "a: |x\n y", "a: >x\n y", "a: | # c\n  x", "a: |#c\n  x", "a: |\n x\n  y\n z", "a: |\n  x\n y", "a: |", "a: |\n", "a: |\nb: c", "a: >\n\n\n  x", "a: |\n\n  x\n", "a: |\n   \n  x\n", "a: |\n    \n  x", "|\n a", "|\na", ">\na\nb", "- |\n a\n- >\n b", "a: |\n  x # y\n", "a: |\r\n  x\r\n  y\r\n", "a: >\n  x \n  y", "a: >\n  x\n \n  y", "a: |-\n  x", "a: |+\n  x", "a: |\n  x", "a: >\n  x", "a: >2\n   x\n   y\n  z\n", "[|\na]", "a: |\n  \tx\n", "a: >\n  \tx\n  y", "a: |\n  {{ x }}\n  b: c\n",
    "a: 'x", 'a: "x', "a: 'x'y", "a: 'x' y", 'a: "x" # c', 'a: "x"#c', "'a': b", '"a": b', "'a' b: c", "a: 'x\n  y'", "a: 'x\n\n  y'", "a: 'x\ny'", "'a\nb': c", "a: \"x\\\n  y\"", "a: \"x \\\n  y\"", "a: \"x\\n\\\n  \\ty\"", "a: \"x\n\n\n y\"", "a: ' x '", "a: '''x'''", "a: ''''", "a: '\n'", "a: \"\\\n\"", "a: 'x\n---\n'", "a: 'x\n---y'", "a: '\n...\n'", 'a: "\\', 'a: "\\x4', 'a: "\\x"', 'a: "\\uD800"', 'a: "\\U00110000"', 'a: "\\U0010FFFF"', 'a: "\\/\\ \\N\\_\\L\\P"', 'a: "\\\t"', "a: \"\\'\"",
    "&a b", "&a", "a: &x b\nc: *x", "a: &x\n  b: c\nd: *x", "a: *x", "x: *foo", "&a b: &a c", "a: &x b\nc: &x d", "&a a: b\n*a : c", "*a: b", "&a a: b\n*a: c", "a: & b", "a: &", "a: *", "a: &x&y b", "a: &x &y b", "a: &x !!str &y b", "a: &x *x", "a: &x !!str b", "a: !!str &x b\nc: *x", "a: &x !!int\nb: *x", "a: &x\nb: *x", "a: &x [*x]", "&x {a: *x}", "a: &é b", "a: &x@ b", "a: &x: b", "a: !x!y b", "a: !!str !!int b", "a: &x [1]\nb: [*x, *x]",
    "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]", "a: &x {b: 1}\nc: &y {d: 3}\ne:\n  <<: [*x, *y]\n  f: 1", "a: &x {b: 1}\nc:\n  <<: *x\n  <<: *x", "a: &x {b: 1}\nc:\n  d: 1\n  <<: *x\n  e: 2", "<<: 3", "<<: [a]", "<<: a", "<<: {}", "<<: []", "<<: {a: 1}", "a: 1\n<<: {a: 2, b: 3}", "<<: {a: 2}\na: 1", "'<<': {a: 1}", "!!merge x: {a: 1}", "a: <<", "- <<", "a: &x {b: 1}\nc: &y\n  <<: *x\n  d: 2\ne:\n  <<: *y", "a: &x {1: a}\nb:\n  <<: *x\n  '1': b", "a: &x {b: {c: 1}}\nd:\n  <<: *x\n  b: {e: 2}", "<<: {<<: {a: 1}}", "<<: [{a: 1}, [b]]", "<<: null", "? <<\n: {a: 1}", "a: &x {<<: {b: 1}}\nc: *x",
    "=: a", "a: =", "a: {=: b}", "!!str {=: b}", "!!int {=: '5'}", "- =", "!!set {a, b}", "!!set [a]", "!!set {a: b}", "!!set {a, a}", "!!set\n? a\n? b",
    "a: b\r\nc: d\r\n", "a: b\rc: d", "a: b\u0085c: d", "a: b\u2028c: d", "a: 'b\u2028c'", "a: 'b\u2028\n c'", "a: \"b\u0085 c\"", "a: b\u2028 c", "a: |\n  b\u2028  c\n", "\ufeffa: b", "a: \ufeffb", "a\n\ufeffb: c", "a: \x01", "a: \x7f", "a: \x80", "a: \x00", "a: \ufffe", "é: \x01", "日: \x02", "😀: \x03", "😀: b: c", "é: b: c", "a: \U0001F600", "a: \ue000", "a: \u0085", "a: b\n\n\x0b",
    "a" * 1023 + ": b", "a" * 1024 + ": b", "a" * 1025 + ": b", "[" + "a" * 1030 + ": b]", "{" + "a" * 1030 + ": b}", '{"' + "a" * 1030 + '": b}', "x:\n  " + "a" * 1030 + ": b", "[[a, b\n]: c]", "[a,\nb]: c", "{a: b,\n c: d}: e", "'a\n b': c", "[[[[[[a]]]]]]: b",
    "a\nb: c", "a\nb\nc: d", "a: b\nc", "a: b\nc\n", "a: b\nc\nd: e", "a:\n  b\nc", "a:\n  b: c\n  d\ne: f", "a:\n  b: c\n  d\n  e: f", "a:\n  - b\n  c: d", "a:\n  - b\n  c", "a:\n    - b\n  - c", "a: 1\n  b: 2\n", "- a: 1\n   b: 2", "- a: 1\n  - b", "a:\n   b: 1\n  c: 2\n", "a:\n b:\n  c\n d", "key: value\n  - item", "key:\n  - item\n  other: x", "a: b]", "a: b}", "a: @b", "a: `b`", "a: %b", "@a: b", "%a: b", "a: !", "a: ,b", "a: b, c", "a: b # c", "a: # c\n  b", "a: #b", "a:#b", "a #b: c", "a: 'b'# c", "a: b #", "!a", "!!", "!<", "!<>", "!<a>", "!<a> b", "!a b: c",
    "nginx:\n  pkg.installed:\n    - name: nginx\n  service.running:\n    - require:\n      - pkg: nginx\n", "base:\n  '*':\n    - a\n  'os:Ubuntu':\n    - match: grain\n    - b\n", "nginx:\n  pkg.installed\n  service.running:\n    - enable: True", "nginx:\n  pkg.installed: []\n  pkg.installed: []", "a:\n  file.managed:\n    - mode: 0644\n    - contents: |\n        a: b\n          c\n    - name: /x", "include:\n  - .a\n  - b.c", "extend:\n  a:\n    b:\n      - c: d", "a:\n  cmd.run:\n    - name: echo {{ x }}", "a:\n  cmd.run:\n    - name: {{ x }}", "a:\n  cmd.run:\n    - name: \"{{ x }}\"", "a: {% if x %}", "{% if x %}\na: b", "a: {# c #}", "a:\n  - b:c", "a:\n  -b", "a:\n  - b :c", "a:\n- b:\n  c", "a: [b, c: d]",
    "\n\n  a:\n    b: c\n\n", "a: >\n  x\n  - y\n  - z\n", "? a\n:\n  b\n? c\n:\n  - d", "a: -\nb", "a: ?\nb", "a: :\nb", "- -", "- :", "- ?", "a: -1", "a: - 1", "a: ? b", "a: : b", "a: b:c", "a: b:", "a: b: ", "a: :b", "a: ::", "a::b", "a:: b", "::a: b", "a: 'b':c", "'a':b", '"a":b', "'a' : b", "a: !!str b: c", "a: &x b: c", "? a: b\n: c", "- &a b: c", "- !!str b: c", "- !!map b: c", "- &a\n  b: c", "&a\nb: c", "!!map\nb: c", "&a b: c\nd: *a", "a: !!map\n  b: c", "a: !!seq\n- b", "a: &x\n- b\nc: *x", "a: !!seq\n  - b", "a:\n  !!seq\n  - b", "a:\n  &x\n  - b",
]

FRAGMENTS = ["a", "b", "c:", ": ", ":", "- ", "-", "? ", "?", "\n", "\n  ", "\n ", "\n    ", " ", "\t", "[", "]", "{", "}", ", ", ",", "'", '"', "|", ">", "#", " #", "&a ", "*a", "!", "!!str ", "!!int ", "%", "@", "`", "\\", "1", "0", "yes", "~", "<<: ", "---", "...", "\n---\n", "=", "é", "+", "|-\n", ">\n", "a: b", "\n- ", "x: ", "\r\n", "''", '""']


def texts():
    """All inputs, each once, in the order in which they are first met."""
    found = {}
    for line in SCALARS + TAGGED:
        for scalar in line.split("|"):
            scalar = scalar.replace("\\\\", "\\")
            for form in ("a: %s", "%s", "- %s\n- b", "[%s]", "{a: %s}", "%s: b"):
                found[form.replace("%s", scalar)] = True
                if scalar.startswith("!"):
                    break
    for document in DOCUMENTS:
        found[document] = True
        if document and len(document) < 300:
            found["top:\n  - " + document.replace("\n", "\n    ")] = True
            found["[" + document + "]"] = True
    randomly = random.Random(20)
    for _ in range(600):
        found["".join(randomly.choice(FRAGMENTS) for _ in range(randomly.randint(2, 12)))] = True
    return list(found)


def plain(value):
    """Sets and tuples as lists, because the Java side has neither."""
    if isinstance(value, dict):
        return {plain(k) if isinstance(k, tuple) else k: plain(v) for k, v in value.items()}
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def load(text):
    case = {"text": text}
    try:
        value = salt.utils.yaml.safe_load(text, Loader=lambda *a: SaltYamlSafeLoader(*a, dictclass=dict))
        case["value"] = repr(plain(value))
    except RecursionError:
        return None  # a value that holds itself, which Python cannot print
    except Exception as error:  # every exception is an answer here
        case["error"] = type(error).__name__
        case["message"] = str(error)
    return case


STRINGS = [
    "", "a", "a b", " a", "a ", "a: b", "a:b", "a :b", ":a", ":", "?", "? a", "?a", "-", "- a", "-a", "--", "---", "--- a", "...", "#a", "a#b", "a #b", "a, b", ",a",
    "[a", "a[b", "a]", "{a}", "a{b", "&a", "*a", "!a", "|a", ">a", "'a", "a'b", "it's", '"a"', 'a"b', "%a", "a%b", "@a", "`a", "=", "<<", "~", "null", "NULL", "yes", "no",
    "on", "off", "true", "False", "y", "n", "1", "01", "08", "0x1f", "0b1", "1_000", "1:30", "1:60", "1.5", "1e3", "1.0e+3", ".5", ".inf", "-.inf", ".nan", "2001-01-01",
    "2001-01-01 10:20:30", "0644", "1.2.3", "v1", "a\\b", "C:\\x", "a\tb", "\ta", "a\nb", "a\n", "\na", "a\n\nb", "a\n b", "a \nb", "a\n\n", "\n", "\n\n", " ", "  ", "a\rb", "a\r\nb",
    "a\x00b", "\x07\x1b\x7f", "é", "日本語", "😀", "a\u00a0b", "\u0085", "a\u2028b", "\ufeff", "\ufffe", "x" * 70 + " " + "y" * 20, "word " * 40, "word  " * 40, "wo'rd " * 30, 'wo"rd: ' * 30,
    "x" * 200, "a\n" * 30, ("word " * 20 + "\n") * 3, "word\t" * 30, "é " * 60, "日本 " * 50, "a: b, " * 30, "http://example.com/" + "a/" * 50, "key=value " * 20, " " + "word " * 30, "word " * 30 + "\n",
    "k" * 127, "k" * 128, "k" * 129, "é" * 64, "é" * 65, "# c", "a: ", "a:\tb", "-\tb", "!!str", "None", "nan", "inf", "1,2", "a?b", "a}b", "::", "a::b", "x:", "- ", "? ", ": ", "'", "''", '"', "{{ x }}", "{% x %}", "$(x)", "a|b", "a>b",
]
SCALAR_VALUES = [None, True, False, 0, 1, -1, 10**18, 10**30, -(10**30), 0.0, -0.0, 1.0, 1.5, -1.5, 1e16, 1e17, 1e-5, 1.5e-7, 1e300, 123456789.123, float("inf"), float("-inf"), float("nan"), 0.1, b"", b"abc", b"x" * 100, bytes(range(256))]
OPTIONS = [
    {}, {"default_flow_style": False}, {"default_flow_style": True}, {"default_flow_style": False, "indent": 4}, {"default_flow_style": True, "indent": 0}, {"default_flow_style": True, "width": 40},
    {"width": 40}, {"width": 5}, {"width": -1}, {"sort_keys": False, "default_flow_style": False}, {"allow_unicode": False}, {"default_style": '"', "default_flow_style": True, "width": 2**31 - 1},
    {"default_style": "'"}, {"default_style": "|"}, {"default_style": ">", "width": 30}, {"explicit_start": True}, {"explicit_start": True, "default_flow_style": False}, {"explicit_end": True}, {"indent": 9, "default_flow_style": False}, {"indent": 12},
]


def random_value(randomly, depth):
    kind = randomly.random()
    if depth <= 0 or kind < 0.45:
        if randomly.random() < 0.75:
            return randomly.choice(STRINGS)
        return randomly.choice(SCALAR_VALUES)
    size = randomly.randint(0, 5)
    if kind < 0.72:
        return [random_value(randomly, depth - 1) for _ in range(size)]
    return {random_key(randomly): random_value(randomly, depth - 1) for _ in range(size)}


def random_key(randomly):
    if randomly.random() < 0.8:
        return randomly.choice(STRINGS)
    return randomly.choice([k for k in SCALAR_VALUES if k == k])


def source(value):
    """A flow-style text that loads as the value, whatever the dumper does."""
    if isinstance(value, dict):
        return "{" + ", ".join("? %s : %s" % (source(k), source(v)) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(source, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "\\U%08x" % ord(c) for c in value) + '"'
    if isinstance(value, bytes):
        return "!!binary " + json.dumps(base64.b64encode(value).decode())
    if isinstance(value, float):
        return salt.utils.yaml.safe_dump(value).split("\n")[0]
    return json.dumps(value)


def dump_cases():
    values = [[s, "x"] for s in STRINGS] + STRINGS + SCALAR_VALUES + [{s: s} for s in STRINGS] + [{"k": {"n": s}} for s in STRINGS]
    values += [[], {}, [[]], [{}], {"a": []}, {"a": {}}, [[1, 2], [3, [4]]], [[[1]]], {"a": [1, [2, {"b": 3}]]}, [{"a": 1, "b": [1]}, {"c": 2}], {"b": 1, "a": 2, "c": {"z": 1, "y": [1]}}, {1: 2, "b": 3}, {2: 1, 1: 2, 1.5: 3}, {"a": None}, {None: 1}, {True: 1, False: 2},
        {"a": "x " * 60, "b": ["y " * 60, {"c": "z " * 60}]}, list(range(100)), {"k%d" % i: "v%d" % i for i in range(30)}, [["ab"] * 30], {"a" * 60: "b" * 60}, {"a" * 60: ["b" * 60, "c"]}, [{"a": "b"} for _ in range(20)]]
    cases = []
    for value in values:
        for options in OPTIONS[:3]:
            cases.append(dump_case(source(value), options))
    for value in values[-24:] + STRINGS[::3]:
        for options in OPTIONS[3:]:
            cases.append(dump_case(source(value), options))
    randomly = random.Random(21)
    for _ in range(500):
        cases.append(dump_case(source(random_value(randomly, 5)), randomly.choice(OPTIONS)))
    shared = ["a: &x [1]\nb: *x", "a: &x {b: 1}\nc: [*x, *x]", "a: &x [&y {b: 1}, *y]\nc: *x\nd: *y", "[&x [1, 2], *x, *x]", "a: &x []\nb: 1", "- &b {x: &a [1, 2]}\n- *a\n- *b"]
    for text in shared:
        for options in OPTIONS[:3]:
            cases.append(dump_case(text, options))
    return cases


def dump_case(text, options):
    value = salt.utils.yaml.safe_load(text)
    case = {"source": text, "options": options, "dump": salt.utils.yaml.safe_dump(value, **options)}
    serialized = salt.serializers.yaml.serialize(value, **options)
    if serialized != case["dump"].removesuffix("\n"):
        case["serialize"] = serialized
    return case


def main():
    # An SLS file makes !!omap a plain mapping for the rest of the process; so do these.
    SaltYamlSafeLoader("", dictclass=OrderedDict)
    write("load", [case for case in map(load, texts()) if case])
    write("dump", dump_cases())


def write(name, cases):
    with open(HERE / (name + ".json"), "w", encoding="utf-8") as out:
        out.write("[\n")
        out.write(",\n".join(json.dumps(case, ensure_ascii=True) for case in cases))
        out.write("\n]\n")
    print(name, len(cases))


main()
