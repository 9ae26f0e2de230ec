"""Writes cases.json: calls of cmd functions that run real commands, and what Salt answers.

Run with the Python of an environment that has Salt 3008.3; deterministic on any machine with a shell and coreutils.
"""

import json
import logging
import os
import re
import tempfile
import warnings

warnings.simplefilter("ignore")
os.environ.clear()
os.environ.update({"PATH": "/usr/bin:/bin", "HOME": "/", "SHELL": "/bin/sh"})

import salt.config
import salt.loader

logging.disable(logging.CRITICAL)

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "calls.txt")) as source:
    CALLS = [line.strip() for line in source if line.strip() and not line.startswith("#")]


def main():
    cases = []
    with tempfile.TemporaryDirectory() as scratch:
        os.makedirs(os.path.join(scratch, "states"))
        with open(os.path.join(scratch, "states", "script.sh"), "w") as out:
            out.write('#!/bin/sh\necho "$# $1"\nexit 3\n')
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write(f"id: web1\nfile_client: local\nroot_dir: {scratch}\nfile_roots:\n  base: [{scratch}/states]\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
        opts["local"] = True
        opts["grains"] = {"id": "web1", "kernel": "Linux", "os": "Debian", "os_family": "Debian", "shell": "/bin/sh"}
        opts["pillar"] = {}
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        for call in CALLS:
            name, _, given = call.partition(" ")
            args, kwargs = eval(f"(lambda *a, **k: (list(a), k))({given})")  # pylint: disable=eval-used
            case = {"call": call, "function": name, "args": args, "kwargs": dict(kwargs)}
            try:
                result = functions[name](*args, **kwargs)
                if isinstance(result, dict) and result.get("pid"):
                    result["pid"] = 1
                case["result"] = repr(result)
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = re.sub(r"'[^']*__salt.tmp[^']*'", "'<code>'", str(exc))
            cases.append(case)
    with open(os.path.join(HERE, "cases.json"), "w") as out:
        json.dump({"cases": cases}, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
