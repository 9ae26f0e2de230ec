"""Runs Salt's state functions over small trees of files, in one process, for the generators of state cases."""

import json
import logging
import os
import re
import shutil
import sys
import tempfile

import salt.client
import salt.config
import salt.utils.requisite

logging.disable(logging.CRITICAL)

GRAINS = {"os": "Debian", "os_family": "Debian", "kernel": "Linux", "roles": ["web", "db"]}
VOLATILE = ("start_time", "duration")
TRACEBACK = re.compile(r"An exception occurred in this state: Traceback.*\n(?:[\w.]+: )?(.*)\n$", re.S)


class InsertionOrderedSet(dict):
    """Salt keeps the chunks that a name means in sets, whose order is another in each process."""

    def add(self, value):
        self[value] = None


salt.utils.requisite.set = InsertionOrderedSet


class Tree:
    """A minion over a temporary directory: saltenvs are directories below it."""

    def __init__(self, case):
        self.root = tempfile.mkdtemp(prefix="case-")
        for path, text in case["files"].items():
            full = os.path.join(self.root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as out:
                out.write(text)
        conf = os.path.join(self.root, "etc")
        os.makedirs(os.path.join(self.root, "pillar-root"))
        os.makedirs(conf)
        with open(os.path.join(conf, "minion"), "w", encoding="utf-8") as out:
            config = {"id": "minion", "root_dir": os.path.join(self.root, "state"), "file_client": "local"}
            json.dump({**config, "grains": GRAINS}, out)
        opts = salt.config.minion_config(os.path.join(conf, "minion"))
        opts["file_roots"] = {"base": [os.path.join(self.root, "base")]}
        opts["pillar_roots"] = {"base": [os.path.join(self.root, "pillar-root")]}
        # The rendered templates of the cases are plain YAML, which is what the test's renderer reads.
        opts["renderer"] = "yaml"
        opts["fileserver_list_cache_time"] = 0
        for key, value in case.get("opts", {}).items():
            if key == "file_roots":
                value = {env: [os.path.join(self.root, d) for d in dirs] for env, dirs in value.items()}
            opts[key] = value
        pillar = case.get("pillar", {})
        if pillar:
            with open(os.path.join(self.root, "pillar-root", "top.sls"), "w", encoding="utf-8") as out:
                json.dump({"base": {"*": ["data"]}}, out)
            with open(os.path.join(self.root, "pillar-root", "data.sls"), "w", encoding="utf-8") as out:
                json.dump(pillar, out)
        self.opts = opts

    def call(self, fun, *args, **kwargs):
        os.makedirs(self.opts["cachedir"], exist_ok=True)
        caller = salt.client.Caller(mopts=dict(self.opts))
        try:
            result = caller.sminion.functions[fun](*args, **kwargs)
        except Exception as exc:  # pylint: disable=broad-except
            return {"error": f"{type(exc).__name__}: {exc}".split("\n", 1)[0]}
        retcode = caller.sminion.functions.pack["__context__"].get("retcode", 0)
        return {"return": self.plain(result), "retcode": retcode}

    @staticmethod
    def key(value):
        """A key as JSON names it."""
        return json.dumps(value) if value is None or isinstance(value, bool) else str(value)

    def plain(self, value):
        """The value without what differs from run to run."""
        if isinstance(value, dict):
            return {self.key(k): self.plain(v) for k, v in value.items() if k not in VOLATILE}
        if isinstance(value, (list, tuple)):
            return [self.plain(v) for v in value]
        if isinstance(value, str):
            value = value.replace(self.root + "/", "")
            value = TRACEBACK.sub(r"An exception occurred in this state: \1", value)
            if value.startswith("One or more requisite failed: "):
                head, names = value.split(": ", 1)
                value = head + ": " + ", ".join(sorted(names.split(", ")))
            return value
        return value

    def remove(self):
        shutil.rmtree(self.root)


def write(path, cases):
    """Adds to each case what Salt says, and writes them all; of those whose names do not start with one of the
    command line's words, if it has words, what the file holds already."""
    out = []
    kept = {}
    if sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            kept = {one["name"]: one for one in json.load(file)["cases"]}
    for case in cases:
        if case["name"] in kept and not case["name"].startswith(tuple(sys.argv[1:])):
            out.append(kept[case["name"]])
            continue
        tree = Tree(case)
        try:
            made = dict(case)
            fun, args, kwargs = case["call"]
            made["call"] = {"fun": fun, "args": args, "kwargs": kwargs}
            made.update(tree.call(fun, *args, **kwargs))
            out.append(made)
        finally:
            tree.remove()
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"cases": out}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    return out
