"""Writes cases.json: trees of pillar files and the pillar that Salt compiles of them.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import copy
import json
import logging
import os
import tempfile

import salt.config
import salt.pillar
import salt.utils.secret

logging.disable(logging.CRITICAL)

GRAINS = {
    "id": "myapp-testing-useast1-1",
    "os": "Debian",
    "roles": ["web", "cache"],
    "service_name": "myapp",
    "service_group": "myapp-testing",
    "ipv4": ["10.1.2.3"],
}


def top(body):
    return {"top.sls": body}


CASES = {
    "broken_undefined": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: 1\nb: {{ nope }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_syntax": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{% if %}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_zero": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ 1 / 0 }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_filter": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ 'x' | nope }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_function": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ salt['no.fn']() }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_function_attribute": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ salt.no.fn() }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_argument": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ salt['test.echo']() }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_grain": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ grains.nope.x }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_grain_item": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ grains['nope'] }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_pillar_itself": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: {{ pillar.nope }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_missing_import": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{% import 'nope' as x %}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_missing_include": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: 1\n{% include 'nope' %}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_imported": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{% from 'm.jinja' import m %}\na: {{ m(1) }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_load": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{% load_yaml as x %}\na: b: c\n{% endload %}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_import_yaml": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{% import_yaml 'y.yaml' as x %}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_raise": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{{ raise('boo') }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_mapping": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: b: c\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_tab": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a:\n\t- b\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_twice": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: 1\na: 2\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_list": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "- a\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_text": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "abc\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_anchor": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: *x\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_tag": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: !nope 1\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_long": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "1\n2\n3\n4\n5\n6\n7\n{{ nope }}\n9\n10\n11\n12\n13\n14\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_comment": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "{# open\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_shebang": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "#!yaml\na: {{ 1 }}\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "broken_json": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "#!json\n{\"a\": }\n", "b.sls": "fine: 1\n", "m.jinja": "{% macro m(a) %}\n{{ a.b.c }}\n{% endmacro %}", "y.yaml": "a: [\n"}]}},
    "one_file": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "x: 1\ny: [1, 2]\n"}]}},
    "no_top": {"roots": {"base": [{"a.sls": "x: 1\n"}]}},
    "empty_top": {"roots": {"base": [top("")]}},
    "no_match": {"roots": {"base": [{**top("base:\n  'web*':\n    - a\n"), "a.sls": "x: 1\n"}]}},
    "empty_file": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "", "b.sls": "\n\n"}]}},
    "comment_only": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "# nothing\n"}]}},
    "later_wins": {
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "x: 1\nz: a\n", "b.sls": "x: 2\n"}]}
    },
    "order": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - late\n    - order: 10\n  'myapp*':\n    - early\n    - order: 1\n"),
                    "late.sls": "x: late\n",
                    "early.sls": "x: early\ny: early\n",
                }
            ]
        }
    },
    "order_default_is_zero": {
        "roots": {
            "base": [
                {
                    **top(
                        "base:\n  'a*':\n    - none\n  '*':\n    - one\n    - order: 1\n  'm*':\n    - zero\n"
                        "  'my*':\n    - minus\n    - order: -1\n  'myapp*':\n    - text\n    - order: '5'\n"
                        "  'mya*':\n    - bad\n    - order: soon\n"
                    ),
                    "one.sls": "x: one\none: 1\n",
                    "zero.sls": "x: zero\nzero: 1\n",
                    "minus.sls": "x: minus\nminus: 1\n",
                    "text.sls": "x: text\n",
                    "bad.sls": "x: bad\n",
                }
            ]
        }
    },
    "match_kinds": {
        "opts": {"nodegroups": {"group": "G@os:Debian and web* or *"}},
        "roots": {
            "base": [
                {
                    **top(
                        "base:\n"
                        "  'os:Debian':\n    - match: grain\n    - grain\n"
                        "  'os:^Deb.*$':\n    - match: grain_pcre\n    - grain_pcre\n"
                        "  'myapp-.*':\n    - match: pcre\n    - pcre\n"
                        "  'a,myapp-testing-useast1-1':\n    - match: list\n    - list\n"
                        "  '10.1.0.0/16':\n    - match: ipcidr\n    - ipcidr\n"
                        "  'G@roles:web and not G@os:RedHat':\n    - match: compound\n    - compound\n"
                        "  'G@roles:cache':\n    - defaultcompound\n"
                        "  'group':\n    - match: nodegroup\n    - nodegroup\n"
                        "  'myapp-?esting*':\n    - match: glob\n    - glob\n"
                        "  'a:1':\n    - match: pillar\n    - never\n"
                    ),
                    **{
                        f"{n}.sls": f"{n}: true\n"
                        for n in (
                            "grain grain_pcre pcre list ipcidr compound defaultcompound nodegroup glob never".split()
                        )
                    },
                }
            ]
        },
    },
    "unless_matched": {
        "roots": {
            "base": [
                {
                    **top("base:\n  'os:RedHat':\n    - match: grain\n    - a\n  '*':\n    - b\n"),
                    "a.sls": "a: 1\n",
                    "b.sls": "b: 1\n",
                }
            ]
        }
    },
    "globs_of_files": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - conf.*\n    - x?\n    - nothing.*\n"),
                    "conf/a.sls": "a: 1\n",
                    "conf/b/init.sls": "b: 1\n",
                    "conf/init.sls": "c: 1\n",
                    "x1.sls": "x1: 1\n",
                    "x2.sls": "x2: 1\n",
                }
            ]
        }
    },
    "init": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b.c\n"), "a/init.sls": "a: 1\n", "b/c.sls": "c: 1\n"}]}},
    "file_before_init": {
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a/init.sls": "a: init\n"}, {"a.sls": "a: file\n"}]}
    },
    "first_root_wins": {
        "roots": {
            "base": [
                {"a.sls": "a: first\n"},
                {**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: second\n", "b.sls": "b: second\n"},
            ]
        }
    },
    "missing": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - gone\n"), "a.sls": "a: 1\n"}]}},
    "missing_twice": {"roots": {"base": [top("base:\n  '*':\n    - gone\n    - gone.too\n")]}},
    "ignore_missing": {
        "roots": {
            "base": [{**top("base:\n  '*':\n    - ignore_missing: true\n    - a\n    - gone\n"), "a.sls": "a: 1\n"}]
        }
    },
    "ignore_missing_elsewhere": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - ignore_missing: true\n    - gone\n  'myapp*':\n    - gone\n    - gone2\n"),
                }
            ]
        }
    },
    "smart": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n    - b\n"),
                    "a.sls": "m: {one: 1, deep: {x: 1, y: 1}, l: [1, 2]}\ns: text\n",
                    "b.sls": "m: {two: 2, deep: {y: 2}, l: [2, 3]}\ns: {now: map}\n",
                }
            ]
        }
    },
    "merge_lists": {
        "opts": {"pillar_merge_lists": True},
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n    - b\n"),
                    "a.sls": "l: [1, 2, {a: 1}]\nm: {l: [x]}\n",
                    "b.sls": "l: [2, 3, {a: 1}]\nm: {l: [y, x]}\n",
                }
            ]
        },
    },
    "top_wrong_saltenv": {"roots": {"base": [{**top("prod:\n  '*':\n    - a\n"), "a.sls": "a: 1\n"}]}},
    "two_saltenvs": {
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: base\nb: base\n"}],
            "prod": [{**top("prod:\n  '*':\n    - a\n"), "a.sls": "a: prod\n"}],
        }
    },
    "two_saltenvs_in_one_top": {
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\nprod:\n  '*':\n    - p\n"), "a.sls": "a: base\n"}],
            "prod": [{"p.sls": "a: prod\np: 1\n"}],
        }
    },
    "env_order": {
        "opts": {"env_order": ["prod", "base"]},
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\nprod:\n  '*':\n    - p\n"), "a.sls": "a: base\n"}],
            "prod": [{"p.sls": "a: prod\np: 1\n"}],
        },
    },
    "pillarenv": {
        "opts": {"pillarenv": "prod"},
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: base\n"}],
            "prod": [{**top("prod:\n  '*':\n    - a\nbase:\n  '*':\n    - a\n"), "a.sls": "a: prod\n"}],
        },
    },
    "pillarenv_unknown": {
        "opts": {"pillarenv": "nope"},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: base\n"}]},
    },
    "any_env": {
        "opts": {"pillarenv": "dev"},
        "roots": {"__env__": [{**top("dev:\n  '*':\n    - a\n"), "a.sls": "a: any\n"}]},
    },
    "any_env_unused": {
        "opts": {"pillarenv": "base"},
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: base\n"}],
            "__env__": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: any\n"}],
        },
    },
    "strategy_none": {
        "opts": {"pillar_source_merging_strategy": "none"},
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "m: {a: 1}\n", "b.sls": "m: {b: 1}\n"}],
            "prod": [{**top("prod:\n  '*':\n    - c\n"), "c.sls": "c: 1\n"}],
        },
    },
    "include": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\nx: a\n",
                    "b.sls": "x: b\ny: b\n",
                }
            ]
        }
    },
    "include_order": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\n  - c\nz: a\n",
                    "b.sls": "x: b\ny: b\n",
                    "c.sls": "x: c\nz: c\n",
                }
            ]
        }
    },
    "include_override": {
        "opts": {"pillar_includes_override_sls": True},
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\nx: a\nm: {a: 1}\n",
                    "b.sls": "x: b\ny: b\nm: {b: 1}\n",
                }
            ]
        },
    },
    "include_of_itself_overwrites": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - d.e\n"),
                    "d/e.sls": "include: ['.e', f]\nn: own\nm: own\n",
                    "f.sls": "n: included\nm: included\n",
                }
            ]
        },
        "opts": {"pillar_source_merging_strategy": "overwrite"},
    },
    "include_once_more_overwritten": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n    - d\n"),
                    "a.sls": "include: [b, c]\n",
                    "b.sls": "n: b\n",
                    "c.sls": "n: c\n",
                    "d.sls": "include: [b]\n",
                }
            ]
        },
        "opts": {"pillar_source_merging_strategy": "overwrite"},
    },
    "top_include_of_empty_lists": {
        "roots": {
            "base": [
                {
                    **top("include: [b]\nbase:\n  '*':\n    - a\n"),
                    "a.sls": "x: 1\n",
                    "b.sls": "l: []\ns: ''\n",
                }
            ]
        }
    },
    "top_target_of_a_mapping": {
        "roots": {"base": [{**top("base:\n  '*': {a: 1, b: 2}\n"), "a.sls": "x: 1\n", "b.sls": "y: 1\n"}]}
    },
    "top_target_of_a_text": {
        "roots": {"base": [{**top("base:\n  '*': ab\n"), "a.sls": "x: 1\n", "b.sls": "y: 1\n"}]}
    },
    "include_key": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b:\n      key: one:two\n  - c:\n      key: one\nx: a\n",
                    "b.sls": "y: b\n",
                    "c.sls": "z: c\n",
                }
            ]
        }
    },
    "include_nested": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\na: 1\n",
                    "b.sls": "include:\n  - c\nb: 1\n",
                    "c.sls": "c: 1\n",
                }
            ]
        }
    },
    "include_twice": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n    - b\n"),
                    "a.sls": "include:\n  - c\na: 1\n",
                    "b.sls": "include:\n  - c\nb: 1\nv: b\n",
                    "c.sls": "include:\n  - d\nv: c\n",
                    "d.sls": "d: 1\n",
                }
            ]
        }
    },
    "include_ring": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\na: 1\n",
                    "b.sls": "include:\n  - a\nb: 1\n",
                }
            ]
        }
    },
    "include_glob": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - d.*\na: 1\n",
                    "d/x.sls": "x: 1\n",
                    "d/y.sls": "y: 1\n",
                }
            ]
        }
    },
    "include_relative": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - d\n    - d.x\n"),
                    "d/init.sls": "include:\n  - .y\ninit: 1\n",
                    "d/x.sls": "include:\n  - .z\nx: 1\n",
                    "d/y.sls": "y: 1\n",
                    "d/z.sls": "z: 1\n",
                }
            ]
        }
    },
    "include_relative_finds_top_too": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - d.x\n"),
                    "d/x.sls": "include:\n  - .z\nx: 1\n",
                    "d/z.sls": "z: inner\n",
                    "z.sls": "z: outer\nouter: 1\n",
                }
            ]
        }
    },
    "include_slash": {
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "include:\n  - d/x\na: 1\n", "d/x.sls": "x: 1\n"}]}
    },
    "include_missing": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "include:\n  - gone\na: 1\n"}]}},
    "include_no_list": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "include: b\na: 1\n"}]}},
    "include_empty": {
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "include:\n  - b\na: 1\n", "b.sls": ""}]}
    },
    "not_a_dictionary": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "- 1\n", "b.sls": "b: 1\n"}]}},
    "a_text": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "just text\n"}]}},
    "broken_yaml": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n    - b\n"), "a.sls": "a: [1\nb: 2\n", "b.sls": "b: 1\n"}]}},
    "broken_included": {
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\na: 1\n",
                    "b.sls": "b: {\n",
                }
            ]
        }
    },
    "duplicate_key": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: 1\na: 2\n"}]}},
    "top_null": {"roots": {"base": [top("base:\n")]}},
    "top_target_null": {"roots": {"base": [{**top("base:\n  '*':\n"), "a.sls": "a: 1\n"}]}},
    "top_include": {
        "roots": {
            "base": [
                {
                    **top("include:\n  - more\nbase:\n  '*':\n    - a\n"),
                    "more.sls": "base:\n  'myapp*':\n    - b\n",
                    "a.sls": "a: 1\n",
                    "b.sls": "b: 1\n",
                }
            ]
        }
    },
    "same_file_of_two_targets": {
        "roots": {
            "base": [
                {**top("base:\n  '*':\n    - a\n    - b\n  'myapp*':\n    - a\n"), "a.sls": "x: a\n", "b.sls": "x: b\n"}
            ]
        }
    },
    "same_target_in_two_tops": {
        "roots": {
            "base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: 1\n", "b.sls": "b: 1\n"}],
            "prod": [{**top("base:\n  '*':\n    - b\n")}],
        }
    },
    "override": {
        "override": {"x": 2, "m": {"new": 1}},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "x: 1\nm: {old: 1}\n"}]},
    },
    "override_without_files": {"override": {"x": 2}, "roots": {"base": [{}]}},
    "override_with_errors": {"override": {"x": 2}, "roots": {"base": [top("base:\n  '*':\n    - gone\n")]}},
    "before": {
        "before": {"old": 1, "m": {"old": 1}},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "m: {new: 1}\n"}]},
    },
    "state_top": {
        "opts": {"state_top": "salt://tops/mine.sls"},
        "roots": {"base": [{"tops/mine.sls": "base:\n  '*':\n    - a\n", "a.sls": "a: 1\n"}]},
    },
    "cmd_yaml": {
        "opts": {"ext_pillar": [{"cmd_yaml": "printf 'ext: %s\\nlist: [1, 2]\\nx: ext\\n'"}]},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "x: a\ny: a\n"}]},
    },
    "cmd_json": {
        "opts": {"ext_pillar": [{"cmd_json": 'echo \'{"ext": {"n": 1.5, "t": true}}\''}]},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "ext: {m: 2}\n"}]},
    },
    "ext_broken": {
        "opts": {"ext_pillar": [{"cmd_json": "echo nonsense"}, {"cmd_yaml": "echo '{'"}, {"cmd_yaml": "echo a: 1"}]},
        "roots": {"base": [{}]},
    },
    "ext_malformed": {"opts": {"ext_pillar": "cmd_yaml"}, "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "a: 1\n"}]}},
    "ext_unknown": {"opts": {"ext_pillar": [{"cmd_yml": "echo a"}]}, "roots": {"base": [{}]}},
    "ext_with_override": {
        "override": {"x": "cli"},
        "opts": {"ext_pillar": [{"cmd_yaml": "echo 'x: ext'"}]},
        "roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "x: a\ny: a\n"}]},
    },
    "unicode": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "größe: Ünï\n2: number\ntrue: bool\n"}]}},
    "one_is_true": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "1: number\ntrue: bool\n"}]}},
    "multi_line": {"roots": {"base": [{**top("base:\n  '*':\n    - a\n"), "a.sls": "k: |\n  one\n  two\nd: 2020-01-02\n"}]}},
}

for strategy in ("smart", "recurse", "list", "aggregate", "overwrite", "unheard"):
    CASES["strategy_" + strategy] = {
        "opts": {"pillar_source_merging_strategy": strategy},
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n    - b\n"),
                    "a.sls": "m: {one: 1, deep: {x: 1, y: 1}, l: [1, 2]}\ns: text\nonly_a: 1\n",
                    "b.sls": "m: {two: 2, deep: {y: 2}, l: [2, 3]}\ns: other\nonly_b: 1\n",
                }
            ]
        },
    }
    CASES["strategy_" + strategy + "_include_override"] = {
        "override": {"m": {"cli": 1}, "c": 1},
        "opts": {"pillar_source_merging_strategy": strategy, "pillar_merge_lists": True},
        "roots": {
            "base": [
                {
                    **top("base:\n  '*':\n    - a\n"),
                    "a.sls": "include:\n  - b\nm: {one: 1, l: [1, 2]}\ns: text\n",
                    "b.sls": "m: {two: 2, l: [2, 3]}\ns: other\nonly_b: 1\n",
                }
            ]
        },
    }

# Two files a and b, and what else the tree holds, under the strategies that know yamlex's marks.
MARKED = {
    "maps": {"a.sls": "m: !aggregate {x: 1, s: a}\n", "b.sls": "m: !aggregate {y: 2, s: b}\n"},
    "lists": {"a.sls": "l: !aggregate [1, two, {k: 1}]\n", "b.sls": "l: !aggregate [two, 3, {k: 1}, {k: 2}]\n"},
    "scalars": {"a.sls": "s: !aggregate one\nt: !aggregate 1\nn: !aggregate ~\n", "b.sls": "s: !aggregate two\nt: !aggregate [1, true]\nn: !aggregate 0\n"},
    "first_only": {"a.sls": "m: !aggregate {x: {p: 1}, z: 1}\nl: !aggregate [1]\n", "b.sls": "m: {x: {q: 1}, y: 2}\nl: [2]\n"},
    "second_only": {"a.sls": "m: {x: {p: 1}, z: 1}\nl: [1]\n", "b.sls": "m: !aggregate {x: {q: 1}, y: 2}\nl: !aggregate [2]\n"},
    "none": {"a.sls": "m: {x: 1, in: {a: 1}}\nl: [1]\na: 1\n", "b.sls": "m: {y: 2, in: {b: 1}}\nl: [2]\nb: 1\n"},
    "nested": {
        "a.sls": "m: !aggregate {in: !aggregate {l: !aggregate [1], p: {a: 1}}, out: {l: !aggregate [1]}}\n",
        "b.sls": "m: !aggregate {in: !aggregate {l: !aggregate [2], p: {b: 1}}, out: {l: !aggregate [2]}}\n",
    },
    "below_unmarked": {"a.sls": "m: {keep: 1, l: !aggregate [1], d: {l: !aggregate [a]}}\n", "b.sls": "m: {l: !aggregate [2], d: {l: !aggregate [b]}}\n"},
    "other_kind": {"a.sls": "m: !aggregate {x: 1}\nl: !aggregate [1]\ns: 1\n", "b.sls": "m: !aggregate [1]\nl: !aggregate {x: 1}\ns: !aggregate 2\n"},
    "three_files": {
        **top("base:\n  '*': [a, b, c]\n"),
        "a.sls": "m: !aggregate {l: !aggregate [1], x: a}\nn: !aggregate [1]\n",
        "b.sls": "m: !aggregate {l: !aggregate [2]}\nn: [2]\n",
        "c.sls": "m: !aggregate {l: !aggregate [3, 1], x: c}\nn: !aggregate [3]\n",
    },
    "reset": {"a.sls": "m: !aggregate {x: 1}\n", "b.sls": "m: !aggregate {y: 1}\n!reset m: !aggregate {z: 1}\n"},
    "twice_in_a_file": {"a.sls": "m: !aggregate {l: !aggregate [1]}\nm: !aggregate {l: !aggregate [2]}\n", "b.sls": "m: !aggregate {l: !aggregate [3]}\n"},
    "on_keys": {"a.sls": "!aggregate m: {x: 1}\n", "b.sls": "!aggregate m: {y: 1}\n"},
    "lists_of_mappings": {"a.sls": "l: !aggregate [{a: 1, b: [x]}, [1]]\n", "b.sls": "l: !aggregate [{a: 1, b: [x]}, [1], !aggregate [1], 1.0, '1']\n"},
    "empty": {"a.sls": "m: !aggregate {}\nl: !aggregate []\n", "b.sls": "m: !aggregate {}\nl: !aggregate ~\n"},
    "include": {**top("base:\n  '*': [a]\n"), "a.sls": "include: [b]\nm: !aggregate {x: 1, s: a}\n", "b.sls": "m: !aggregate {y: 2, s: b}\n"},
    "include_key": {
        **top("base:\n  '*': [a, c]\n"),
        "a.sls": "include: [{b: {key: 'k:in'}}, {d: {key: k}}]\nk: {l: !aggregate [own]}\n",
        "b.sls": "l: !aggregate [b]\nb: 1\n",
        "d.sls": "in: !aggregate {d: 1, l: !aggregate [d]}\nl: !aggregate [top]\n",
        "c.sls": "k: !aggregate {in: !aggregate {l: !aggregate [c]}, l: !aggregate [c]}\n",
    },
    "include_same_key": {
        **top("base:\n  '*': [a]\n"),
        "a.sls": "include: [{b: {key: k}}, {c: {key: k}}]\n",
        "b.sls": "l: !aggregate [b]\nb: {x: 1}\n",
        "c.sls": "l: !aggregate [c]\nb: {y: 1}\nc: 1\n",
    },
    "include_of_one_that_includes": {
        **top("base:\n  '*': [a]\n"),
        "a.sls": "include: [{b: {key: k}}, {d: {key: k}}]\n",
        "b.sls": "include: [c]\nl: !aggregate [b]\n",
        "c.sls": "l: !aggregate [c]\nc: 1\n",
        "d.sls": "l: !aggregate [d]\nd: 1\n",
    },
    "include_only": {
        **top("base:\n  '*': [a]\n"),
        "a.sls": "include: [{b: {key: k}}, {d: {key: k}}]\n",
        "b.sls": "include: []\nl: !aggregate [b]\nb: 1\n",
        "d.sls": "l: !aggregate [d]\nd: 1\n",
    },
}
for name, files in MARKED.items():
    for opts in (
        {"pillar_source_merging_strategy": "aggregate", "renderer": "jinja|yamlex"},
        {"renderer": "jinja|yamlex"},
        {"pillar_source_merging_strategy": "recurse", "renderer": "yamlex", "pillar_merge_lists": True},
        {"pillar_source_merging_strategy": "aggregate", "renderer": "jinja|yamlex", "pillar_includes_override_sls": True},
    ):
        if "pillar_includes_override_sls" in opts and not name.startswith("include"):
            continue
        CASES["_".join(["marked", name, *map(str, opts.values())])] = {
            "opts": opts,
            "roots": {"base": [{**top("base:\n  '*': [a, b]\n"), **files}]},
        }
CASES["marked_by_a_shebang"] = {
    "opts": {"pillar_source_merging_strategy": "aggregate"},
    "roots": {
        "base": [
            {
                **top("base:\n  '*': [a, b, c]\n"),
                "a.sls": "#!yamlex\nm: !aggregate {x: 1}\nl: !aggregate [1]\n",
                "b.sls": "#!jinja|yamlex\nm: !aggregate {y: {{ 1 + 1 }}}\nl: !aggregate [2]\n",
                "c.sls": "m: {z: 1}\n",
            }
        ]
    },
}
CASES["marked_override"] = {
    "before": {"m": {"old": 1}, "b": 1},
    "override": {"m": {"cli": 1}, "l": [2], "o": 1},
    "opts": {"renderer": "jinja|yamlex"},
    "roots": {"base": [{**top("base:\n  '*': [a]\n"), "a.sls": "m: !aggregate {x: 1}\nl: !aggregate [1]\n"}]},
}

EXT = [{"cmd_yaml": "echo '{x: ext, m: {ext: 1}, role: web}'"}]
AFTER = {"roots": {"base": [{**top("base:\n  'role:web':\n    - match: pillar\n    - b\n  '*':\n    - a\n"), "a.sls": "x: file\nm: {file: 1}\n", "b.sls": "b: 1\n"}]}}
CASES.update(
    {
        "ext_pillar_after": {**AFTER, "opts": {"ext_pillar": EXT}},
        "ext_pillar_first": {**AFTER, "opts": {"ext_pillar": EXT, "ext_pillar_first": True}},
        "ext_pillar_first_override": {**AFTER, "opts": {"ext_pillar": EXT, "ext_pillar_first": True}, "override": {"m": {"over": 1}, "x": "over"}},
        "ext_pillar_first_none": {**AFTER, "opts": {"ext_pillar_first": True}},
        "ext_pillar_first_overwrite": {**AFTER, "opts": {"ext_pillar": EXT, "ext_pillar_first": True, "pillar_source_merging_strategy": "overwrite"}},
        "ext_pillar_excluded": {**AFTER, "opts": {"ext_pillar": EXT + [{"cmd_json": "echo '{\"j\": 1}'"}], "exclude_ext_pillar": ["cmd_yaml"]}},
        "decrypt_nothing": {**AFTER, "opts": {"decrypt_pillar": ["nosuch", "m:nosuch"]}},
        "decrypt_plain": {**AFTER, "opts": {"decrypt_pillar": [{"x": "nosuch"}, "m:file"]}},
        "decrypt_mapping": {**AFTER, "opts": {"decrypt_pillar": {"m": "gpg", "x": "nacl"}}},
        "decrypt_delimiter": {**AFTER, "opts": {"decrypt_pillar": [{"m/file": "nosuch"}], "decrypt_pillar_delimiter": "/"}},
    }
)


def compile_case(case, scratch):
    roots = {}
    for saltenv, trees in case["roots"].items():
        roots[saltenv] = []
        for number, files in enumerate(trees):
            root = os.path.join(scratch, "pillar", saltenv.strip("_"), str(number))
            os.makedirs(root)
            roots[saltenv].append(root)
            for name, text in files.items():
                path = os.path.join(root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w") as out:
                    out.write(text)
    os.makedirs(os.path.join(scratch, "etc"))
    with open(os.path.join(scratch, "etc", "minion"), "w") as out:
        out.write(f"id: {GRAINS['id']}\nfile_client: local\nroot_dir: {scratch}\n")
    opts = dict(salt.config.minion_config(os.path.join(scratch, "etc", "minion")))
    opts.update(copy.deepcopy(case.get("opts", {})))
    opts["pillar_roots"] = roots
    opts["grains"] = copy.deepcopy(GRAINS)
    if "before" in case:
        opts["pillar"] = copy.deepcopy(case["before"])
    compiler = salt.pillar.Pillar(
        opts,
        copy.deepcopy(GRAINS),
        GRAINS["id"],
        opts["saltenv"],
        pillar_override=copy.deepcopy(case.get("override", {})),
        pillarenv=opts["pillarenv"],
    )
    return json.loads(json.dumps(salt.utils.secret.expose(compiler.compile_pillar()), default=str).replace(scratch, "<scratch>"))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    cases = []
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as scratch:
            try:
                result = {"pillar": compile_case(case, scratch)}
            except Exception as exc:  # pylint: disable=broad-except
                result = {"raises": f"{type(exc).__name__}: {exc}"}
        cases.append({"name": name, **case, **result})
    with open(os.path.join(here, "cases.json"), "w") as out:
        json.dump({"id": GRAINS["id"], "grains": GRAINS, "cases": cases}, out, indent=1, ensure_ascii=False)
        out.write("\n")


if __name__ == "__main__":
    main()
