"""Writes argspecs.json: what sys.argspec of Salt says of every function that the reference page lists.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import importlib
import inspect
import json
import logging
import os
import re
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
# A default that is the machine's: the shell of whoever runs it.
os.environ["SHELL"] = "/the/own/shell"

import salt.config
import salt.loader
import salt.utils.args

logging.disable(logging.CRITICAL)

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "..", "..", "..", "..", "docs", "reference", "execution-functions.md")
# Modules that a machine without their programs does not load, and the services of systemd.
DIRECTLY = {"cron": "cron", "dig": "dig", "system": "system", "timezone": "timezone", "systemd_service": "service"}


def plain(value):
    if value == "/the/own/shell":
        return None
    if isinstance(value, tuple):
        return list(value)
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return "<|-"


def spec(function):
    function = inspect.unwrap(function)
    found = salt.utils.args.get_function_argspec(function)
    return {
        "args": list(found.args) or None,
        "defaults": [plain(value) for value in found.defaults] if found.defaults else None,
        "varargs": True if found.varargs else None,
        "kwargs": True if found.keywords else None,
    }


def main():
    with open(PAGE) as page:
        ours = set(re.findall(r"^\| `([\w.]+)`", page.read(), flags=re.M))
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write(f"id: web1\nfile_client: local\nroot_dir: {scratch}\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
        opts["grains"] = {"id": "web1", "kernel": "Linux", "os": "Debian", "os_family": "Debian", "osrelease_info": [12]}
        opts["pillar"] = {}
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        for name in sorted(functions):
            if name in ours and name.split(".")[0] not in DIRECTLY.values():
                one = functions["sys.argspec"](name)[name]
                if one["defaults"]:
                    one["defaults"] = [plain(value) for value in one["defaults"]]
                found[name] = one
    for file, virtual in DIRECTLY.items():
        module = importlib.import_module(f"salt.modules.{file}")
        for name, function in inspect.getmembers(module, callable):
            name = f"{virtual}.{getattr(module, '__func_alias__', {}).get(name, name)}"
            if name in ours and getattr(function, "__module__", "") == module.__name__:
                found[name] = spec(function)
    with open(os.path.join(HERE, "argspecs.json"), "w") as out:
        json.dump(dict(sorted(found.items())), out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    sys.exit(main())
