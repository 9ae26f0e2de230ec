#!/usr/bin/env python3
"""Has Salt run cases.py on a machine of its own (systemd, apt, accounts); writes cases.json beside this script.

Run with the Python of an environment that has Salt 3008.3, as root: make_cases.py [WORD-OF-A-NAME…]; with words only
the cases whose area and name have them all are made anew.
The machine is the one that the machine tests boot, with this Python and its environment mounted into it.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PREPARE = os.path.join(HERE, "..", "..", "..", "machine", "prepare")
RESULT = ("result", "comment", "changes")
# Salt runs programs in scopes of systemd, which say so; these numbers are others each time.
SCOPE = re.compile(r"Running scope as unit: run-r[0-9a-f]+\.scope\n *")
UNSTABLE = ("pid", "lstchg")


def settled(value):
    if isinstance(value, str):
        return SCOPE.sub("", value)
    if isinstance(value, dict):
        return {k: 0 if k in UNSTABLE else settled(v) for k, v in value.items()}
    return [settled(v) for v in value] if isinstance(value, list) else value


def inside():
    """Reads cases from standard input, prints what Salt made of each."""
    import salt.client
    import salt.config

    os.makedirs("/srv/cases", exist_ok=True)
    os.makedirs("/etc/salt-cases", exist_ok=True)
    with open("/etc/salt-cases/minion", "w") as f:
        json.dump(
            {
                "id": "machine",
                "file_client": "local",
                "file_roots": {"base": ["/srv/cases"]},
                "log_level": "quiet",
                "grains": {},
            },
            f,
        )
    opts = salt.config.minion_config("/etc/salt-cases/minion")
    # Everything that is imported once here need not be imported by each child.
    salt.client.Caller(mopts=dict(opts)).cmd("test.ping")

    def shell(script):
        done = subprocess.run(["sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return done.stdout

    def salt_run(test):
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(read)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            try:
                found = salt.client.Caller(mopts=dict(opts)).cmd("state.sls", "case", test=test)
            except BaseException as e:  # the parent has to hear of it, whatever it is
                found = repr(e)
            with os.fdopen(write, "w") as f:
                json.dump(found, f)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as f:
            found = json.load(f)
        os.wait()
        if not isinstance(found, dict):
            return found
        return {key: {k: state[k] for k in RESULT} for key, state in found.items()}

    answers = []
    for case in json.load(sys.stdin):
        print(case["area"], case["name"], file=sys.stderr)
        shell(case["before"])
        with open("/srv/cases/case.sls", "w") as f:
            json.dump(case["states"], f)
        looks = [shell(case["look"])]
        runs = []
        for test in (True, False, False):
            runs.append(salt_run(test))
            looks.append(shell(case["look"]))
        answers.append(dict(case, runs=settled(runs), looks=looks))
    json.dump(answers, sys.stdout)


def main():
    sys.path.insert(0, HERE)
    from cases import CASES

    cases = [c for c in CASES if all(w in c["area"] + " " + c["name"] for w in sys.argv[1:])]
    mounts = ["--volume=%s:%s:ro" % (path, path) for path in {sys.prefix, sys.base_prefix, HERE}]
    booted = subprocess.run([PREPARE, "boot"] + mounts, check=True, stdout=subprocess.PIPE, text=True)
    machine = booted.stdout.strip()
    try:
        done = subprocess.run(["docker", "exec", "-i", machine, sys.executable, os.path.abspath(__file__), "--inside"],
                              input=json.dumps(cases), check=True, stdout=subprocess.PIPE, text=True)
    finally:
        subprocess.run(["docker", "kill", machine], stdout=subprocess.DEVNULL)
    answers = {(c["area"], c["name"]): c for c in json.loads(done.stdout)}
    path = os.path.join(HERE, "cases.json")
    if sys.argv[1:]:
        with open(path) as f:
            answers = {**{(c["area"], c["name"]): c for c in json.load(f)["cases"]}, **answers}
    ordered = [answers[(c["area"], c["name"])] for c in CASES]
    with open(path, "w") as f:
        json.dump({"cases": ordered}, f, indent=1, sort_keys=True)
        f.write("\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--inside"]:
        inside()
    else:
        main()
