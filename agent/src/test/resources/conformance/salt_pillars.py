"""Answers, line by line, what pillar Salt compiles of trees of files, and what its matchers say of targets.

Reads {"grains", "opts", "roots": {saltenv: [{path: text}]}, "override"} and writes {"pillar": …}, or reads
{"grains", "opts", "pillar", "targets": [[type, expression]]} and writes {"matches": [bool or error]}.
"""

import copy
import json
import logging
import os
import shutil
import sys
import tempfile

import salt.config
import salt.loader
import salt.pillar
import salt.utils.secret

logging.disable(logging.CRITICAL)

SCRATCH = tempfile.mkdtemp(prefix="pillars-")
CONFIG = os.path.join(SCRATCH, "etc", "minion")
os.makedirs(os.path.dirname(CONFIG))
with open(CONFIG, "w", encoding="utf-8") as config:
    config.write(f"id: myapp-testing-useast1-1\nfile_client: local\nroot_dir: {SCRATCH}\n")
OPTS = dict(salt.config.minion_config(CONFIG))


def pillar(asked):
    base = os.path.join(SCRATCH, "pillar")
    shutil.rmtree(base, ignore_errors=True)
    roots = {}
    for saltenv, trees in asked["roots"].items():
        roots[saltenv] = []
        for number, files in enumerate(trees):
            root = os.path.join(base, saltenv, str(number))
            os.makedirs(root)
            roots[saltenv].append(root)
            for name, text in files.items():
                path = os.path.join(root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as out:
                    out.write(text)
    opts = {**copy.deepcopy(OPTS), **asked["opts"], "renderer": "yaml", "pillar_roots": roots}
    opts["grains"] = asked["grains"]
    opts["fileserver_list_cache_time"] = 0
    shutil.rmtree(os.path.join(opts["cachedir"], "file_lists"), ignore_errors=True)
    compiler = salt.pillar.Pillar(
        opts, asked["grains"], opts["id"], opts["saltenv"], pillar_override=asked["override"], pillarenv=opts["pillarenv"]
    )
    compiled = salt.utils.secret.expose(compiler.compile_pillar())
    return json.loads(json.dumps(compiled, default=str).replace(SCRATCH, "<scratch>"))


def matches(asked):
    opts = {**OPTS, **asked["opts"], "grains": asked["grains"], "pillar": asked["pillar"]}
    context = {}
    matchers = salt.loader.matchers(opts, context=context)
    context["matchers"] = matchers
    answers = []
    for kind, expression in asked["targets"]:
        try:
            args = (expression, opts["nodegroups"]) if kind == "nodegroup" else (expression,)
            answers.append(bool(matchers[kind + "_match.match"](*args)))
        except Exception as error:  # pylint: disable=broad-except
            answers.append(f"{type(error).__name__}: {error}")
    return answers


for line in sys.stdin:
    question = json.loads(line)
    answer = {}
    for part, function in (("matches", matches),) if "targets" in question else (("pillar", pillar),):
        try:
            answer[part] = function(question)
        except Exception as error:  # pylint: disable=broad-except
            answer[part] = f"{type(error).__name__}: {error}"
    print(json.dumps(answer), flush=True)
shutil.rmtree(SCRATCH)
