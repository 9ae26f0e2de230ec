"""Writes cases.json: trees of SLS files, what Salt compiles them to on several systems, and its pillar.

A `*.tree` file holds a whole tree: lines `#@ key: value` (YAML) first, then each file below a line `>>>> path`. The keys
are `minion` (configuration), `systems` (of grains.json; all if absent) and `calls` (instead of all that can be shown).
`@DIR@` stands for the tree's directory. Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import contextlib
import copy
import io
import json
import logging
import os
import pathlib
import re
import shlex
import sys
import tempfile
import warnings

import salt.cli.caller
import salt.config
import salt.loader
import salt.utils.requisite
import yaml

HERE = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
GRAINS = json.loads((HERE / "grains.json").read_text(encoding="utf-8"))


class InsertionOrderedSet(dict):
    """Salt keeps the chunks that a name means in sets, whose order is another in each process."""

    def add(self, value):
        self[value] = None


salt.utils.requisite.set = InsertionOrderedSet
salt.loader.grains = lambda opts, *_, **__: copy.deepcopy(opts["system"])


def parse(path):
    parts = re.split(r"(?m)^>>>> (.*)\n", path.read_text(encoding="utf-8"))
    meta = {m[1]: yaml.safe_load(m[2]) for m in re.finditer(r"(?m)^#@ (\w+): (.*)$", parts[0])}
    return meta, dict(zip(parts[1::2], parts[2::2]))


def calls(meta, files):
    if "calls" in meta:
        return meta["calls"]
    made = ["pillar.items unmask=True"]
    if "states/top.sls" in files:
        made += ["state.show_top", "state.show_highstate", "state.show_lowstate", "state.show_states"]
    for name in files:
        if name.startswith("states/") and name.endswith(".sls") and name != "states/top.sls":
            sls = re.sub(r"/init$", "", name[len("states/") : -len(".sls")]).replace("/", ".")
            made.append(f"state.show_low_sls {sls}")
            if "states/top.sls" not in files:
                made.append(f"state.show_sls {sls}")
    return made


def lay_out(root, meta, files, system):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        pathlib.Path(path).write_text(text.replace("@DIR@", root), encoding="utf-8")
    minion = {
        "id": "web1.example.com",
        "root_dir": root + "/root",
        "file_client": "local",
        "file_roots": {"base": [root + "/states"]},
        "pillar_roots": {"base": [root + "/pillar"]},
        "fileserver_list_cache_time": 0,
        "grains": GRAINS[system],
        **meta.get("minion", {}),
    }
    os.makedirs(root + "/etc")
    pathlib.Path(root + "/etc/minion").write_text(json.dumps(minion).replace("@DIR@", root), encoding="utf-8")


def own_frames(error):
    """An error without what its traceback tells of Python files, and without the frames' source lines."""
    error = re.sub(r'  File "[^"]*\.py[^\n]*\n(?:    [^\n]*\n)*', "", error)
    return re.sub(r'(  File "[^\n]*\n)(?:    [^\n]*\n)+', r"\1", error)


def answer(root, system, call):
    opts = salt.config.minion_config(root + "/etc/minion")
    fun, *args = shlex.split(call)
    opts.update(fun=fun, arg=args, local=True, output=None, print_metadata=False, cache_jobs=False, __cli="salt-call", system=GRAINS[system])
    opts["return"] = ""
    os.makedirs(opts["cachedir"], exist_ok=True)
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            made = salt.cli.caller.ZeroMQCaller(opts).call()
        except (Exception, SystemExit):  # pylint: disable=broad-except
            return None  # Salt answers nothing: there is nothing to compare.
    value = json.loads(json.dumps(made["return"], default=repr).replace(root, "@DIR@"))
    if isinstance(value, list):
        value = [own_frames(one) if isinstance(one, str) else one for one in value]
    return {"exit": made.get("retcode", 0), "answer": value}


def main():
    cases = []
    answers = {}
    wanted = sys.argv[1:]
    kept = json.loads((HERE / "cases.json").read_text(encoding="utf-8")) if wanted else {"cases": [], "answers": []}
    for path in sorted(HERE.glob("*.tree")):
        meta, files = parse(path)
        for system in meta.get("systems", list(GRAINS)):
            with tempfile.TemporaryDirectory() as root:
                lay_out(root, meta, files, system)
                for call in calls(meta, files):
                    case = {"tree": path.stem, "system": system, "call": call}
                    old = next((c for c in kept["cases"] if all(c[k] == v for k, v in case.items())), None)
                    if old and path.stem not in wanted:
                        made = {"exit": old["exit"], "answer": json.loads(kept["answers"][old["answer"]])}
                    else:
                        made = answer(root, system, call)
                    if made is None:
                        continue
                    text = json.dumps(made["answer"], ensure_ascii=False)
                    cases.append({**case, "exit": made["exit"], "answer": answers.setdefault(text, len(answers))})
    with open(HERE / "cases.json", "w", encoding="utf-8") as out:
        json.dump({"answers": list(answers), "cases": cases}, out, indent=0, ensure_ascii=False)
        out.write("\n")
    print(len(cases), "cases,", len(answers), "answers")


main()
