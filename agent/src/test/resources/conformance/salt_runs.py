"""Answers, line by line, what Salt makes of SLS texts: their chunks in order, and the results of a run.

Reads {"files": {name: text}, "opts": {…}, "mock": bool} and writes {"low": …, "run": …} of the SLS a, both as Salt
returns them, in one long-lived process. The names are the same in every line.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import salt_states  # noqa: E402  pylint: disable=wrong-import-position
import salt.state  # noqa: E402  pylint: disable=wrong-import-position
import salt.utils.state  # noqa: E402  pylint: disable=wrong-import-position

TREE = salt_states.Tree({"files": {}, "opts": {}})
OPTS = TREE.opts
os.makedirs(OPTS["cachedir"], exist_ok=True)
HIGHSTATE = salt.state.HighState({**OPTS, "test": False})
BASE = os.path.join(TREE.root, "base")


def high():
    HIGHSTATE.iorder = 10000
    HIGHSTATE.building_highstate = {}
    HIGHSTATE.state.pre = {}
    HIGHSTATE.state.procs = {}
    HIGHSTATE.state.reset_run_num()
    return HIGHSTATE.render_highstate({"base": ["a"]})


def low():
    data, errors = high()
    data, more = HIGHSTATE.state.reconcile_extend(data)
    errors += more
    errors += HIGHSTATE.state.verify_high(data)
    data, more = HIGHSTATE.state.requisite_in(data)
    errors += more
    data = HIGHSTATE.state.apply_exclude(data)
    if errors:
        return errors
    chunks, errors = HIGHSTATE.state.compile_high_data(data)
    return errors or chunks


def run():
    data, errors = high()
    return errors or HIGHSTATE.state.call_high(data)


for line in sys.stdin:
    asked = json.loads(line)
    for name, text in asked["files"].items():
        path = os.path.join(BASE, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
    for opts in (HIGHSTATE.opts, HIGHSTATE.state.opts, HIGHSTATE.state.states.opts):
        opts.update(asked["opts"])
    HIGHSTATE.state.mocked = asked["mock"]
    answer = {}
    for name, function in (("low", low), ("run", run)):
        try:
            answer[name] = TREE.plain(function())
        except Exception as error:  # pylint: disable=broad-except
            answer[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(answer), flush=True)
