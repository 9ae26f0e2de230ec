#!/usr/bin/env python3
"""Asks Salt what its file and command states do; writes file_cases.json beside this script.

Run with the Python of an environment that has Salt 3008.3. Each case is set up afresh in a
temporary directory, then run as a test, for real, and once more; "{root}" stands for that directory.
"""
import json
import os
import shutil
import stat
import sys
import tempfile

import salt.client
import salt.config

HERE = os.path.dirname(os.path.abspath(__file__))
os.umask(0o022)
os.environ["TZ"] = "UTC"
os.environ["SHELL"] = "/bin/sh"


def fill(value, root):
    if isinstance(value, str):
        return value.replace("{root}", root)
    if isinstance(value, list):
        return [fill(v, root) for v in value]
    if isinstance(value, dict):
        return {fill(k, root): fill(v, root) for k, v in value.items()}
    return value


def blank(value, root):
    if isinstance(value, str):
        return value.replace(root, "{root}")
    if isinstance(value, (list, tuple)):
        return [blank(v, root) for v in value]
    if isinstance(value, dict):
        return {blank(k, root): blank(v, root) for k, v in value.items()}
    return value


def build(tree, root):
    for path, what in tree.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        if "link" in what:
            os.symlink(fill(what["link"], root), full)
            continue
        if what.get("dir"):
            os.makedirs(full, exist_ok=True)
        else:
            with open(full, "wb") as f:
                f.write(
                    bytes.fromhex(what["hex"])
                    if "hex" in what
                    else fill(what["text"], root).encode()
                )
        os.chmod(full, int(what.get("mode", "755" if what.get("dir") else "644"), 8))


def look(root):
    seen = {}
    for base, dirs, files in os.walk(root):
        for name in sorted(dirs + files):
            full = os.path.join(base, name)
            path = os.path.relpath(full, root)
            st = os.lstat(full)
            if stat.S_ISLNK(st.st_mode):
                seen[path] = {"link": blank(os.readlink(full), root)}
            elif stat.S_ISDIR(st.st_mode):
                seen[path] = {"dir": True, "mode": "%o" % stat.S_IMODE(st.st_mode)}
            else:
                with open(full, "rb") as f:
                    content = f.read()
                entry = {"mode": "%o" % stat.S_IMODE(st.st_mode)}
                try:
                    entry["text"] = blank(content.decode(), root)
                except UnicodeDecodeError:
                    entry["hex"] = content.hex()
                seen[path] = entry
    return dict(sorted(seen.items()))


def told(ret, root):
    keep = {
        k: v
        for k, v in ret.items()
        if k not in ("name", "__run_num__", "__sls__", "__id__", "start_time", "duration", "__state_ran__")
    }
    changes = keep.get("changes")
    if isinstance(changes, dict) and "pid" in changes:
        changes["pid"] = 0
    if isinstance(changes, dict) and isinstance(changes.get("removed"), list):
        changes["removed"] = sorted(changes["removed"])
    return blank(keep, root)


def salt_for(work, case):
    states = os.path.join(work, "states")
    pillar = os.path.join(work, "pillar")
    for d in (states, pillar, os.path.join(work, "etc")):
        os.makedirs(d)
    build(case.get("salt", {}), states)
    with open(os.path.join(pillar, "top.sls"), "w") as f:
        f.write("base: {'*': [data]}\n")
    with open(os.path.join(pillar, "data.sls"), "w") as f:
        json.dump(case.get("pillar", {"none": 1}), f)
    conf = os.path.join(work, "etc", "minion")
    with open(conf, "w") as f:
        json.dump(
            {
                "id": "case",
                "file_client": "local",
                "local": True,
                "root_dir": os.path.join(work, "salt"),
                "cachedir": os.path.join(work, "cache"),
                "pki_dir": os.path.join(work, "pki"),
                "log_file": os.path.join(work, "log"),
                "log_level": "critical",
                "log_level_logfile": "critical",
                "file_roots": {"base": [states]},
                "pillar_roots": {"base": [pillar]},
                "grains": {"color": "green"},
                "fileserver_backend": ["roots"],
                "enable_fqdns_grains": False,
            },
            f,
        )
    opts = salt.config.minion_config(conf)
    opts["grains"] = GRAINS or {}
    caller = salt.client.Caller(mopts=opts)
    return caller


GRAINS = None


def run(case):
    global GRAINS
    work = tempfile.mkdtemp(prefix="pulldeploy-case-")
    root = os.path.join(work, "root")
    os.makedirs(root)
    try:
        build(case.get("files", {}), root)
        caller = salt_for(work, case)
        if GRAINS is None:
            GRAINS = caller.opts["grains"]
        chunk = fill(case["chunk"], root)
        function = chunk.pop("state") + "." + chunk.pop("fun")
        results = []
        for test in (True, False, False):
            ret = caller.cmd("state.single", function, test=test, **chunk)
            if not isinstance(ret, dict):
                raise SystemExit("%s: %r" % (case["name"], ret))
            results.append(told(next(iter(ret.values())), root))
        return {**case, "results": results, "after": look(root)}
    finally:
        shutil.rmtree(work)


def main():
    sys.path.insert(0, HERE)
    import cases

    only = sys.argv[1:]
    for area in ("file", "cmd"):
        out = []
        names = set()
        for case in getattr(cases, area.upper()):
            if case["name"] in names:
                raise SystemExit("twice: " + case["name"])
            names.add(case["name"])
            if only and case["name"] not in only:
                continue
            out.append(run(case))
        if only:
            print(json.dumps(out, indent=1, ensure_ascii=False))
            continue
        with open(os.path.join(HERE, area + "_cases.json"), "w") as f:
            json.dump(out, f, indent=1, ensure_ascii=False)
            f.write("\n")
        print("%s: %d cases" % (area, len(out)))


main()
