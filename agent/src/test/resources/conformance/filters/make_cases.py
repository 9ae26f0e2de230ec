"""Renders Salt's own Jinja filters, tests, globals and tags with real Salt. Run with Salt's Python."""

import json
import logging
import os
import pathlib
import tempfile
import warnings

os.environ["TZ"] = "UTC"

import jinja2.sandbox
import salt.config
import salt.utils.jinja
import salt.utils.templates
from salt.exceptions import SaltRenderError

HERE = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

PILLAR = {
    "app": {"name": "web", "ports": [80, 443], "users": {"ann": {"uid": 1001}, "bob": {"uid": 1002}}, "empty": {}, "none": None},
    "text": "line one\nline two\n", "list": ["a", "b", "c"], "nested": [[1, [2, None]], [3], "None"], "mixed": [1, "a", None, True, 2.5],
    "long": ["word%d" % i for i in range(30)], "deep": {"a": {"b": {"c": [1, {"d": "e"}]}}}, "5": "five", "special": "a: b #c 'q' \"d\" \\ % {x} é 😀\t",
}
FILES = {
    "data.yaml": "a: 1\nb: [x, y]\nc:\n  d: yes\n", "bad.yaml": "a: 1\nb: c: d\n", "dup.yaml": "a: 1\na: 2\n", "empty.yaml": "", "list.yaml": "- 1\n- two\n",
    "data.json": '{"a": 1, "b": ["x", null]}', "bad.json": '{"a": 1,}', "text.txt": "plain\n  text {{ 1 + 1 }}\n", "tpl.yaml": "v: {{ name|default('none') }}\nl: [{% for i in range(3) %}{{ i }},{% endfor %}]\n",
    "macros.jinja": "{% load_yaml as shared %}\na: 1\nb: [2]\n{% endload %}\n{% macro m(x) %}{{ x|yaml }}{% endmacro %}", "sub/inner.yaml": "in: ner\n",
}


def many(filter_text, *values):
    return ["{{ %s|%s }}" % (value, filter_text) for value in values]


TEMPLATES = (
    many("yaml", "1", "'a'", "''", "none", "true", "1.5", "'yes'", "'1'", "'a: b'", "'a\\nb'", "[]", "{}", "[1, 'a', none]", "{'a': 1, 'b': [1, 2]}", "('a', 'b')", "('a',)", "pillar", "pillar.app", "pillar.long", "pillar.special", "pillar.text", "nope", "[nope]", "{'a': [nope, nope2]}", "range(3)", "'é'", "1e100", "10**30", "{1: 2, 'a': 3}", "{'b': 1, 'a': 2}", "('<b>'|e)", "['<b>'|e]", "pillar.app.items()", "pillar.app.keys()|list", "namespace(a=1)", "[[1, [2, [3]]]]", "('x' * 200)", "('word ' * 40)", "[pillar.list, pillar.list]")
    + many("yaml(False)", "1", "'a'", "{'a': 1, 'b': [1, {'c': 2}]}", "[]", "{}", "[1, [2, 3]]", "pillar.app", "pillar.deep", "pillar.special", "pillar.text", "[pillar.list, pillar.list]", "nope")
    + many("yaml(none)", "{'a': [1, 2], 'b': {'c': [1, [2]]}}", "pillar.app", "[]")
    + ["{{ 1|yaml(flow_style=False) }}", "{{ {'a': 1}|yaml(flow_style=false) }}", "{{ {'a': 1}|yaml(1, 2) }}", "{{ {'a': 1}|yaml(nope=1) }}", "{{ {'a': 1}|yaml() ~ '<' }}", "{% filter yaml %}a: b{% endfilter %}", "{{ x is defined }}{{ {'a': x}|yaml }}"]
    + many("json", "1", "'a'", "none", "true", "1.5", "[]", "{}", "[1, 'a', none]", "{'b': 1, 'a': [1, 2]}", "('a', 'b')", "pillar.app", "pillar.special", "nope", "[nope]", "'é'", "'</script>'", "10**30", "{1: 2, 'a': 3}", "{1: 2}", "{none: 1}", "{true: 1}", "range(3)", "{1.5: 1}", "namespace()", "('<b>'|e)", "1e100", "'a' if false else 'b'")
    + ["{{ {'b': 1, 'a': 2}|json(sort_keys=False) }}", "{{ {'b': 1, 'a': [1, {}]}|json(indent=2) }}", "{{ {'b': 1}|json(True, 4) }}", "{{ [1, [2]]|json(indent=0) }}", "{{ {'b': 1}|json(nope=1) }}", "{{ {'a': 1, 2: 3}|json }}"]
    + many("tojson", "1", "'<a>&\\'b'", "{'b': 1, 'a': [1, 2]}", "'é'", "nope", "[nope]", "none", "range(2)", "'😀'")
    + ["{{ {'b': 1, 'a': 2}|tojson(indent=2) }}", "{{ {'b': 1, 'a': 2}|tojson(sort_keys=True) }}", "{{ 'é'|tojson(ensure_ascii=False) }}", "{{ [1, 2]|tojson(separators=(',', ':')) }}", "{{ 1|tojson(nope=2) }}", "{{ {'b': [1]}|tojson(2) }}"]
    + many("python", "1", "'a'", "none", "[]", "{}", "{'b': 1, 'a': [1, 2]}", "('a',)", "()", "pillar.app", "pillar.long", "pillar.deep", "pillar", "nope", "('word ' * 40)", "['word ' * 40]", "{'k': 'word ' * 40}", "['x' * 100]", "[['word'] * 20, 'x']", "{2: 1, 'a': 2, 1: 3}", "(pillar.text * 8)", "{'k': ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', {'c': 'ddddddddddddddddddd'}]}", "('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb')", "('é' * 90)")
    + many("xml", "{'root_node': {'foo': True, 'bar': 42, 'baz': [1, 2, 3], 'qux': 2.0}}", "{'a': 1}", "{'a': 'x<y&z\"'}", "{'a': {'b': 'x<y&\"'}}", "{'a': {'b': {'c': 1, 'd': 'x'}}}", "{'a': [{'b': 1}, {'c': 2}]}", "{'a': {'b': [{'c': 1}, {'d': 2}]}}", "'x'", "5", "['a', 'b']", "[['a', 1]]", "{'a': {}}", "{'a': ''}", "nope", "[]", "{'a': {'b': []}}", "{'r': {'x': {'y': {'z': 'deep'}}}}")
    + many("load_yaml", "'a: 1'", "'{a: [1, x]}'", "''", "'yes'", "'012'", "'- 1'", "'a: b: c'", "'{'", "'a: 1\\na: 2'", "'\\ta'", "5", "{'a': 1}", "none", "nope", "pillar.special", "'!!binary YWJj'", "'!!int foo'", "({'a': 1}|yaml)", "'2001-01-01'", "'*x'")
    + many("load_json", "'{\"a\": 1}'", "'[1, null, true]'", "''", "'{'", "'{\"a\": 1,}'", "5", "none", "nope", "'1.0'", "({'a': 1}|json)")
    + many("load_text", "'a'", "5", "nope", "[1]")
    + many("dict_to_sls_yaml_params", "{'name': 'thing', 'changes': True, 'w': 'a: b'}", "{}", "pillar.app", "5", "nope", "{'l': [1, 2]}")
    + ["{{ {'a': 1, 'b': [1]}|dict_to_sls_yaml_params(flow_style=True) }}", "{{ {'a': 1, 'b': {'c': 2}}|dict_to_sls_yaml_params|indent }}"]
    + many("yaml_dquote", "'a'", "''", "'a\"b\\\\c'", "'a\\nb\\tc'", "'é😀'", "5", "none", "['a']", "pillar.special", "('word ' * 40)", "'\\u2028'", "' a '")
    + many("yaml_squote", "'a'", "''", "\"it's\"", "'a\\nb'", "'a\\n\\nb'", "'é😀'", "5", "none", "pillar.text", "('word ' * 40)", "'\\n'", "' a '")
    + many("yaml_encode", "'a'", "''", "5", "1.5", "none", "true", "'yes'", "'a: b\\n'", "['a']", "{'a': 1}", "nope", "10**30", "1e100", "('a',)")
    + many("regex_escape", "'a.b*c'", "''", "'https://e.com?a=b c'", "'é'", "5", "nope")
    + ["{{ %s }}" % e for e in (
        "'abcd'|regex_search('^(.*)BC(.*)$', ignorecase=True)", "'abcd'|regex_search('bc')", "'abcd'|regex_search('x')", "'abcd'|regex_search('(x)?b(c)')", "'a\\nb'|regex_search('^b')", "'a\\nb'|regex_search('^b', multiline=True)", "'abcd'|regex_search('(')", "5|regex_search('a')", "nope|regex_search('a')", "'a'|regex_search(5)", "'2024-01-02'|regex_search('(?P<y>\\\\d+)-(\\\\d+)')", "'abc'|regex_search('b', True, True)", "'ab'|regex_search('[')", "'ab'|regex_search('*')", "'éa'|regex_search('\\\\w+')",
        "'abcd'|regex_match('abc')", "'abcd'|regex_match('bc')", "'abcd'|regex_match('(a)(b)?(x)?')", "'ABCD'|regex_match('(a)', ignorecase=True)", "'web-01'|regex_match('([a-z]+)-(\\\\d+)')|first", "'web'|regex_match('x') is none", "none|regex_match('x')",
        "'lets replace spaces'|regex_replace('\\\\s+', '__')", "'aBc'|regex_replace('b', 'x')", "'aBc'|regex_replace('b', 'x', ignorecase=True)", "'abc'|regex_replace('(b)', '<\\\\1>')", "'abc'|regex_replace('(?P<n>b)', '<\\\\g<n>>')", "'a.b'|regex_replace('\\\\.', '')", "'abc'|regex_replace('(', '')", "'abc'|regex_replace('b', '\\\\2')", "'a\\nb'|regex_replace('^', '>', multiline=True)", "5|regex_replace('a', 'b')", "'abc'|regex_replace('', '-')", "'aaa'|regex_replace('a*', 'x')", "'abc'|regex_replace('b', '\\\\n')",
        "'foobar' is match('foo')", "'foobar' is match('bar')", "'FOO' is match('foo', ignorecase=True)", "'a\\nb' is match('a$')", "'a\\nb' is match('a$', multiline=True)", "5 is match('a')", "'a' is match('(')", "1 is equalto 1", "1 is equalto '1'", "[1] is equalto [1]", "1 is equalto 1.0", "[1] is list", "(1,) is list", "'a' is list", "{} is list", "nope is list", "[1, 2, 1]|select('equalto', 1)|list", "['ab', 'cd']|select('match', 'a')|list",
    )]
    + many("quote", "'a'", "''", "'a b'", "\"it's\"", "'a;b'", "'a/b-c_d.e'", "'é'", "5", "0", "none", "[]", "nope", "'$(x)'", "'a\\nb'")
    + many("to_bool", "'yes'", "'Yes'", "'no'", "'1'", "'true'", "'on'", "''", "1", "0", "-1", "2", "true", "false", "none", "1.5", "[]", "[1]", "{}", "{'a': 1}", "(1,)", "nope", "'TRUE'")
    + many("sequence", "'a'", "5", "none", "['a']", "('a',)", "{'a': 1}", "''", "true")
    + ["{{ nope|sequence }}", "{{ nope|skip }}|", "{{ 5|skip }}|"]
    + many("uuid", "'example'", "''", "'é'", "5", "none", "nope")
    + many("unique", "['a', 'b', 'a']", "[1, 1.0, true, '1']", "[]", "[[1], [1]]", "5", "{'a': 1}", "'a'", "('a',)", "nope")
    + many("min", "[3, 1, 2]", "['b', 'a']", "[]", "5", "'bca'", "[1, 'a']", "('b', 'a')", "nope", "[1, 0.5]") + many("max", "[3, 1, 2]", "['b', 'a']", "[]", "5", "'bca'", "[1, 'a']", "nope", "[true, 0]", "{'a': 1, 'b': 2}")
    + many("avg", "[1, 2, 3, 4]", "[1.5, 2]", "[]", "5", "'7.5'", "'x'", "['a']", "(1, 2)", "[1, none]", "none", "nope", "[true, true]")
    + ["{{ %s }}" % e for e in (
        "[1, 2, 3]|union([2, 4])", "['a']|union('b')", "5|union([1])", "[]|union([])", "[[1]]|union([[1], [2]])", "[1, 2, 3]|intersect([2, 3, 4])", "[1, 1]|intersect([1])", "['a']|intersect('abc')", "[1, 2, 3]|difference([2])", "[1, 1]|difference([])", "[1]|difference(5)", "[1, 2, 3]|symmetric_difference([2, 4])", "[]|symmetric_difference([1])", "('a',)|union(('a',))", "('a',)|intersect(('a',))", "[1]|symmetric_difference('a')", "{'a': 1}|intersect(['a'])", "nope|union([1])", "[1]|difference(nope)",
        "'abc'|method_call('upper')", "'a-b'|method_call('split', '-')", "'abc'|method_call('nope')", "'abc'|method_call('replace', 'b', 'x')", "{'a': 1}|method_call('get', 'a')", "'{x}'|method_call('format', x=5)", "[1]|method_call('upper', 1)", "5|method_call('bit_length')", "nope|method_call('x')",
    )]
    + many("flatten", "[1, [2, [3, [4]]]]", "pillar.nested", "[]", "[none, 'None', 'null', 'a']", "[(1, 2), {'a': 1}]", "['ab', ['cd']]", "5", "nope", "[range(3)]")
    + ["{{ [1, [2, [3, [4]]]]|flatten(levels=1) }}", "{{ [1, [2, [3]]]|flatten(0) }}", "{{ [1, [none]]|flatten(preserve_nulls=true) }}", "{{ pillar.nested|flatten(levels=2, preserve_nulls=True) }}"]
    + many("is_list", "[1]", "(1,)", "'a'", "{}", "nope", "none") + many("is_iter", "[1]", "(1,)", "'a'", "{}", "5", "none", "range(2)", "nope")
    + ["{{ %s }}" % e for e in (
        "[true, false]|exactly_n_true(1)", "[true, true, 0, '']|exactly_n_true(amount=2)", "[]|exactly_n_true(0)", "[1, 2, 3]|exactly_n_true(2)", "5|exactly_n_true(1)", "[true, 0, 0]|exactly_one_true", "[1, 1]|exactly_one_true", "[]|exactly_one_true", "[1, 2]|compare_lists([2, 3])", "[1]|compare_lists([1])", "[]|compare_lists(['a', 'b'])", "['a']|compare_lists([])", "{'a': 1, 'b': 2}|compare_dicts({'a': 1, 'b': 3})", "{'a': 1}|compare_dicts({})", "{}|compare_dicts({'b': 2})", "{'a': {'x': 1}}|compare_dicts({'a': {'x': 2}})", "{'a': 1}|compare_dicts({'a': 1})",
        "['Abc', 'abD', 'aaa']|sorted_ignorecase", "['b', 'A', 'é']|sorted_ignorecase", "[1]|sorted_ignorecase", "[]|sorted_ignorecase", "'web'|check_whitelist_blacklist(whitelist=['w*'])", "'web'|check_whitelist_blacklist(blacklist=['w*'])", "'web'|check_whitelist_blacklist(['web'], ['w*'])", "'web'|check_whitelist_blacklist", "'web'|check_whitelist_blacklist(whitelist='db')", "'web1'|check_whitelist_blacklist(whitelist=['web\\\\d'])", "'web'|check_whitelist_blacklist(whitelist=5)", "'web'|check_whitelist_blacklist(blacklist=['('])", "5|check_whitelist_blacklist(whitelist=['5'])",
    )]
    + many("to_num", "'5'", "'5.5'", "'a'", "''", "' 7 '", "'1e3'", "'1_000'", "5", "1.9", "true", "none", "[1]", "'0x1f'", "'inf'", "'-3'", "nope", "'nan'") + many("str_to_num", "'5'", "'x'")
    + many("human_to_bytes", "'1KiB'", "'1k'", "'1KB'", "'1.5 GiB'", "'10'", "'10b'", "'2T'", "'x'", "''", "5", "1.5", "'1XB'", "'1 mb'", "'1..5k'", "'3PiB'", "'1EB'", "'1zb'", "'1YiB'") + ["{{ '10'|human_to_bytes(default_unit='M') }}", "{{ '1KB'|human_to_bytes(handle_metric=True) }}", "{{ '1GiB'|human_to_bytes(handle_metric=True) }}", "{{ '5'|human_to_bytes('kib', True) }}"]
    + many("is_hex", "'ff'", "'0xFF'", "'g'", "''", "255", "none", "'-a'", "' a '", "'0x'", "'1_f'") + many("contains_whitespace", "'a b'", "'ab'", "'a\\tb'", "''", "[' ']", "['a']", "5", "'a\\u00a0b'")
    + many("to_camelcase", "'snake_case_word'", "'a'", "''", "'_a'", "'a__b'", "'ABC_DEF'", "5", "nope") + ["{{ 'snake_case'|to_camelcase(uppercamel=True) }}", "{{ 'SNAKE_case'|to_camelcase(True) }}"] + many("to_snake_case", "'camelCase'", "'CamelCaseWord'", "'HTTPServer'", "'a'", "'AB'", "''", "'aB1C'", "5", "nope")
    + ["{{ %s }}" % e for e in ("'b'|substring_in_list(['abc', 'd'])", "'x'|substring_in_list(['abc'])", "'b'|substring_in_list([])", "5|substring_in_list(['5'])", "'a'|substring_in_list([['a']])", "'a'|substring_in_list('abc')")]
    + many("md5", "'random'", "''", "'é'", "5", "none", "nope") + many("sha1", "'random'", "''") + many("sha256", "'random'", "'é'", "5") + many("sha512", "'random'")
    + ["{{ %s }}" % e for e in ("'get salted'|hmac_compute('shared secret')", "'a'|hmac_compute('')", "5|hmac_compute('x')", "'get salted'|hmac('shared secret', 'eBWf9bstXg+NiP5AOwppB5HMvZiYMPzEM9W5YMm/AmQ=')", "'get salted'|hmac('shared secret', 'nope')")]
    + many("base64_encode", "'random'", "''", "'é'", "5", "none") + many("base64_decode", "'Z2V0IHNhbHRlZA=='", "''", "'YQ'", "'YWJ'", "'a'", "'//8='", "'Y W J j'", "5", "'YWJj!!'", "nope")
    + many("to_bytes", "'a'", "'é'", "5", "none", "''") + ["{{ 'é'|to_bytes|base64_encode }}"]
    + many("json_encode_dict", "{'a': 'b', 'c': ['d', 1]}", "{}", "5") + many("json_encode_list", "['a', 1, {'b': 'c'}]", "[]") + many("json_decode_dict", "{'a': 'b'}") + many("json_decode_list", "['a', ['b']]")
    + many("to_entries", "{'a': 1, 'b': 2}", "['x', 'y']", "{}", "5", "'a'") + many("from_entries", "[{'key': 'a', 'value': 1}, {'name': 'b', 'Value': 2}]", "[]", "[{'KEY': 'a'}]", "[{'x': 1}]", "5")
    + ["{{ %s }}" % e for e in (
        "{'a': {'b': 1}}|set_dict_key_value('a:c', 2)", "{}|set_dict_key_value('a:b:c', 'x')", "{'a': 5}|set_dict_key_value('a:b', 1)", "{}|set_dict_key_value('a', 1)", "{}|set_dict_key_value('a.b', 1, delimiter='.')", "5|set_dict_key_value('a', 1)", "{}|set_dict_key_value(5, 1)", "{'a': [1]}|append_dict_key_value('a', 2)", "{}|append_dict_key_value('a:b', 2)", "{'a': 'x'}|append_dict_key_value('a', 2)", "{'a': none}|append_dict_key_value('a', 2)", "{'a': [1]}|extend_dict_key_value('a', [2, 3])", "{}|extend_dict_key_value('a', 'xy')", "{'a': 'x'}|extend_dict_key_value('a', [1])", "{'a': [1]}|extend_dict_key_value('a', 5)", "{'a': {'b': 1}}|update_dict_key_value('a', {'c': 2})", "{}|update_dict_key_value('a:b', {'c': 2})", "{'a': 'x'}|update_dict_key_value('a', {})", "{'a': {}}|update_dict_key_value('a', 5)", "{'a': {'b': 1}}|set_dict_key_value('a', 2, ordered_dict=True)",
        "pillar|traverse('app:name')", "pillar|traverse('app:nope')", "pillar|traverse('app:nope', 'default')", "pillar|traverse('app:ports:0')", "pillar|traverse('app:ports:9', 'd')", "pillar|traverse('app.users.ann.uid', delimiter='.')", "pillar|traverse('deep:a:b:c:d')", "pillar|traverse('deep:a:b:c:1:d')", "pillar|traverse(['app', 'name'])", "{5: 'x'}|traverse('5')", "{true: 'x'}|traverse('true')", "[1, 2]|traverse(1)", "[1, 2]|traverse('-1')", "'abc'|traverse('a', 'd')", "5|traverse('a')", "pillar|traverse('app:none:x', 'd')", "pillar|traverse('')", "{'a': {none: 1}}|traverse('a:None')", "nope|traverse('a')",
        "pillar|json_query('app.users.ann.uid')", "pillar|json_query('list[0]')", "pillar|json_query('keys(app)')", "pillar|json_query('app.users.*.uid')", "pillar|json_query('nope')", "pillar|json_query('app.')", "pillar|json_query('length(`5`)')", "[{'a': 1}, {'a': 2}]|json_query('[?a > `1`].a')", "5|json_query('a')", "{'a': (1, 2)}|json_query('a[0]')",
        "['| a | b |', '| 1 | x |', '+---+---+', '', '| 2 | y |']|mysql_to_dict('b')", "[]|mysql_to_dict('a')", "['| a |', '| 1 |']|mysql_to_dict('z')",
        "['a', 'b', 'c']|combinations(2)|list", "['a', 'b']|combinations(0)|list", "['a']|combinations(3)|list", "[1, 2, 3, 4]|combinations(3)|list", "['a', 'b']|combinations_with_replacement(2)|list", "[1, 2, 3]|combinations_with_replacement(3)|list", "[1, 2, 3]|permutations|list", "[1, 2, 3]|permutations(2)|list", "'ab'|permutations|list", "[]|permutations|list", "'ABCDEF'|compress([1, 0, 1, 0, 1, 1])|list", "[1, 2]|compress([true])|list", "['a', 'b']|product([1, 2])|list", "'ab'|product(repeat=2)|list", "[1]|product([])|list", "[1, 2]|zip(['a', 'b'])|list", "[1, 2]|zip(['a'])|list", "[1]|zip|list", "[1, 2]|zip_longest(['a'])|list", "[1, 2, 3]|zip_longest(['a'], fillvalue='-')|list", "nope|zip([1])|list", "[1, 2]|combinations(-1)|list", "5|combinations(1)|list", "[1, 2, 3, 4, 5]|combinations(2)|map('first')|list", "[1, 2]|zip([3, 4], [5, 6])|list", "dict(['a', 'b']|zip([1, 2]))",
    )]
    + many("is_ip", "'192.168.0.1'", "'::1'", "'a'", "'192.168.0.1/24'", "'300.1.1.1'", "5", "none", "''", "'1.2.3'", "'01.2.3.4'", "'fe80::1%eth0'", "'::ffff:1.2.3.4'", "'1::2::3'", "'12345::'", "'1.2.3.4/33'", "'1.2.3.4/255.255.0.0'", "'1.2.3.4/0.0.0.255'", "'1.2.3.4/255.0.255.0'", "'::1/129'", "'2001:db8::/32'")
    + many("is_ipv4", "'192.168.0.1'", "'::1'", "'10.0.0.0/8'") + many("is_ipv6", "'192.168.0.1'", "'::1'", "'FE80::A'", "':::'", "'1:2:3:4:5:6:7:8'", "'1:2:3:4:5:6:7'", "'::1.2.3.4'")
    + ["{{ '%s'|is_ip(options='%s') }}" % (a, o) for a in ("192.168.0.1", "8.8.8.8", "127.0.0.1", "224.0.0.1", "169.254.1.1", "0.0.0.0", "250.1.1.1", "100.64.0.1", "::1", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "2607:f8b0::1", "::", "fc00::1", "::ffff:10.0.0.1", "10.0.0.1/8", "::1/64") for o in ("private", "public", "loopback", "multicast", "link-local", "reserved", "site-local", "unspecified")]
    + ["{{ '8.8.8.8'|is_ip(options='global, public') }}", "{{ '8.8.8.8'|is_ip(options='nope') }}", "{{ '10.0.0.1'|ipv4(options='private') }}", "{{ ['10.0.0.1', '8.8.8.8', '::1', 'x', 5]|ipaddr(options='private') }}"]
    + many("ipv4", "['192.168.0.1', '::1', 'a', '10.0.0.1/24']", "'1.2.3.4'", "'::1'", "5", "('1.2.3.4', '::1')", "none", "'1.2.3.4/24'") + many("ipv6", "['192.168.0.1', '::1', 'FE80::1/64']", "'::1'", "'2001:0db8:0000:0000:0000:ff00:0042:8329'", "'0:0:0:0:0:0:0:0'", "'1:0:0:2:0:0:0:3'") + many("ipaddr", "['192.168.0.1', '::1', 'a']", "'10.0.0.1'", "'::1'", "'x'", "5", "[]")
    + many("ip_host", "'192.168.0.1/28'", "'192.168.0.1'", "['10.0.0.1/8', '::1/64', 'x']", "'x'", "'1.2.3.4/255.255.255.0'", "'fe80::1/10'") + many("network_hosts", "'192.168.0.1/30'", "'192.168.0.1'", "'192.168.0.0/31'", "'10.0.0.5/29'", "'2001:db8::/126'", "'2001:db8::/127'", "'::1'", "['10.0.0.0/30', '10.0.1.0/31']", "'x'") + many("network_size", "'192.168.0.1/8'", "'::/0'", "'1.2.3.4'", "['10.0.0.0/30', '::1/64']", "'x'")
    + ["{{ '192.168.0.1/28'|ip_host(version=6) }}", "{{ ['10.0.0.1', '::1']|ip_host(version=4) }}"]
    + many("ipwrap", "'::1'", "'1.2.3.4'", "['::1', '1.2.3.4', 'x', 5]", "'x'", "'FE80::0:1'", "5", "('::1',)", "none", "'fe80::1/64'")
    + ["{{ %s }}" % e for e in ("['192.168.0.9', '10.0.0.1', 'fe80::1']|filter_by_networks(['192.168.0.0/24', 'fe80::/64'])", "{'eth0': ['192.168.0.1', '10.0.0.1'], 'lo': ['127.0.0.1']}|filter_by_networks(['192.168.0.0/24'])", "['10.0.0.1']|filter_by_networks(none)", "['10.0.0.1']|filter_by_networks([])", "5|filter_by_networks(['10.0.0.0/8'])", "['10.0.0.1']|filter_by_networks(['10.0.0.1/8'])", "['x']|filter_by_networks(['10.0.0.0/8'])", "['10.0.0.1']|filter_by_networks(['x'])")]
    + many("mac_str_to_bytes", "'08:00:27:13:69:77'", "'080027136977'", "'08-00-27-13-69-77'", "'x'", "'0800271369zz'", "5")
    + ["{{ '00:16:3E'|gen_mac|length }}", "{{ 'AA:BB:CC'|gen_mac|regex_match('AA:BB:CC(:[0-9A-F]{2}){3}') is not none }}", "{{ 5|random_hash('nope') }}", "{{ (99|random_hash)|length }}", "{{ (99|random_hash('sha512'))|length }}", "{{ (99|rand_str('sha1'))|length }}", "{{ (12|random_str)|length }}", "{{ [1, 2, 3]|random_sample(2)|length }}", "{{ [1, 2, 3]|random_sample(5) }}", "{{ [1, 2, 3]|random_shuffle|sort }}", "{{ {'a': 1}|random_sample(1) }}"]
    + ["{{ range(%d)|list|random_sample(%d, seed=%r) }}" % (n, k, s) for n, k, s in ((10, 3, 1), (10, 10, "web-1"), (5, 5, ""), (100, 7, "a"), (50, 2, "b.example.com"), (30, 30, "é"), (200, 20, "x" * 90), (10, 3, 1.5))] + ["{{ range(%d)|list|random_shuffle(seed=%r) }}" % (n, s) for n, s in ((8, "a"), (25, "host"), (3, 3))]
    + many("path_join", "'a'", "'/a/'", "'/'", "'a//b/../c'", "''", "5", "'.'", "'..'", "'/..'", "'//a'") + ["{{ %s }}" % e for e in ("'/srv'|path_join('a', 'b')", "'/srv/'|path_join('/a')", "'a'|path_join('../b')", "'a'|path_join('b', use_posixpath=True)", "'a'|path_join('b', nope=True)", "'/'|path_join('a')", "'a'|path_join('')")]
    + many("strftime('%%Y-%%m-%%d %%H:%%M:%%S')".replace("%%", "%"), "'2002-12-25'", "'2002-12-25 10:20'", "'2002-12-25T10:20:30Z'", "'2002-12-25T10:20:30+02:00'", "'25.12.2002'", "'12/25/2002'", "'25 Dec 2002'", "'Dec 25 2002'", "'December 25, 2002'", "'20021225'", "'20021225T102030'", "'Wed, 25 Dec 2002 10:20:30 GMT'", "'2002-12'", "'2002-12-25 +1 day'", "'2002-12-25 10pm'", "'2002-12-25 -2 hours'", "'2002-13-45'", "'abc def'", "''", "'2002-12-25 noon'", "'2002-12-25 tomorrow'")
    + many("strftime('%Y-%m-%d %H:%M:%S')", "'@1700000000'", "'@-100'", "'2024W101'", "'2024-W10-1'", "'2024W10'", "'2024.123'", "'2024123'", "'May-09-78'", "'9 May 2024'", "'9 May 24'", "'2008-6-30 noon'", "'2008-6-30 midnight'", "'2024-01-02 00:00:00 +1 week'", "'10/Oct/2000:13:55:36 -0700'", "'2008:08:07 18:11:31'", "'2024-02-30'", "'2024-13-01'", "'June 2008'", "'30-6-2008'", "'22.12.78'", "'2004-06-17T16:20:15.5'", "'20080701T22:35:17'", "'2008.197'", "'2024-01-02 first day of next month'", "'first day of january 2025'", "'last day of february 2024'", "'last monday of may 2024'", "'first tue of june 2024'", "'monday 2024-01-03'", "'2024-01-03 monday'", "'2024-01-03 next friday'", "'2024-01-03 +2 weekdays'", "'2024-01-05 -3 weekdays'", "'2024-01-03 +1 month -1 day'", "'2024-01-31 +1 month'", "'2024-01-03 yesterday noon'", "'2024-01-03 tomorrow'", "'2024-01-03 12:30 pm'", "'2024-01-03 12.30'", "'2024-01-03 1230'", "'2024-01-03T12'", "'2024-01-03 24:00'", "'2024-01-03 23:59:60'", "'2024-1-3'", "'24-1-3'", "'1/2/24'", "'2024/1'", "'Jan 2024'", "'Jan-2024'", "'2024-Jan-03'", "'2024 Jan 3'", "'3rd January 2024'", "'January 3rd, 2024 5:06:07.89'", "'Sat, 30 Apr 2016 17:52:13 GMT'", "'Sat Apr 30 17:52:13 2016'", "'2016-04-30T17:52:13Z'", "'2016-04-30T17:52:13.123456789+0130'", "'2016-04-30 17:52 EST'", "'2016-04-30 17:52 America/New_York'", "'Saturday, 30-Apr-16 17:52:13 UTC'", "'20160430'", "'201604301752'", "'20160430175213'", "'1970-01-01'", "'0000-00-00'", "'9999-12-31'", "'2016-04-30 third tuesday'", "'2016-04-30 +1 week 2 days'", "'2016-04-30 2 days ago'", "'2016-04-30 last year'", "'2016-04-30 this week'", "'2016-04-30 previous month'", "'2016-04-30 12 hours ago'", "'2016-04-30 +36 hours'", "'2016-04-30 -90 min'", "'2016-04-30 +1 fortnight'", "'2016-04-30 sunday'", "'2016-04-30 last sunday'", "'garbage'", "'2016-04-30 garbage'", "'2016-04-30 front of 7pm'", "'2016-04-30 00:00 +0200'", "'2016-04-30T00:00:00-0800'", "'2016-04-30 10am'", "'2016-04-30 10 AM'", "'2016-04-30 10:15am'", "'2016-04-30 t10:15'", "'2016-4'", "'4-2016'", "'2016-04-'", "'--04-30'", "'2016-120'")
    + many("strftime", "0", "'0'", "1040814000", "'1040814000'", "1040814000.5", "'2002/12/25'", "[1]", "true", "1e20", "none is none", "-1") + ["{{ 1040814000|strftime('%s') }}" % d for d in ("%Y/%m/%d %H:%M:%S", "%a %A %b %B %d %e %j", "%I %p %y %C %u %w %U %W %V %G", "%D %F %T %R %x %X %c", "%f %% %n %t %Z|%z|", "%-d %-m %-H %k %l", "plain", "", "%h %r %P %g", "%q")] + ["{{ 1735689599|date_format('%U %W %V %G %j') }}", "{{ 0|date_format }}", "{{ '1e3'|date_format('%H:%M:%S') }}", "{{ 1704067200|strftime('%U %W %V %G %u %w') }}"]
    + many("is_empty", "'/nope'", "'/etc/passwd'", "'/dev/null'") + many("is_bin_file", "'/nope'", "'/etc/passwd'", "'/bin/sh'") + many("is_text_file", "'/nope'", "'/etc/passwd'", "'/bin/sh'") + many("which", "''", "none", "'surely-not-there'", "'/bin/sh'") + many("get_uid", "'root'", "'surely-not-there'") + many("file_hashsum", "'/dev/null'", "'/nope'") + ["{{ '/dev/null'|file_hashsum('md5') }}", "{{ '/dev/null'|file_hashsum(form='nope') }}", "{{ '/nope'|list_files }}"]
    + ["{{ odict([('a', 1), ('b', 2)]) }}", "{{ odict(a=1) }}", "{{ odict()|length }}", "{% set o = odict() %}{% do o.update({'x': 1}) %}{{ o.x }}", "{{ raise('boo') }}", "a\nb {{ raise('boo') }}\n", "{{ ifelse('x') }}", "{{ ifelse('a', 'b') }}", "{{ show_full_context() is mapping }}", "{{ show_full_context()['pillar']['list'] }}", "{{ show_full_context()['saltenv'] }}"]
    + ["{% load_yaml as d %}\na: 1\nb: [x, {{ 1 + 1 }}]\n{% endload %}{{ d }}", "{% load_yaml as d %}{% endload %}{{ d }}", "{% load_yaml as d %}a: b: c{% endload %}", "1\n{% load_yaml as d %}\n{a\n{% endload %}\n", "{% load_json as d %}{\"a\": [1, null]}{% endload %}{{ d.a }}", "{% load_json as d %}{a}{% endload %}", "{% load_text as t %} x {{ 2 * 3 }}\n{% endload %}[{{ t }}]", "{% load_yaml %}a{% endload %}", "{% load_yaml as d %}a: 1", "{% load_yaml as a.b %}1{% endload %}", "{% set ns = namespace() %}{% load_yaml as d %}{{ nope }}{% endload %}", "{% load_yaml as d %}{{ nope }}{% endload %}", "{% for i in [1, 2] %}{% load_yaml as d %}v: {{ i }}{% endload %}{{ d.v }}{% endfor %}", "{% load_yaml as a, b %}[1, 2]{% endload %}{{ a }}{{ b }}", "{%- load_yaml as d -%}\n  a: 1\n{%- endload -%}\n{{ d|json }}", "{% load_json as d %}{% endload %}", "{% macro m() %}a: 1{% endmacro %}{% load_yaml as d %}{{ m() }}{% endload %}{{ d }}",
       "{% import_yaml 'data.yaml' as d %}{{ d.c.d }} {{ d }}", "{% import_yaml 'bad.yaml' as d %}{{ d }}", "{% import_yaml 'dup.yaml' as d %}", "{% import_yaml 'empty.yaml' as d %}{{ d }}", "{% import_yaml 'list.yaml' as d %}{{ d }}", "{% import_yaml 'nope.yaml' as d %}", "{% import_yaml nope as d %}", "{% import_yaml 'tpl.yaml' as d %}{{ d }}", "{% set name = 'n' %}{% import_yaml 'tpl.yaml' as d with context %}{{ d }}", "{% set f = 'data' %}{% import_yaml f ~ '.yaml' as d %}{{ d.a }}", "{% import_json 'data.json' as d %}{{ d }}", "{% import_json 'bad.json' as d %}", "{% import_text 'text.txt' as t %}[{{ t }}]", "{% import_yaml 'sub/inner.yaml' as d %}{{ d }}", "{% import_yaml './data.yaml' as d %}{{ d.a }}", "{% from 'macros.jinja' import shared, m %}{{ shared }} {{ m(shared) }}", "{% import 'macros.jinja' as x %}{{ x.shared.b }}", "{% import_yaml 'data.yaml' %}", "{% import_yaml as d %}", "x\n{% import_yaml 'bad.yaml' as d %}\n", "{% import_yaml 'data.yaml' as d without context %}{{ d.a }}",
       "{% profile as 'label' %}body {{ 1 }}{% endprofile %}", "{% profile as nope %}x{% endprofile %}", "{% profile %}x{% endprofile %}", "{% profile as 'a' %}{% set x = 5 %}{% endprofile %}{{ x }}", "{% profile as 'a' %}x", "{% do pillar.list.append('z') %}{{ 1 }}", "{% for i in range(5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "{% nope %}", "{% endload %}"]
    + ["{{ {'a': 'x\\ny'} }}", "{{ [{'a': 'x\\ty', 'b': [{'c': 'd\\n'}]}] }}", "{{ {'a': ('x\\n',)} }}", "{{ {'a': 'plain', 'b': none, 'c': true, 'd': 1.5} }}", "{{ pillar.app }}", "{{ ['a\\nb'] }}", "{{ {'k\\n': 'v'} }}", "{{ {'a': {'b': 'c\\r'}} }}", "{{ {'a': 'é\\n'} }}", "{{ {'a': 'q\"\\n'} }}", "{{ ({'a': 'x\\n'},) }}", "{{ {'a': 'w ' * 60 ~ '\\n'} }}"]
    + ["{{ 'a'|nope }}", "{{ 'a' is nope }}", "{{ nope() }}", "{{ salt['no.fn']() }}", "{{ salt.no.fn() }}", "line 1\nline 2\n{{ 'a'|regex_search }}\nline 4\n", "{{ 'a'|to_bool(1) }}", "{{ 'a'|quote(x=1) }}", "{{ 'x'|http_query_nope }}"]
)


def environment(context, files):
    """The environment that Salt makes for a render."""
    found = {}
    original = jinja2.sandbox.SandboxedEnvironment.from_string

    def from_string(self, *args, **kwargs):
        found["environment"] = self
        return original(self, *args, **kwargs)

    jinja2.sandbox.SandboxedEnvironment.from_string = from_string
    try:
        salt.utils.templates.render_jinja_tmpl("x", dict(context))
    finally:
        jinja2.sandbox.SandboxedEnvironment.from_string = original
    return found["environment"]


class Files:
    """A file client over the cases' files."""

    def __init__(self, opts, root):
        self.opts = opts
        self.root = root

    def get_file(self, path, *args, **kwargs):
        name = path.split("salt://", 1)[-1]
        return os.path.join(self.root, name) if name in FILES else False

    def destroy(self):
        pass


def salt_functions():
    class Functions(dict):
        pass

    return salt.utils.templates.AliasedLoader(Functions())


def render(template, opts, root):
    context = {"opts": opts, "saltenv": "base", "grains": {"os": "Debian"}, "pillar": json.loads(json.dumps(PILLAR)), "salt": salt_functions(), "sls": "app.web", "fileclient": Files(opts, root), "tpldir": "."}
    case = {"template": template}
    try:
        case["output"] = salt.utils.templates.render_jinja_tmpl(template, context)
    except SaltRenderError as error:
        case["error"] = str(error).split("\nTraceback (most recent call last):")[0].replace(root, "/cache")
        case["line"] = error.line_num or 0
    return case


def main():
    with tempfile.TemporaryDirectory() as root:
        opts = salt.config.minion_config(None)
        opts.update(file_client="local", cachedir=root, file_roots={"base": [root]})
        for name, text in FILES.items():
            path = os.path.join(root, "files/base", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
        found = environment({"opts": opts, "saltenv": "", "grains": {}, "pillar": {}, "salt": {}, "sls": "a"}, root)
        names = {
            "filters": sorted(found.filters), "tests": sorted(found.tests), "globals": sorted(found.globals),
            "tags": sorted(tag for extension in found.extensions.values() for tag in extension.tags),
        }
        with open(HERE / "names.json", "w", encoding="utf-8") as out:
            json.dump(names, out, indent=1)
            out.write("\n")
        cases = [render(template, opts, root) for template in dict.fromkeys(TEMPLATES)]
    with open(HERE / "cases.json", "w", encoding="utf-8") as out:
        out.write(json.dumps({"pillar": PILLAR, "files": FILES})[:-1] + ',\n"cases": [\n')
        out.write(",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
    print("cases", len(cases))


main()
