"""Renders SLS files with real Salt's renderer pipe. Run with Salt's Python."""

import json
import logging
import os
import pathlib
import re
import shutil
import tempfile
import warnings

import salt.config
import salt.state
import salt.utils.templates
from salt.exceptions import SaltRenderError
from salt.template import compile_template

HERE = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

NAMES = "'{{ tplfile }}': {{ tpldir }}\n'[{{ tpldot|default('-') }}]': '[{{ slspath }}] [{{ slsdotpath }}] [{{ slscolonpath }}] [{{ sls_path }}] {{ sls }} {{ saltenv }} {{ tpldir.split('/')[0] }}'\n"
MAP = "{% set v = {'a': 1} %}\n{% macro m(x) %}[{{ x }} {{ tplfile }} {{ sls }}]{% endmacro %}"

# One file each, between bars; \| is a bar.
FILES = r"""
a: 1|a: {{ 1 + 1 }}|a: 1\nb: 2\na: 3|a:\n\t- b|a: 1\nb: {{ nope }}|a: 1\nb: {% if %}\nc: 1\nd: 1|a: {{ salt['no.fn']() }}|a: 1\nb: {{ salt.no.fn() }}|a: {{ salt.test.nofn() }}|a: {{ salt['test.echo']('x') }}|a: {{ salt.test.echo('x') }}|a: {{ salt['test.echo']() }}
a: 1\nb: {{ 1/0 }}|a: {{ raise('boo') }}|a: {{ pillar.a.b }}|a: {{ pillar['l'] }}|a: {{ grains.os }}|a: {{ grains['id'] }}|- a|abc|  \n|# x|5|0|''|[]|{}|null|a: *x|a: !!int foo|a: {{ '{{ x }}' }}|{a: b}: c|a: {{ 'x' }}: y|a: @b|a: %b|a: 'x|a: "\q"|a: [1|a: {b|a: b\n  c: d|- a\nb: c|a: 1\n---\nb: 2
#!yaml\na: '{{ 1 }}'|#!json\n{"a": 1}|#!json\n{"a": 1|#!json\n|#!json\n[1]|#!json\n{"a": [1.5, null]}|#!jinja\|json\n{"a": {{ 1 }} }|#!jinja\|json\n{"a": {{ nope }} }|#!yaml_jinja\na: {{ 1 }}|#!jinja -s\|yaml\na: 1|#!jinja -x\|yaml\na: 1|#!yaml -o\na: 1|#!/bin/sh\na: 1|#! jinja \| yaml\na: {{ 2 }}|#!jinja\|yaml\na: {{ 2 }}|#!jinja\|yaml
#!yamlex\na: !aggregate [1]\nb: !aggregate {x: 1}\na: !aggregate [2]|#!yamlex\na: !aggregate [1]\na: !aggregate [1, 2]|#!yamlex\na: 1\na: 2|#!yamlex\na: {b: 1}\na: {c: 2}|#!yamlex\na: !aggregate {b: 1}\na: !aggregate {c: 2}|#!yamlex\na: !aggregate {b: [1]}\na: !aggregate {b: [2]}|#!yamlex\na: !aggregate {b: !aggregate [1]}\na: !aggregate {b: !aggregate [2]}|#!yamlex\na: !aggregate 1\na: !aggregate 2|#!yamlex\na: !aggregate\na: !aggregate x|#!yamlex\na: !aggregate [1]\n!reset a: [2]|#!yamlex\na: [1]\na: !aggregate [2]|#!yamlex\na: 012|#!yamlex\na: 0x1f|#!yamlex\na: yes\nb: 1.5\nc: null|#!yamlex\na: !nope x|#!yamlex\na: b: c|#!yamlex\na: &x {b: 1}\nc:\n  <<: *x\n  d: 2|#!jinja\|yamlex\na: !aggregate [{{ 1 }}]|#!yamlex\n|#!yamlex\n- 1|#!yamlex\n!aggregate a: [1]\na: !aggregate [2]|#!yamlex\na: {b: {c: 1}}\na: {b: {d: 2}}|#!yamlex\na: !aggregate {b: {c: 1}}\na: !aggregate {b: {d: 2}}|#!yamlex\n? [a]\n: b|#!yamlex\na: !!str 5
a: 1\r\nb: {{ 2 }}\r\n|a: 1\r\nb: {{ nope }}\r\nc: 1|#jinja2: {"trim_blocks": true}\n{% if true %}\na: 1\n{% endif %}\n|#!jinja\|yaml\n#jinja2: {"trim_blocks": true, "lstrip_blocks": true}\n  {% if true %}\na: {{ 1 }}\n  {% endif %}\n|#jinja2: nope\na: 1|#jinja2:\na: 1|#jinja2: [1]\na: 1|#jinja2: {"variable_start_string": "<<", "variable_end_string": ">>"}\na: << 5 >>|#jinja2: {"trim_blocks": true}\n{% if true %}\na: {{ nope }}\n{% endif %}\n|a: 1\n#jinja2: {"trim_blocks": true}\n|#jinja2: {"nope": 1}\na: {{ 1 }}
{% import 'x.jinja' as x %}|{% include 'x.jinja' %}|{% include 'x.jinja' ignore missing %}a: 1|{% from 'x.jinja' import y %}|{% extends 'x.jinja' %}|{% set x = namespace() %}a: {{ x.y }}|a: {{ [1,2][5] }}|a: {{ {'b': 1}['c'] }}|a: {{ {'b': 1}.c }}|a: {{ none.x }}|a: {{ 'x'.y.z }}|a: {{ 1 + 'a' }}|a: {{ 'a'\|nope }}|a: {{ 'a' is nope }}|a: {{ x( }}|a: {{ 'x }}|{% for i in 5 %}{% endfor %}|{% for i in [1] %}\n\n{{ i.x.y }}{% endfor %}|{% macro m() %}\n{{ nope }}\n{% endmacro %}\n{{ m() }}|{% endif %}|{% if x|{{ |{# |{% raw %}|a: {{ grains.nope\|default('d') }}|a: {{ grains.get('nope', 5) }}|a: {{ pillar.get('a', {}).get('b') }}
1\n2\n3\n4\n5\n6\n7\n{{ nope }}\n9\n10\n11\n12\n13\n14\n15|{{ nope }}\n2\n3\n4\n5\n6\n7|1\n2\n3\n4\n5\n6\n7\n8\n{% if %}|a: {{ 'é' ~ nope }}
#!stateconf\n.a:\n  test.nop: []\nb:\n  test.nop:\n    - require:\n      - test: .a|#!stateconf yaml . jinja\n.p:\n  stateconf.set:\n    - port: 80\n    - list: [1, {a: b}]\n# --- end of state config ---\n.i:\n  test.nop:\n    - v: {{ p.port }} {{ sls_dir }} {{ p\|json }}\n    - watch:\n      - stateconf: .p|#!stateconf -G yaml . jinja\n.a: test.nop\n.b: {test.nop: [{name: x}]}|#!stateconf -o yaml . jinja\n.a: {test.nop: []}\n.b: {test.nop: [{require: [{test: .a}]}]}\nc: {cmd.run: [{name: x}], test: [nop]}|#!stateconf -o yaml . jinja\n.a: {test.nop: [{require: [{test: .b}]}]}\n.b: {test.nop: []}|#!stateconf -o yaml . jinja\n.a: {test.nop: []}\n.b: {test.nop: [{watch_in: [{test: .a}]}]}|#!stateconf -s yaml . jinja\n.f: {test.nop: []}\n.g: {file.managed: [{watch_in: [{test: .f}]}, {names: [.x, y]}]}|#!stateconf -o yaml . jinja\n.b: {test.nop: [{names: [a]}]}|#!jinja\|stateconf\n.a: {test.nop: [{v: {{ 5 }}}]}|#!jinja\|yaml\|stateconf -p\n.a: {test.nop: [{v: {{ 5 }}}]}\nb: {test.nop: [{require: [{test: .a}]}]}|#!stateconf yaml\n.a: {test.nop: []}|#!stateconf -x yaml . jinja\n.a: {test.nop: []}|#!stateconf nope . jinja\n.a: {test.nop: []}|#!stateconf -o json . jinja\n{}|#!stateconf\n.a: {{ nope.x }}|#!stateconf\n.a: [|#!stateconf\n- a|#!stateconf\ninclude: [a, .b, {base: .c}, {base: d}]\nexclude: [{sls: .e}, {id: f}]\n.z: {test.nop: [{parent: 5}, {require: [{stateconf: 'a::goal'}, x, {sls: .a}, {test: .q::r}]}]}|#!stateconf\ninclude: [...x]|#!stateconf\n.goal: {test.nop: []}|#!stateconf -s yaml . jinja\n.start: {test.nop: []}|#!stateconf\n.z: {test.nop: []}\n'app.web::z': {test.nop: []}|#!stateconf\nextend: {.a: {test: [{c: 1}]}, 'app.web::b': {stateconf: [{port: 1}, {require: [{test: .a}]}]}}\n.a: {test: [nop]}\n.b: {stateconf: [set, {port: 2}, {x: 1}, {require: [{test: x}]}]}|#!stateconf\n# nothing|#!stateconf\n
""".strip("\n").split("\n")

TREES = [
    ({"app/web.sls": NAMES}, "app.web"), ({"app/web/init.sls": NAMES}, "app.web"), ({"top1.sls": NAMES}, "top1"), ({"a/b/c/d.sls": NAMES}, "a.b.c.d"), ({"app/init.sls": NAMES}, "app"),
    ({"app/web.sls": "{% from 'app/map.jinja' import v, m %}\na: '{{ v.a }} {{ m(1) }} {{ tpldir }} {{ tplfile }}'", "app/map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% from 'app/map.jinja' import v, m with context %}\na: '{{ v.a }} {{ m(1) }}'", "app/map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% import './map.jinja' as x %}\na: '{{ x.v.a }} {{ x.m(1) }}'", "app/map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% import '../map.jinja' as x %}\na: '{{ x.v.a }}'", "map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% import '../../map.jinja' as x %}\na: '{{ x.v.a }}'", "map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% set tplroot = tpldir.split('/')[0] %}\n{% from tplroot ~ '/map.jinja' import v with context %}\na: {{ v|json }}", "app/map.jinja": MAP}, "app.web"),
    ({"app/web.sls": "{% include './part.jinja' %}\nc: {{ tpldir }}", "app/part.jinja": "a: '{{ tplfile }}'\nb: {{ tpldir }}\n"}, "app.web"),
    ({"app/web.sls": "{% include 'other/part.jinja' %}\nc: {{ tpldir }}", "other/part.jinja": "{% import './x.jinja' as x %}\na: '{{ x.n }}'\n", "other/x.jinja": "{% set n = 'other' %}", "app/x.jinja": "{% set n = 'app' %}"}, "app.web"),
    ({"app/web.sls": "{% import 'app/a.jinja' as a %}{% import './b.jinja' as b %}\na: '{{ a.n }} {{ b.n }}'", "app/a.jinja": "{% import 'lib/c.jinja' as c %}{% set n = c.n %}", "lib/c.jinja": "{% set n = 'c' %}", "app/b.jinja": "{% set n = 'app b' %}", "lib/b.jinja": "{% set n = 'lib b' %}"}, "app.web"),
    ({"app/web.sls": "{% import_yaml 'app/defaults.yaml' as d %}\na: {{ d.a.b }}\nc: {{ d|json }}", "app/defaults.yaml": "a:\n  b: yes\n"}, "app.web"),
    ({"app/web.sls": "{% import_yaml './defaults.yaml' as d %}\na: {{ d }}", "app/defaults.yaml": "a: |\n  x\n  y\n"}, "app.web"),
    ({"app/web.sls": "{% import_yaml 'bad.yaml' as d %}\na: {{ d }}", "bad.yaml": "a: b: c\n"}, "app.web"),
    ({"app/web.sls": "a: 1\n{% import 'app/bad.jinja' as x %}\n", "app/bad.jinja": "{% set a = 1 %}\n\n{{ nope }}\n"}, "app.web"),
    ({"app/web.sls": "a: 1\n{% import 'app/bad.jinja' as x %}\n", "app/bad.jinja": "{% if %}"}, "app.web"),
    ({"app/web.sls": "a: 1\n{% from 'app/bad.jinja' import m %}\nb: {{ m() }}\n", "app/bad.jinja": "{% macro m() %}\n{{ 1/0 }}\n{% endmacro %}"}, "app.web"),
    ({"app/web.sls": "a: 1\n{% from 'app/bad.jinja' import nope %}\nb: {{ nope }}\n", "app/bad.jinja": "x"}, "app.web"),
    ({"app/web.sls": "a: 1\n{% from 'app/m.jinja' import m %}\nb: {{ m(nope) }}\n", "app/m.jinja": "{% macro m(x) %}{{ x }}{% endmacro %}"}, "app.web"),
    ({"app/web.sls": "{% extends 'app/base.jinja' %}{% block b %}b: 2{% endblock %}", "app/base.jinja": "a: 1\n{% block b %}b: 1{% endblock %}\n"}, "app.web"),
    ({"app/web.sls": "{% extends 'app/base.jinja' %}{% block b %}\n{{ nope }}{% endblock %}", "app/base.jinja": "a: 1\n{% block b %}b: 1{% endblock %}\n"}, "app.web"),
    ({"app/web.sls": "{% load_yaml as d %}\na: [1, 2]\n{% endload %}\nb: {{ d.a|length }}"}, "app.web"),
    ({"app/web.sls": "a:\n  file.managed:\n    - name: /x\n    - contents: |\n        {{ pillar.l|yaml(False)|indent(8) }}\n"}, "app.web"),
    ({"app/web.sls": "a:\n{% for i in pillar.l %}\n  - {{ i }}\n{% endfor %}\nb: {{ pillar.l|json }}\n"}, "app.web"),
]
OPTIONS = [
    ("{% if true %}\na: {{ 1 }}\n{% endif %}\n", {"jinja_sls_env": {"trim_blocks": True, "lstrip_blocks": True}}), ("  {% if true %}\na: 1\n  {% endif %}\n", {"jinja_sls_env": {"lstrip_blocks": True}}), ("{% if true %}\na: 1\n{% endif %}\n", {"jinja_env": {"trim_blocks": True}}),
    ("a: '{{ nope }}'\nb: '{{ nope2|default(5) }}'", {"allow_undefined": True}), ("a: {{ 1 }}", {"renderer": "yaml"}), ("a: 1", {"renderer": "json"}), ("{\"a\": {{ 1 }}}", {"renderer": "jinja|json"}), ("a: {{ 1 }}", {"renderer_blacklist": ["jinja"]}), ("a: 1", {"renderer_whitelist": ["yaml"]}), ("a: {{ 1 }}", {"renderer_whitelist": ["jinja", "yaml"]}), ("{% if true %}\na: 1\n{% endif %}\n", {"jinja_trim_blocks": True}), ("a: << 1 >>", {"jinja_sls_env": {"VARIABLE_START_STRING": "<<", "variable_end_string": ">>"}}), ("a: 1\n", {"jinja_sls_env": {"keep_trailing_newline": True, "nope": 1}}),
]
TEMPLATES = [
    "{{ who }} {{ name }} {{ source }} {{ saltenv }} {{ pillar.l }} {{ grains.os }} {{ opts.id }}\n", "{{ tplfile }}\n", "{{ sls }}\n", "{{ show_full_context().who }}\n", '#jinja2: {"trim_blocks": true}\n{% if true %}\nx {{ who }}\n{% endif %}\n',
    "x\r\n{{ who }}\r\n", "no newline {{ who }}", "{{ who }}\n\n\n", "  {% if true %}\n  x\n  {% endif %}\n", "é {{ 'ž' }} {{ nopé }}\n", "{% import 'nope' as x %}", "{% from './nope' import x %}",
]


def plain(value):
    """Salt's own classes as Python's plain ones."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str.__getitem__(value, slice(None)) if isinstance(value, str) else value


def render(state, root, files, sls, opts):
    for directory in ("srv", "cache"):
        shutil.rmtree(os.path.join(root, directory), ignore_errors=True)
    for name, text in files.items():
        path = os.path.join(root, "srv", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    path = state.client.get_state(sls, "base")["dest"]
    merged = dict(state.opts)
    merged.update(opts)
    rend = salt.loader.render(merged, state.state.functions)
    case = {"files": files, "sls": sls, "opts": opts}
    try:
        value = compile_template(path, rend, opts.get("renderer", "jinja|yaml"), opts.get("renderer_blacklist"), opts.get("renderer_whitelist"), "base", sls, rendered_sls=set())
        case["value"] = repr(plain(value.read() if hasattr(value, "read") else value))
    except SaltRenderError as error:
        case["error"] = f"Rendering SLS 'base:{sls}' failed: {error}"
    except Exception as error:  # as render_state does
        case["error"] = f"Rendering SLS {sls} failed, render error: {error}"
    if "error" in case:
        case["error"] = own_frames(case["error"]).replace(os.path.join(root, "cache"), "/cache")
    return case


def own_frames(error):
    """An error's text without what its traceback tells of Python files, and without the frames' source lines."""
    error = re.sub(r'  File "[^"]*\.py[^\n]*\n(?:    [^\n]*\n)*', "", error)
    error = re.sub(r'(  File "[^\n]*\n)(?:    [^\n]*\n)+', r"\1", error)
    return error


def broken():
    """The templates of broken.txt, and the files that they import and include."""
    templates, *files = re.split(r"^@@(\S+)\n", (HERE / "broken.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    beside = dict(zip(files[::2], files[1::2]))
    for template in templates.rstrip("\n").split("\n====\n"):
        yield {"app/web.sls": template, **{name: text for name, text in beside.items() if "e/" in template}}, "app.web", {}


def listed(name):
    """The texts of a file, between lines of ====."""
    return (HERE / name).read_text(encoding="utf-8").rstrip("\n").split("\n====\n")


def common(state, root, template):
    """What Jinjava and Jinja2 make alike of a template, as Salt does it with Jinja2."""
    case = render(state, root, {"app/web.sls": "#!jinja|yaml\n" + template + "\n"}, "app.web", {})
    return {**case, "files": {"app/web.sls": "#!jinjava|yaml\n" + template + "\n"}}


def template(state, root, files):
    """What file.managed gets of a file with `template: jinja`: the text, or the error that its comment ends with."""
    for name, text in files.items():
        path = os.path.join(root, "srv", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        pathlib.Path(path).write_text(text, encoding="utf-8")
    path = state.client.get_state("app.web", "base")["dest"]
    try:
        made = salt.utils.templates.JINJA(
            path, to_str=True, name="/etc/f", source="salt://app/web.sls", saltenv="base", context={"who": "me"}, salt=state.state.functions, pillar=state.opts["pillar"], grains=state.opts["grains"], opts=state.opts
        )
        made = {"value": repr(made["data"])} if made["result"] else {"error": made["data"]}
    except SaltRenderError as error:
        made = {"error": str(error)}
    if "error" in made:
        made["error"] = own_frames(made["error"]).replace(os.path.join(root, "cache"), "/cache")
    return {"files": files, "template": "jinja", **made}


def text(source):
    for escape, character in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\0", "|")):
        source = source.replace(escape, character)
    return source


def main():
    with tempfile.TemporaryDirectory() as root:
        opts = salt.config.minion_config(None)
        opts.update(file_client="local", file_roots={"base": [root + "/srv"]}, cachedir=root + "/cache", root_dir=root, id="web-1", grains={"os": "Debian", "id": "web-1"}, pillar={"a": {"b": 1}, "l": [1, 2]})
        state = salt.state.HighState(opts)
        trees = [({"app/web.sls": text(one)}, "app.web", {}) for line in FILES for one in line.replace("\\|", "\0").split("|") if one]
        trees += [(files, sls, {}) for files, sls in TREES] + [({"app/web.sls": one}, "app.web", options) for one, options in OPTIONS] + list(broken())
        trees += [({"app/web.sls": "#!yamlex\n" + one + "\n"}, "app.web", {}) for one in listed("yamlex.txt")]
        cases = [render(state, root, *tree) for tree in trees]
        cases += [common(state, root, one) for one in listed("jinjava.txt")]
        cases += [template(state, root, files) for files, _, _ in [*broken()][::3] + [({"app/web.sls": one}, "", {}) for one in TEMPLATES]]
    with open(HERE / "cases.json", "w", encoding="utf-8") as out:
        out.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
    print("cases", len(cases))


main()
