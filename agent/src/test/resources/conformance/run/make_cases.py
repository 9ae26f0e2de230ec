"""Writes cases.json: trees of SLS files and what Salt's runs of them return.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import itertools
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import salt_states  # noqa: E402  pylint: disable=wrong-import-position

CASES = []


def case(name, files, call=("state.sls", ["a"]), **more):
    if isinstance(files, str):
        files = {"base/a.sls": files}
    fun, *rest = call
    args = rest[0] if rest else []
    kwargs = rest[1] if len(rest) > 1 else {}
    CASES.append({"name": name, "files": files, "call": (fun, args, kwargs), **more})


def both(name, text, **more):
    case(name, text, **more)
    case(name + "-test", text, ("state.sls", ["a"], {"test": True}), **more)


OUTCOMES = {
    "ok": "test.succeed_without_changes: []",
    "changed": "test.succeed_with_changes: []",
    "failed": "test.fail_without_changes: []",
    "failed-changed": "test.fail_with_changes: []",
}
KINDS = ["require", "watch", "onchanges", "onfail", "prereq", "listen", "require_any", "watch_any", "onchanges_any", "onfail_any", "onfail_all"]

for kind, (name, target) in itertools.product(KINDS, OUTCOMES.items()):
    both(f"{kind}-{name}", f"x:\n  test.nop:\n    - {kind}: [{{test: y}}]\ny:\n  {target}\nz:\n  test.nop:\n    - require: [{{test: x}}]\n")
for kind in ("require_any", "watch_any", "onchanges_any", "onfail_any", "onfail_all", "onfail", "onchanges", "watch", "require"):
    for one, two in itertools.combinations(OUTCOMES, 2):
        case(f"{kind}-of-{one}-and-{two}", f"x:\n  test.nop:\n    - {kind}: [{{test: y}}, {{test: z}}]\ny:\n  {OUTCOMES[one]}\nz:\n  {OUTCOMES[two]}\n")
for one, two in itertools.permutations(("watch", "onchanges", "onfail", "require", "prereq"), 2):
    for name in ("changed", "failed"):
        case(f"{one}-with-{two}-{name}", f"x:\n  test.succeed_without_changes:\n    - {one}: [{{test: y}}]\n    - {two}: [{{test: z}}]\ny:\n  {OUTCOMES[name]}\nz:\n  test.succeed_with_changes: []\n")
for kind in ("require_in", "watch_in", "onchanges_in", "onfail_in", "prereq_in", "listen_in"):
    for name, target in OUTCOMES.items():
        case(f"{kind}-{name}", f"y:\n  {target[:-2].strip()}\n    - {kind}: [{{test: x}}]\nx:\n  test.nop: []\n")

# Watching
both("watch-custom", "x:\n  test.succeed_without_changes:\n    - comment: mine\n    - watch: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")
both("watch-own-changes", "x:\n  test.succeed_with_changes:\n    - watch: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")
both("watch-unless", "x:\n  test.nop:\n    - unless: 'true'\n    - watch: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")
both("watch-several", "x:\n  test.nop:\n    - watch: [{test: y}, {test: z}]\ny:\n  test.succeed_with_changes: []\nz:\n  test.nop: []\n")
both("onlyif-false-then-require", "x:\n  test.nop:\n    - onlyif: 'false'\ny:\n  test.nop:\n    - require: [{test: x}]\n    - onchanges: [{test: x}]\n")

# Listening
both("listen-two", "x:\n  test.nop:\n    - listen: [{test: y}, {test: z}]\ny:\n  test.succeed_with_changes: []\nz:\n  test.succeed_with_changes: []\nw:\n  test.nop: []\n")
both("listen-missing", "x:\n  test.nop:\n    - listen: [{test: nosuch}]\ny:\n  test.nop: []\n")
both("listen-in-missing", "x:\n  test.succeed_with_changes:\n    - listen_in: [{test: nosuch}]\ny:\n  test.nop: []\n")
both("listen-plain", "x:\n  test.nop:\n    - listen: [y]\ny:\n  test.succeed_with_changes: []\n")
both("listen-plain-missing", "x:\n  test.nop:\n    - listen: [q]\ny:\n  test.succeed_with_changes: []\n")
both("listen-by-name", "x:\n  test.nop:\n    - name: nx\n    - listen: [{test: ny}]\ny:\n  test.succeed_with_changes:\n    - name: ny\n")
both("listen-of-failed", "x:\n  test.fail_without_changes:\n    - listen: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")
both("listen-twice", "x:\n  test.nop:\n    - listen: [{test: y}]\nx2:\n  test.nop:\n    - listen: [{test: y}]\n    - require: [{test: x}]\ny:\n  test.succeed_with_changes: []\n")

# Prereq
both("prereq-chain", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - prereq: [{test: z}]\nz:\n  test.succeed_with_changes: []\n")
both("prereq-chain-unchanged", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - prereq: [{test: z}]\nz:\n  test.nop: []\n")
both("prereq-itself-fails", "x:\n  test.fail_without_changes:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")
both("prereq-two", "x:\n  test.nop:\n    - prereq: [{test: y}, {test: z}]\ny:\n  test.succeed_with_changes: []\nz:\n  test.nop: []\n")
both("prereq-requires-failed", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - require: [{test: z}]\nz:\n  test.fail_without_changes: []\n")
both("prereq-requires", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - require: [{test: z}]\nz:\n  test.nop: []\n")
both("prereq-watches", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.nop:\n    - watch: [{test: z}]\nz:\n  test.succeed_with_changes: []\n")
both("prereq-onchanges", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - onchanges: [{test: z}]\nz:\n  test.nop: []\n")
both("prereq-unless", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - unless: 'true'\n")
both("prereq-names", "x:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes:\n    - names: [a, b]\n")
both("prereq-unknown-state", "x:\n  test.nop:\n    - prereq: [{nosuch: y}]\ny:\n  nosuch.thing: []\n")
both("two-prereqs-on-one", "x:\n  test.nop:\n    - prereq: [{test: y}]\nw:\n  test.nop:\n    - prereq: [{test: y}]\ny:\n  test.succeed_with_changes: []\n")

# Failing
both("failhard", "x:\n  test.fail_without_changes:\n    - failhard: true\ny:\n  test.nop: []\n")
both("failhard-option", "x:\n  test.nop: []\ny:\n  test.fail_without_changes: []\nz:\n  test.nop: []\n", opts={"failhard": True})
both("failhard-option-off-here", "y:\n  test.fail_without_changes:\n    - failhard: false\nz:\n  test.nop: []\n", opts={"failhard": True})
both("failhard-listen", "x:\n  test.succeed_with_changes: []\ny:\n  test.nop:\n    - listen: [{test: x}]\nz:\n  test.fail_without_changes:\n    - failhard: true\nw:\n  test.nop: []\n")
both("failure-chain", "a:\n  test.fail_without_changes: []\nb:\n  test.nop:\n    - require: [{test: a}]\nc:\n  test.nop:\n    - require: [{test: b}, {test: a}]\nd:\n  test.nop:\n    - onfail: [{test: b}]\n")
both("onfail-stop", "x:\n  test.fail_without_changes: []\nh:\n  test.nop:\n    - onfail: [{test: x}]\n    - onfail_stop: false\n")
both("onfail-stop-handler-fails", "x:\n  test.fail_without_changes: []\nh:\n  test.fail_without_changes:\n    - onfail: [{test: x}]\n    - onfail_stop: false\n")
both("unknown-state", "x:\n  nosuch.thing:\n    - a: 1\ny:\n  test.nop:\n    - require: [{nosuch: x}]\n")
both("unknown-function", "x:\n  test.nosuch: []\n")
both("missing-text", "x:\n  test.show_notification: []\n")
both("number-as-name", "x:\n  test.nop:\n    - names: [5]\n")
both("bad-umask", "x:\n  test.nop:\n    - umask: abc\ny:\n  test.nop:\n    - umask: 22\n")
both("empty-sls", "# nothing\n")
both("compile-error", "x:\n  test.nop:\ny: 5\n")
both("wrong-requisite", "x:\n  test.nop:\n    - require: [{test: q}]\n")
both("wrong-requisite-in", "x:\n  test.nop:\n    - require_in: [{test: q}]\n")
both("cycle", "x:\n  test.nop:\n    - require: [{test: y}]\ny:\n  test.nop:\n    - require: [{test: x}]\n")

# Conditions
CONDITIONS = {
    "true": "'true'", "false": "'false'", "list-true": "['true', 'true']", "list-mixed": "['true', 'false']", "list-mixed2": "['false', 'true']",
    "fun-true": "[{fun: test.true}]", "fun-false": "[{fun: test.false}]", "fun-echo": "[{fun: test.echo, text: hi}]", "fun-echo-empty": "[{fun: test.echo, text: ''}]",
    "fun-args": "[{fun: test.echo, args: [hi]}]", "fun-mixed": "['true', {fun: test.false}]", "fun-mixed2": "[{fun: test.true}, 'false']", "fun-two": "[{fun: test.false}, {fun: test.true}]",
    "no-fun": "[{funny: x}]", "number": "[5]", "get-return": "[{fun: test.arg, k: v, get_return: 'kwargs:k'}]", "get-return-none": "[{fun: test.arg, k: v, get_return: 'kwargs:q'}]",
    "missing-command": "/no/such/command", "bool": "true",
}
for condition, (name, value) in itertools.product(("unless", "onlyif"), CONDITIONS.items()):
    case(f"{condition}-{name}", f"x:\n  test.succeed_with_changes:\n    - {condition}: {value}\n")
both("unless-and-onlyif", "x:\n  test.nop:\n    - unless: 'false'\n    - onlyif: 'true'\ny:\n  test.nop:\n    - unless: 'true'\n    - onlyif: 'true'\nz:\n  test.nop:\n    - unless: 'false'\n    - onlyif: 'false'\nw:\n  test.nop:\n    - unless: 'true'\n    - onlyif: 'false'\n")
both("creates", "x:\n  test.nop:\n    - creates: /\ny:\n  test.nop:\n    - creates: /no/such\nz:\n  test.nop:\n    - creates: [/, /usr]\nw:\n  test.nop:\n    - creates: [/, /no/such]\nv:\n  test.nop:\n    - creates: /\n    - unless: 'false'\n")
both("check-cmd", "x:\n  test.nop:\n    - check_cmd: ['true']\ny:\n  test.nop:\n    - check_cmd: 'false'\nz:\n  test.fail_without_changes:\n    - check_cmd: ['true', 'true']\nw:\n  test.succeed_with_changes:\n    - check_cmd: ['true', 'false']\n")
both("check-cmd-and-unless", "x:\n  test.fail_without_changes:\n    - unless: 'true'\n    - check_cmd: ['false']\n")

# Retry
for name, value in {"true": "true", "false": "false", "map": "{attempts: 2, interval: 0}", "three": "{attempts: 3, interval: 0}", "until-false": "{attempts: 2, interval: 0, until: false}", "wrong-types": "{attempts: a, interval: 0, until: 5}", "splay": "{attempts: 2, interval: 0, splay: 0}", "list": "[1]", "number": "5"}.items():
    if name not in ("true", "list", "number"):
        case(f"retry-{name}", f"x:\n  test.fail_without_changes:\n    - retry: {value}\ny:\n  test.nop:\n    - require: [{{test: x}}]\n")
    case(f"retry-{name}-test", f"x:\n  test.fail_without_changes:\n    - retry: {value}\n", ("state.sls", ["a"], {"test": True}))
    case(f"retry-{name}-succeeds", f"x:\n  test.succeed_with_changes:\n    - retry: {value if name != 'until-false' else '{attempts: 1, until: false}'}\n")
case("retry-parallel", "x:\n  test.fail_without_changes:\n    - parallel: true\n    - retry: {attempts: 2, interval: 0}\n")
case("retry-parallel-test", "x:\n  test.fail_without_changes:\n    - parallel: true\n    - retry: {attempts: 2, interval: 0}\n", ("state.sls", ["a"], {"test": True}))

# Parallel
both("parallel", "x:\n  test.succeed_with_changes:\n    - parallel: true\ny:\n  test.nop:\n    - parallel: true\n    - require: [{test: x}]\nz:\n  test.nop:\n    - onchanges: [{test: x}]\n")
both("parallel-failed", "x:\n  test.fail_without_changes:\n    - parallel: true\ny:\n  test.nop:\n    - require: [{test: x}]\n")
both("parallel-watch", "x:\n  test.succeed_with_changes:\n    - parallel: true\ny:\n  test.nop:\n    - watch: [{test: x}]\n")
both("parallel-max", "\n".join(f"x{n}:\n  test.nop:\n    - parallel: true" for n in range(5)) + "\n", opts={"state_max_parallel": 2})
both("parallel-error", "x:\n  test.show_notification:\n    - parallel: true\n")

# Other words of a declaration
both("ignored-words", "x:\n  test.succeed_with_changes:\n    - fire_event: true\n    - reload_modules: true\n    - runas: root\n    - timeout: 5\n    - saltenv: dev\n    - aggregate: true\n")
both("no-log", "x:\n  test.succeed_with_changes:\n    - no_log: true\ny:\n  test.nop:\n    - no_log: true\n    - comment: ''\n")
both("order", "a:\n  test.nop: [{order: last}]\nb:\n  test.nop: []\nc:\n  test.nop: [{order: first}]\nd:\n  test.nop: [{order: -1}]\n")
both("names", "x:\n  test.succeed_with_changes:\n    - names:\n      - b\n      - a:\n        - comment: own\n")
both("slots", "x:\n  test.show_notification:\n    - text: __slot__:salt:test.echo(hello)\ny:\n  test.show_notification:\n    - text: __slot__:salt:test.echo(text=a b) ~ /more\nz:\n  test.show_notification:\n    - text: __slot__:salt:test.arg(q, k=v).kwargs.k\nw:\n  test.show_notification:\n    - text: __slot__:salt:no.such(a)\nv:\n  test.show_notification:\n    - text: __slot__:cmd\n")
both("configurable", "".join(f"x{n}:\n  test.configurable_test_state:\n    - changes: {c}\n    - result: {r}\n    - comment: '{m}'\n    - allow_test_mode_failure: {a}\n" for n, (c, r, m, a) in enumerate(itertools.product((True, False), (True, False), ("", "words"), (True, False)))))
both("configurable-comments", "x:\n  test.configurable_test_state:\n    - comment: [a, b]\ny:\n  test.configurable_test_state:\n    - comment: []\nz:\n  test.succeed_with_changes:\n    - comment: [a, b]\n")
both("configurable-warnings", "x:\n  test.configurable_test_state:\n    - warnings: one\ny:\n  test.configurable_test_state:\n    - warnings: [one, two]\nz:\n  test.configurable_test_state:\n    - warnings: 5\nw:\n  test.configurable_test_state:\n    - changes: maybe\nv:\n  test.configurable_test_state:\n    - result: maybe\n")
# pillar.get masks what is neither a list nor a mapping, so that those alone keep their types.
both("check-pillar", "x:\n  test.check_pillar:\n    - present: [a, 'd:e', nosuch]\n    - string: a\n    - listing: [l, a]\n    - dictionary: [d, l]\ny:\n  test.check_pillar:\n    - present: a\n    - listing: l\n    - verbose: true\nz:\n  test.check_pillar: []\n", pillar={"a": "text", "l": [1], "d": {"e": "f"}})
both("exclude", "exclude:\n  - id: x\nx:\n  test.nop: []\ny:\n  test.nop: []\n")
both("extend", "extend:\n  y:\n    test:\n      - require: [{test: x}]\n      - comment: theirs\ny:\n  test.succeed_without_changes: []\nx:\n  test.nop: []\n")
both("disabled-states", "x:\n  test.nop: []\n")
case("aggregate", "x:\n  test.nop: []\n", opts={"state_aggregate": True})

# The functions
TREE = {
    "base/top.sls": "base:\n  '*':\n    - a\n    - b\n", "base/other.sls": "base:\n  '*':\n    - b\n",
    "base/a.sls": "x:\n  test.nop: []\ny:\n  test.succeed_with_changes:\n    - require: [{test: x}]\n", "base/b.sls": "z:\n  test.fail_without_changes: []\nq:\n  test.nop:\n    - require: [{test: z}]\n",
}
for name, call in {
    "highstate": ("state.highstate",), "highstate-test": ("state.highstate", [], {"test": True}), "apply-none": ("state.apply",), "apply": ("state.apply", ["a"]), "apply-two": ("state.apply", ["a,b"]),
    "apply-list": ("state.apply", [["a", "b"]]), "apply-missing": ("state.apply", ["nosuch"]), "apply-glob": ("state.apply", ["?"]), "test": ("state.test", ["a"]),
    "exclude-text": ("state.sls", ["a,b"], {"exclude": "b"}), "exclude-list": ("state.sls", ["a,b"], {"exclude": [{"id": "x"}, {"id": "y"}]}), "exclude-highstate": ("state.highstate", [], {"exclude": "b"}),
    "exclude-all": ("state.sls", ["a"], {"exclude": "a"}), "whitelist": ("state.highstate", [], {"whitelist": "a"}), "mock": ("state.sls", ["a,b"], {"mock": True}), "terse": ("state.sls", ["a,b"], {"terse": True}),
    "single": ("state.single", ["test.succeed_with_changes", "n"]), "single-test": ("state.single", ["test.succeed_with_changes", "n"], {"test": True}), "single-failed": ("state.single", ["test.fail_without_changes", "n"], {"comment": "c"}),
    "single-unknown": ("state.single", ["test.nosuch", "n"]), "single-invalid": ("state.single", ["nop", "n"]), "single-conditions": ("state.single", ["test.nop", "n"], {"unless": "true"}),
    "sls-id": ("state.sls_id", ["y", "a"]), "sls-id-missing": ("state.sls_id", ["nosuch", "a"]), "sls-id-failed": ("state.sls_id", ["q", "b"]), "sls-id-test": ("state.sls_id", ["y", "a"], {"test": True}),
    "low": ("state.low", [{"state": "test", "fun": "nop", "name": "n", "__id__": "n"}]), "low-unknown": ("state.low", [{"state": "test", "fun": "nosuch", "name": "n"}]), "low-failed": ("state.low", [{"state": "test", "fun": "fail_without_changes", "name": "n", "__id__": "n"}]),
    "high": ("state.high", [{"n": {"test": ["nop", {"require": [{"test": "m"}]}]}, "m": {"test": ["succeed_with_changes"]}}]), "high-wrong": ("state.high", [{"n": {"test": ["nop", {"require": [{"test": "q"}]}]}}]),
    "template-str": ("state.template_str", ["x:\n  test.nop: []\na:\n  test.succeed_with_changes: []\n"]), "template-str-include": ("state.template_str", ["include: [a]\n"]), "template-str-empty": ("state.template_str", ["# nothing\n"]),
    "template-str-wrong": ("state.template_str", ["x:\n  test.nop:\ny: z\n"]), "top": ("state.top", ["other.sls"]), "pillar-not-dict": ("state.sls", ["a"], {"pillar": "text"}),
    "pillar": ("state.sls", ["a"], {"pillar": {"k": "v"}}), "saltenv-missing": ("state.sls", ["a"], {"saltenv": "dev"}), "queue": ("state.sls", ["a"], {"queue": True}), "concurrent": ("state.sls", ["a"], {"concurrent": True}),
}.items():
    case(f"fun-{name}", TREE, call)
case("highstate-no-top", {"base/a.sls": "x: test.nop\n"}, ("state.highstate",))
case("highstate-no-match", {"base/top.sls": "base:\n  other:\n    - a\n"}, ("state.highstate",))
case("highstate-empty-sls", {"base/top.sls": "base:\n  '*':\n    - a\n", "base/a.sls": "# nothing\n"}, ("state.highstate",))
case("highstate-bad-top", {"base/top.sls": "base:\n"}, ("state.highstate",))
case("highstate-top-not-list", {"base/top.sls": "base:\n  '*': a\n", "base/a.sls": "x: test.nop\n"}, ("state.highstate",))
case("highstate-missing-sls", {"base/top.sls": "base:\n  '*':\n    - nosuch\n"}, ("state.highstate",))


def random_tree(seed):
    rnd = random.Random(seed)
    ids = [f"s{n}" for n in range(rnd.randint(4, 12))]
    lines = []
    for index, id_ in enumerate(ids):
        lines.append(f"{id_}:")
        lines.append("  " + rnd.choice(["test.nop", "test.succeed_with_changes", "test.succeed_with_changes", "test.fail_without_changes", "test.fail_with_changes", "test.succeed_without_changes"]) + ":")
        lines.append(f"    - comment: c{index}")
        if rnd.random() < 0.15:
            lines.append(f"    - order: {rnd.choice(['first', 'last', 1, 5, -1])}")
        if rnd.random() < 0.1:
            lines.append(f"    - names: [{id_}n1, {id_}n2]")
        if rnd.random() < 0.1:
            lines.append(f"    - {rnd.choice(['unless', 'onlyif'])}: '{rnd.choice(['true', 'false'])}'")
        # Salt does not wait for parallel states when a failure ends the run: what it returns is up to chance.
        if rnd.random() < 0.1 and "    - failhard: true" not in lines:
            lines.append("    - parallel: true")
        if rnd.random() < 0.05 and "    - parallel: true" not in lines:
            lines.append("    - failhard: true")
        kinds = rnd.sample(["require", "watch", "onchanges", "onfail", "prereq", "require_any", "watch_any", "onchanges_any", "onfail_any", "onfail_all", "listen", "require_in", "watch_in", "onchanges_in", "prereq_in", "onfail_in", "listen_in"], rnd.randint(0, 2))
        for kind in kinds:
            pool = ids[index + 1 :] if kind.endswith("_in") else ids[:index]
            if pool:
                lines.append(f"    - {kind}:")
                lines.extend(f"      - test: {target}" for target in rnd.sample(pool, min(len(pool), rnd.randint(1, 2))))
    return {"base/a.sls": "\n".join(lines) + "\n"}


for seed in range(80):
    case(f"random-{seed}", random_tree(seed), ("state.sls", ["a"], {"test": True} if seed % 4 == 3 else {}))

made = salt_states.write(os.path.join(HERE, "cases.json"), CASES)
print(len(made), "cases,", sum("error" in one for one in made), "where Salt throws")
