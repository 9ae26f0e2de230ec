"""Writes cases.json: trees of SLS files and what Salt compiles them to, or says of them.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, HERE)

import salt_states  # noqa: E402  pylint: disable=wrong-import-position

CASES = []


def case(name, files, *calls, **more):
    if isinstance(files, str):
        files = {"base/a.sls": files}
    for index, call in enumerate(calls or (LOW,)):
        fun, *rest = call
        args = rest[0] if rest else []
        kwargs = rest[1] if len(rest) > 1 else {}
        CASES.append({"name": f"{name}-{index}" if index else name, "files": files, "call": (fun, args, kwargs), **more})


LOW = ("state.show_low_sls", ["a"])
SLS = ("state.show_sls", ["a"])
ALL = ("state.show_lowstate",)
HIGH = ("state.show_highstate",)
TOP = ("state.show_top",)
TOPFILE = {"base/top.sls": "base:\n  '*':\n    - a\n"}


def top(files, text="base:\n  '*':\n    - a\n"):
    return {"base/top.sls": text, **({"base/a.sls": files} if isinstance(files, str) else files)}


def both(name, text, **more):
    """The SLS alone, where extend and requisites_in stay as written, and by way of a top file."""
    case(name, top(text), LOW, ALL, SLS, **more)


# Declarations
both("long-form", "x:\n  test:\n    - nop\n    - name: n\n    - foo: 1\n")
both("dotted-form", "x:\n  test.nop:\n    - name: n\n    - foo: 1\n")
both("short-form", "x: test.nop\n")
both("short-form-two-dots", "x: test.nop.more\n")
both("dotted-two-dots", "x:\n  test.nop.more:\n    - a: 1\n")
both("empty-list", "x:\n  test.nop: []\n")
both("two-states-of-one-id", "x:\n  test.nop: []\n  file.managed:\n    - source: salt://x\n")
both("same-state-twice", "x:\n  test.nop: []\n  test.succeed_with_changes: []\n")
both("trailing-colon", "x:\n  test.nop:\n")
both("not-a-list", "x:\n  test.nop:\n    foo: bar\n")
both("no-function", "x:\n  test:\n    - foo: bar\n")
both("two-functions", "x:\n  test:\n    - nop\n    - succeed_with_changes\n")
both("argument-without-colon", "x:\n  test.nop:\n    - foo\n")
both("function-with-space", "x:\n  test.nop:\n    - foo bar\n")
both("id-not-dict", "x: 5\n")
both("id-is-list", "x:\n  - test.nop\n")
both("id-is-null", "x:\n")
both("id-is-text", "x: nodots\n")
both("id-is-number", "5:\n  test.nop: []\n")
both("sls-is-list", "- x\n- y\n")
both("sls-is-text", "just text\n")
both("sls-empty", "")
both("sls-comment", "# nothing\n")
both("multi-key-argument", "x:\n  test.nop:\n    - foo: 1\n      bar: 2\n")
both("requisite-not-list", "x:\n  test.nop:\n    - require: y\ny:\n  test.nop: []\n")
both("requisite-two-keys", "x:\n  test.nop:\n    - require:\n      - test: y\n        file: z\ny:\n  test.nop: []\n")
both("requisite-list-value", "x:\n  test.nop:\n    - require:\n      - test: [y]\ny:\n  test.nop: []\n")
both("requisite-dotted", "x:\n  test.nop:\n    - require:\n      - test.nop: y\ny:\n  test.nop: []\n")
both("requisite-number", "x:\n  test.nop:\n    - require:\n      - test: 5\ny:\n  test.nop: []\n")
both("requisite-null", "x:\n  test.nop:\n    - require:\n      - test:\ny:\n  test.nop: []\n")
both("requisite-in-number-item", "x:\n  test.nop:\n    - require:\n      - 7\ny:\n  test.nop: []\n")
both("requisite-and-more-keys", "x:\n  test.nop:\n    - require:\n      - test: y\n      foo: 1\ny:\n  test.nop: []\n")
both("several-errors", "x:\n  test.nop:\ny:\n  test:\n    - foo: 1\nz: 4\nw:\n  test.nop:\n    - a b\n")
both("names-not-list", "x:\n  test.nop:\n    - names: y\n")
both("names", "x:\n  test.nop:\n    - foo: 1\n    - names:\n      - a\n      - b\n      - a\n      - c\n")
both("names-arguments", "x:\n  test.nop:\n    - foo: 1\n    - names:\n      - a:\n        - foo: 2\n        - bar: 3\n      - b\n")
both("names-order", "x:\n  test.nop:\n    - order: 1\n    - names: [c, b, a]\ny:\n  test.nop: []\n")
both("names-numbers", "x:\n  test.nop:\n    - names: [1, 2]\n")
both("name-number", "x:\n  test.nop:\n    - name: 5\n")
both("name-null", "x:\n  test.nop:\n    - name:\n")
both("state-argument", "x:\n  test.nop:\n    - state: file\n    - fun: managed\n")
both("values-of-all-types", "x:\n  test.nop:\n    - i: 1\n    - f: 1.5\n    - b: true\n    - n:\n    - l: [1, a, {b: c}]\n    - d: {a: {b: 1}}\n    - s: text\n    - o: 0644\n    - e: ''\n")
both("anchors", "x:\n  test.nop: &a\n    - foo: 1\ny:\n  test.nop: *a\n")
both("merge-keys", "x:\n  test.nop:\n    - &d\n      foo: {a: 1}\n    - bar: 2\ny:\n  test.nop:\n    - <<: *d\n")
both("unknown-state", "x:\n  nosuch.thing:\n    - a: 1\n")
both("double-underscore-id", "__x:\n  test.nop: []\ny:\n  test.nop: []\n")
both("conflicting-keys", "x:\n  test.nop: []\nx:\n  test.nop: []\n")
both("yaml-error", "x:\n  test.nop: [\n")
both("unicode", "Grüße:\n  test.nop:\n    - text: „ä“ 日本\n")

# Order
both("order-last-first", "a:\n  test.nop: [{order: last}]\nb:\n  test.nop: []\nc:\n  test.nop: [{order: first}]\nd:\n  test.nop: [{order: last}]\n")
both("order-negative", "a:\n  test.nop: [{order: -1}]\nb:\n  test.nop: []\nc:\n  test.nop: [{order: -5}]\nd:\n  test.nop: [{order: last}]\n")
both("order-numbers", "a:\n  test.nop: [{order: 3}]\nb:\n  test.nop: [{order: 1}]\nc:\n  test.nop: []\nd:\n  test.nop: [{order: 2}]\n")
both("order-equal", "b:\n  test.nop: [{order: 1}]\na:\n  test.nop: [{order: 1}]\nc:\n  file.managed: [{order: 1}]\n")
both("order-text", "a:\n  test.nop: [{order: later}]\nb:\n  test.nop: []\n")
both("order-float", "a:\n  test.nop: [{order: 10001.5}]\nb:\n  test.nop: []\nc:\n  test.nop: []\n")
both("order-large", "a:\n  test.nop: [{order: 2000000}]\nb:\n  test.nop: [{order: last}]\nc:\n  test.nop: []\n")
both("order-and-require", "a:\n  test.nop:\n    - order: 1\n    - require: [{test: b}]\nb:\n  test.nop: [{order: last}]\nc:\n  test.nop: []\n")
both("order-require-first", "a:\n  test.nop: [{order: first}, {require: [{test: z}]}]\nm:\n  test.nop: []\nz:\n  test.nop: []\n")
both("order-null", "a:\n  test.nop: [{order: }]\nb:\n  test.nop: []\n")
case("auto-order-off", top("b:\n  test.nop: []\na:\n  test.nop: []\nc:\n  file.managed: []\n"), LOW, ALL, opts={"state_auto_order": False})

# Requisites
for kind in ("require", "watch", "prereq", "onchanges", "onfail", "require_any", "watch_any", "onchanges_any", "onfail_any", "onfail_all", "listen"):
    both(f"{kind}", f"x:\n  test.nop:\n    - {kind}:\n      - test: y\n      - z\ny:\n  test.nop: []\nz:\n  test.succeed_with_changes: []\n")
    both(f"{kind}-missing", f"x:\n  test.nop:\n    - {kind}:\n      - test: nosuch\ny:\n  test.nop: []\n")
for kind in ("require_in", "watch_in", "prereq_in", "onchanges_in", "onfail_in", "listen_in"):
    both(f"{kind}", f"x:\n  test.nop:\n    - {kind}:\n      - test: y\n      - z\ny:\n  test.nop: []\nz:\n  test.succeed_with_changes: []\n")
    both(f"{kind}-missing", f"x:\n  test.nop:\n    - {kind}:\n      - test: nosuch\ny:\n  test.nop: []\n")
    both(f"{kind}-mapping", f"x:\n  test.nop:\n    - {kind}:\n        test: y\ny:\n  test.nop: []\n")
both("watch-without-mod-watch", "x:\n  file.managed:\n    - watch: [{test: y}]\n    - require: [{test: z}]\n    - watch_any: [{test: z}]\ny:\n  test.nop: []\nz:\n  test.nop: []\n")
both("require-by-name", "x:\n  test.nop:\n    - require: [{test: /etc/y}]\ny:\n  test.nop:\n    - name: /etc/y\n")
both("require-glob", "x:\n  test.nop:\n    - require: [{test: 'y*'}]\nz:\n  test.nop: []\ny1:\n  test.nop: []\ny2:\n  test.nop: []\n")
both("require-glob-missing", "x:\n  test.nop:\n    - require: [{test: 'q*'}]\n")
both("require-id-key", "x:\n  test.nop:\n    - require: [{id: y}]\ny:\n  test.nop: []\n")
both("require-wrong-state", "x:\n  test.nop:\n    - require: [{file: y}]\ny:\n  test.nop: []\n")
both("require-sls-own", "x:\n  test.nop:\n    - require: [{sls: a}]\n")
both("require-cycle", "x:\n  test.nop:\n    - require: [{test: y}]\ny:\n  test.nop:\n    - require: [{test: z}]\nz:\n  test.nop:\n    - require: [{test: x}]\n")
both("cycle-names", "x:\n  test.nop:\n    - name: nx\n    - require: [{test: y}]\ny:\n  test.nop:\n    - watch: [{test: x}]\n")
both("cycle-self", "x:\n  test.nop:\n    - require: [{test: x}]\n")
both("cycle-in", "x:\n  test.nop:\n    - require_in: [{test: y}]\n    - require: [{test: y}]\ny:\n  test.nop: []\n")
both("cycle-prereq", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.nop:\n    - prereq: [{test: x}]\n")
both("prereq-chain", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - prereq: [{test: z}]\nz:\n  test.succeed_with_changes: []\n")
both("prereq-with-require", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - require: [{test: z}]\nz:\n  test.nop: []\n")
both("prereq-of-names", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - names: [n1, n2]\n")
both("several-requisites", "x:\n  test.nop:\n    - require: [{test: y}]\n    - watch: [{test: z}]\n    - onchanges: [{test: w}]\nw:\n  test.nop: []\nz:\n  test.nop: []\ny:\n  test.nop: []\n")
both("require-in-twice", "x:\n  test.nop:\n    - require_in: [{test: a}, {test: b}, {test: c}]\na:\n  test.nop: []\nb:\n  test.nop: []\nc:\n  test.nop: []\n")
both("require-in-by-name", "x:\n  test.nop:\n    - require_in: [{test: /etc/y}]\ny:\n  test.nop:\n    - name: /etc/y\n")
both("require-in-plain-name", "x:\n  test.nop:\n    - require_in: [/etc/y]\ny:\n  test.nop:\n    - name: /etc/y\n")
both("require-in-dotted", "x:\n  test.nop:\n    - require_in: [{test.nop: y}]\ny:\n  test.nop: []\n")
both("require-in-ambiguous-name", "x:\n  test.nop:\n    - require_in: [{test: n}]\ny:\n  test.nop:\n    - name: n\nz:\n  test.nop:\n    - name: n\n")
both("require-in-to-other-state", "x:\n  test.nop:\n    - require_in: [{file: y}]\ny:\n  test.nop: []\n")
both("onchanges-in-and-onchanges", "x:\n  test.succeed_with_changes:\n    - onchanges_in: [{test: y}]\nz:\n  test.nop: []\ny:\n  test.nop:\n    - onchanges: [{test: z}]\n")
both("duplicate-tags", "x:\n  test.nop:\n    - name: same\n    - names: [same2, same2]\n")

# use
both("use", "x:\n  test.nop:\n    - use: [{test: y}]\n    - foo: mine\ny:\n  test.nop:\n    - foo: theirs\n    - bar: theirs\n    - require: [{test: z}]\n    - name: n\nz:\n  test.nop: []\n")
both("use-in", "x:\n  test.nop:\n    - use_in: [{test: y}]\n    - foo: mine\n    - baz: mine\ny:\n  test.nop:\n    - foo: theirs\n")
both("use-missing", "x:\n  test.nop:\n    - use: [{test: q}]\n")
both("use-by-name", "x:\n  test.nop:\n    - use: [{test: n}]\ny:\n  test.nop:\n    - name: n\n    - v: 1\n")
both("use-two", "x:\n  test.nop:\n    - use: [{test: y}, {test: z}]\ny:\n  test.nop:\n    - v: 1\nz:\n  test.nop:\n    - v: 2\n    - w: 3\n")

# Extend and exclude
INC = {"base/b.sls": "y:\n  test.nop:\n    - foo: 1\n    - require: [{test: z}]\nz:\n  test.nop: []\n"}


def inc(name, text, more=None, **kw):
    case(name, top({"base/a.sls": text, **INC, **(more or {})}), LOW, ALL, SLS, HIGH, **kw)


inc("include", "include:\n  - b\nx:\n  test.nop:\n    - require: [{sls: b}]\n")
inc("include-missing", "include:\n  - nosuch\nx:\n  test.nop: []\n")
inc("include-twice", "include:\n  - b\n  - c\nx:\n  test.nop: []\n", {"base/c.sls": "include: [b]\nc:\n  test.nop: []\n"})
inc("include-cycle", "include:\n  - c\nx:\n  test.nop: []\n", {"base/c.sls": "include: [a]\nc:\n  test.nop: []\n"})
inc("include-text", "include: b\nx:\n  test.nop: []\n")
inc("include-relative", "include:\n  - d.e\n", {"base/d/e.sls": "include: [.f, ..b, .sub]\ne:\n  test.nop: []\n", "base/d/f.sls": "f:\n  test.nop: []\n", "base/d/sub/init.sls": "include: [.g]\ns:\n  test.nop: []\n", "base/d/sub/g.sls": "g:\n  test.nop: []\n"})
inc("include-too-high", "include:\n  - ...b\nx:\n  test.nop: []\n")
inc("include-glob", "include:\n  - d.*\nx:\n  test.nop: []\n", {"base/d/e.sls": "e:\n  test.nop: []\n", "base/d/f.sls": "f:\n  test.nop: []\n"})
inc("include-saltenv", "include:\n  - dev: q\nx:\n  test.nop: []\n", {"dev/q.sls": "q:\n  test.nop: []\n"}, opts={"file_roots": {"base": ["base"], "dev": ["dev"]}})
inc("include-nosuch-saltenv", "include:\n  - dev: q\nx:\n  test.nop: []\n")
inc("include-xenv", "include:\n  - _xenv: b\nx:\n  test.nop: []\n")
inc("include-conflict", "include:\n  - b\ny:\n  test.nop: []\n")
inc("include-only", "include:\n  - b\n")
inc("include-empty-sls", "include:\n  - e\nx:\n  test.nop: []\n", {"base/e.sls": ""})
inc("require-empty-sls", "include:\n  - e\nx:\n  test.nop:\n    - require: [{sls: e}]\n", {"base/e.sls": ""})
inc("require-sls-that-includes", "include:\n  - c\nx:\n  test.nop:\n    - require: [{sls: c}]\n", {"base/c.sls": "include: [b]\n"})
inc("require-sls-glob", "include:\n  - b\nx:\n  test.nop:\n    - require: [{sls: 'b*'}]\n")
inc("require-sls-glob-missing", "include:\n  - b\nx:\n  test.nop:\n    - require: [{sls: 'q*'}]\n")
inc("require-in-sls", "include:\n  - b\nx:\n  test.nop:\n    - require_in: [{sls: b}]\n")
inc("watch-in-sls", "include:\n  - b\nx:\n  test.nop:\n    - watch_in: [{sls: b}]\n")
inc("extend", "include:\n  - b\nextend:\n  y:\n    test:\n      - foo: 2\n      - bar: 3\n      - require: [{test: x}]\nx:\n  test.nop: []\n")
inc("extend-dotted", "include:\n  - b\nextend:\n  y:\n    test.succeed_with_changes:\n      - foo: 2\nx:\n  test.nop: []\n")
inc("extend-missing", "include:\n  - b\nextend:\n  nosuch:\n    test:\n      - foo: 2\n")
inc("extend-not-dict", "include:\n  - b\nextend:\n  - y\nx:\n  test.nop: []\n")
inc("extend-name-not-dict", "include:\n  - b\nextend:\n  y: 5\nx:\n  test.nop: []\n")
inc("extend-by-name", "include:\n  - c\nextend:\n  n:\n    test:\n      - foo: 2\n", {"base/c.sls": "y:\n  test.nop:\n    - name: n\n"})
inc("extend-other-state", "include:\n  - b\nextend:\n  y:\n    file:\n      - managed\n      - foo: 2\n")
inc("extend-name-over-names", "include:\n  - c\nextend:\n  y:\n    test:\n      - name: one\n", {"base/c.sls": "y:\n  test.nop:\n    - names: [n, m]\n"})
inc("extend-twice", "include:\n  - b\n  - c\nextend:\n  y:\n    test:\n      - foo: 2\n", {"base/c.sls": "include: [b]\nextend:\n  y:\n    test:\n      - foo: 3\n      - bar: 1\n"})
inc("exclude-sls", "include:\n  - b\nexclude:\n  - sls: b\nx:\n  test.nop: []\n")
inc("exclude-plain", "include:\n  - b\nexclude:\n  - b\nx:\n  test.nop: []\n")
inc("exclude-id", "include:\n  - b\nexclude:\n  - id: z\nx:\n  test.nop: []\n")
inc("exclude-glob", "include:\n  - b\nexclude:\n  - sls: 'b*'\nx:\n  test.nop: []\n")
inc("exclude-not-list", "include:\n  - b\nexclude: b\nx:\n  test.nop: []\n")
inc("exclude-missing", "include:\n  - b\nexclude:\n  - id: nosuch\n  - sls: nosuch\nx:\n  test.nop: []\n")
inc("extend-of-excluded", "include:\n  - b\n  - c\nexclude:\n  - sls: c\nx:\n  test.nop: []\n", {"base/c.sls": "extend:\n  y:\n    test:\n      - foo: 9\n"})
case("roots-first-wins", {"one/a.sls": "x:\n  test.nop: [{from: one}]\n", "two/a.sls": "x:\n  test.nop: [{from: two}]\n", "two/b.sls": "y:\n  test.nop: []\n"}, LOW, ("state.show_low_sls", ["a,b"]), opts={"file_roots": {"base": ["one", "two"]}})
case("sls-before-init", {"base/a.sls": "x:\n  test.nop: []\n", "base/a/init.sls": "y:\n  test.nop: []\n"}, LOW)
case("init-sls", {"base/a/init.sls": "include: [.b]\ny:\n  test.nop: []\n", "base/a/b.sls": "z:\n  test.nop: []\n"}, LOW, ("state.show_low_sls", ["a.b"]), ("state.show_low_sls", ["a*"]), ("state.show_low_sls", [["a", "a.b"]]))
case("missing-sls", "x:\n  test.nop: []\n", ("state.show_low_sls", ["q"]), ("state.show_low_sls", ["q*"]), ("state.show_sls", ["a,q"]), ("state.sls_exists", ["a"]), ("state.sls_exists", ["q"]), ("state.id_exists", ["x", "a"]), ("state.id_exists", ["x,y", "a"]), ("state.show_low_sls", ["a"], {"saltenv": "dev"}))
case("conflicting-ids", {"base/a.sls": "x:\n  test.nop: []\n", "base/b.sls": "x:\n  test.nop: []\n"}, ("state.show_low_sls", ["a,b"]), ("state.show_sls", ["a,b"]))
case("saltenv", {"base/a.sls": "x:\n  test.nop: []\n", "dev/a.sls": "y:\n  test.nop: []\n"}, ("state.show_low_sls", ["a"], {"saltenv": "dev"}), ("state.show_sls", ["a"], {"saltenv": "dev"}), opts={"file_roots": {"base": ["base"], "dev": ["dev"]}})
for agg in (True, ["pkg"], ["file"]):
    both(f"aggregate-{agg}", "x:\n  pkg.installed:\n    - require: [{test: t}]\nt:\n  test.nop: []\ny:\n  pkg.installed: []\nz:\n  pkg.installed:\n    - require: [{pkg: y}]\nw:\n  pkg.installed:\n    - pkgs: [a, b]\n    - require_in: [{test: u}]\nu:\n  test.nop: []\n", opts={"state_aggregate": agg})
both("disabled-requisite", "x:\n  test.nop:\n    - require: [{test: q}]\n    - require_in: [{test: y}]\ny:\n  test.nop: []\n", opts={"disabled_requisites": ["require", "require_in"]})

# Top files
TWO = {"base/a.sls": "x:\n  test.nop: []\n", "base/b.sls": "y:\n  test.nop: []\n", "base/web/init.sls": "w:\n  test.nop: []\n", "dev/a.sls": "dx:\n  test.nop: []\n", "dev/c.sls": "dc:\n  test.nop: []\n"}
ENVS = {"file_roots": {"base": ["base"], "dev": ["dev"]}}


def tops(name, text, more=None, opts=None):
    case(name, {**TWO, "base/top.sls": text, **(more or {})}, TOP, HIGH, ALL, ("state.show_states",), opts=opts or {})


tops("top-plain", "base:\n  '*':\n    - a\n    - b\n")
tops("top-glob", "base:\n  'min*':\n    - a\n  'max*':\n    - b\n")
tops("top-grain", "base:\n  'os:Debian':\n    - match: grain\n    - a\n  'os:RedHat':\n    - match: grain\n    - b\n  'roles:web':\n    - match: grain\n    - web\n")
tops("top-compound", "base:\n  'G@os:Debian and not mi*x':\n    - a\n  'G@roles:db or q':\n    - match: compound\n    - b\n")
tops("top-list", "base:\n  'minion,other':\n    - match: list\n    - a\n")
tops("top-pcre", "base:\n  '^min.*$':\n    - match: pcre\n    - a\n")
tops("top-nodegroup", "base:\n  grp:\n    - match: nodegroup\n    - a\n", opts={"nodegroups": {"grp": "minion,other"}})
tops("top-none", "base:\n  'max*':\n    - b\n")
tops("top-empty", "")
tops("top-globs-of-sls", "base:\n  '*':\n    - 'w*'\n    - '?'\n")
tops("top-missing-sls", "base:\n  '*':\n    - nosuch\n    - a\n")
tops("top-not-list", "base:\n  '*': a\n")
tops("top-not-dict", "base: a\n")
tops("top-null-target", "base:\n  '*':\n")
tops("top-null-section", "base:\n")
tops("top-empty-sls", "base:\n  '*':\n    - ''\n    - a\n")
tops("top-order", "base:\n  'zzz*':\n    - b\n  '*':\n    - b\n    - a\n    - b\n")
tops("top-two-envs", "base:\n  '*':\n    - a\ndev:\n  '*':\n    - c\n", opts=ENVS)
tops("top-env-own-file", "base:\n  '*':\n    - a\n", {"dev/top.sls": "dev:\n  '*':\n    - c\nbase:\n  '*':\n    - b\n"}, opts=ENVS)
tops("top-merge-all", "base:\n  '*':\n    - a\n", {"dev/top.sls": "dev:\n  '*':\n    - c\nbase:\n  '*':\n    - b\n    - a\n"}, opts={**ENVS, "top_file_merging_strategy": "merge_all"})
tops("top-same", "base:\n  '*':\n    - a\ndev:\n  '*':\n    - a\n", {"dev/top.sls": "dev:\n  '*':\n    - c\nbase:\n  '*':\n    - b\n"}, opts={**ENVS, "top_file_merging_strategy": "same"})
tops("top-same-default", "base:\n  '*':\n    - a\ndev:\n  '*':\n    - c\n", opts={**ENVS, "top_file_merging_strategy": "same"})
tops("top-env-order", "base:\n  '*':\n    - a\n", {"dev/top.sls": "dev:\n  '*':\n    - c\n"}, opts={**ENVS, "env_order": ["dev", "base"]})
tops("top-env-in-item", "base:\n  '*':\n    - a\n    - dev: c\n", opts=ENVS)
tops("top-include", "include:\n  - moretop\nbase:\n  '*':\n    - a\n", {"base/moretop.sls": "base:\n  '*':\n    - b\n"})
tops("top-bad-yaml", "base: [\n")
case("top-saltenv", {**TWO, "base/top.sls": "base:\n  '*':\n    - a\n", "dev/top.sls": "dev:\n  '*':\n    - c\n"}, ("state.show_top", [], {"saltenv": "dev"}), ("state.show_lowstate", [], {"saltenv": "dev"}), opts=ENVS)
case("top-state-top", {**TWO, "base/other.sls": "base:\n  '*':\n    - b\n"}, TOP, opts={"state_top": "other.sls"})

both("arguments-that-yaml-makes-no-texts", "x:\n  test.nop:\n    - off: Off\n    - 80: a\n    - ~: b\n    - 1.50: c\n    - names:\n      - n:\n        - on: d\n      - m\n")


# Random trees: many states with random requisites, orders, names, includes and extensions.
def random_tree(seed):
    rnd = random.Random(seed)
    count = rnd.randint(4, 14)
    ids = [f"s{n}" for n in range(count)]
    files = {}
    split = rnd.randint(1, 3)
    for part in range(split):
        name = "a" if part == 0 else f"p{part}"
        lines = []
        if part == 0 and split > 1:
            lines.append("include:")
            lines.extend(f"  - p{n}" for n in range(1, split))
        for index, id_ in enumerate(ids):
            if index % split != part:
                continue
            state = rnd.choice(["test.nop", "test.succeed_with_changes", "file.managed", "pkg.installed"])
            lines.append(f"{id_}:")
            lines.append(f"  {state}:")
            lines.append(f"    - v: {rnd.randint(0, 9)}")
            if rnd.random() < 0.3:
                lines.append(f"    - order: {rnd.choice(['first', 'last', 1, 5, -1, -3, 20000])}")
            if rnd.random() < 0.2:
                lines.append(f"    - names: [{id_}n1, {id_}n2]")
            for _ in range(rnd.randint(0, 2)):
                kind = rnd.choice(["require", "watch", "onchanges", "onfail", "prereq", "require_in", "watch_in", "onchanges_in", "prereq_in", "require_any", "listen", "use"])
                if any(line.startswith(f"    - {kind}:") for line in lines[-6:]):
                    continue
                # Mostly acyclic: a requisite names an earlier ID, its _in form a later one.
                pool = ids[index + 1 :] if kind.endswith("_in") else ids[:index]
                if rnd.random() < 0.06:
                    pool = ids
                if not pool:
                    continue
                lines.append(f"    - {kind}:")
                for target in rnd.sample(pool, min(len(pool), rnd.randint(1, 2))):
                    lines.append(f"      - {target}")
        if part == 0 and split > 1 and rnd.random() < 0.3:
            target = ids[1]
            lines.append(f"extend:\n  {target}:\n    test:\n      - v: 77\n      - require: [{ids[0]}]")
        files[f"base/{name}.sls"] = "\n".join(lines) + "\n"
    return files


for seed in range(60):
    tree = {**TOPFILE, **random_tree(seed)}
    case(f"random-{seed}", tree, LOW, ALL, opts={"state_aggregate": True} if seed % 5 == 0 else {})

made = salt_states.write(os.path.join(HERE, "cases.json"), CASES)
print(len(made), "cases,", sum("error" in one for one in made), "where Salt throws")
