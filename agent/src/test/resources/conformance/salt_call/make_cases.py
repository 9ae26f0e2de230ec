"""Writes cases.json: command lines of salt-call, and what Salt prints, writes and exits with.

calls.txt holds one command line each, in the shell's words or as a JSON list; {dir} is a scratch directory that holds
fixture.json's files. Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import glob
import io
import json
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
os.environ.clear()
os.environ.update({"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/", "SHELL": "/bin/sh", "LANG": "C.UTF-8"})

import salt.cli.call
import salt.config
import salt.loader
import salt.output
import salt.state

HERE = os.path.dirname(os.path.abspath(__file__))
# The Python that runs Salt is no part of what is compared, and neither are times.
VARYING = (
    (r"Started: .*", "Started: T"),
    (r"Duration: .*", "Duration: D"),
    (r"Total run time:.*", "Total run time: D"),
    (r'"start_time": "[^"]*"', '"start_time": "T"'),
    (r'"duration": [0-9.]+', '"duration": 1'),
    (r"('start_time': )'[^']*'", r"\1'T'"),
    (r"('duration': )[0-9.]+", r"\g<1>1"),
    (r"start_time: .*", "start_time: T"),
    (r"duration: .*", "duration: 1"),
    (r"(start_time:\n *).*", r"\1T"),
    (r"(duration:\n *).*", r"\g<1>1"),
    (r"\b[0-9]{20}\b", "JID"),
    (r"(pid\W+)[0-9]+", r"\g<1>PID"),
)
# What salt-call says of a call that it refuses; the rest of standard error is its log.
REFUSALS = re.compile(r"^(?:Passed invalid arguments: |Error running |The following keyword arguments |'.*' is not available).*", re.M)


def normal(text, scratch):
    text = text.replace(scratch, "{dir}")
    for pattern, short in VARYING:
        text = re.sub(pattern, short, text)
    return text


def lay_out(scratch, files):
    for name, text in files.items():
        path = os.path.join(scratch, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            out.write(text.replace("{dir}", scratch))


def child(words, scratch):
    for number, name in ((1, "stdout"), (2, "stderr")):
        target = os.open(os.path.join(scratch, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, number)
    sys.stdin = io.StringIO("")
    # One that waits for a master, or for input, is no case.
    signal.alarm(120)
    os.chdir(scratch)
    sys.argv = ["salt-call", *words]
    code = 0
    try:
        salt.cli.call.SaltCall().run()
    except SystemExit as exc:
        code = exc.code
        if code is None:
            code = 0
        elif not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:  # pylint: disable=broad-except
        import traceback

        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 255)


def run(line, files):
    scratch = tempfile.mkdtemp()
    try:
        lay_out(scratch, files)
        given = json.loads(line) if line.startswith("[") else shlex.split(line)
        words = [word.replace("{dir}", scratch) for word in given]
        if "-c" not in words and "--config-dir" not in words:
            words = ["-c", scratch + "/etc", *words]
        # Ours always exits as Salt does with this option.
        pid = os.fork()
        if pid == 0:
            child(["--retcode-passthrough", *words], scratch)
        case = {"call": line, "words": given, "exit": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}
        with open(os.path.join(scratch, "stdout")) as out:
            case["stdout"] = normal(out.read(), scratch)
        with open(os.path.join(scratch, "stderr")) as out:
            case["says"] = REFUSALS.findall(normal(out.read(), scratch))
        # The texts of Salt's documentation are its own.
        if any(said.startswith("Passed invalid") for said in case["says"]):
            case["stdout"] = ""
        if {"-d", "--doc", "--documentation"} & set(words):
            case["stdout"] = "".join(line for line in case["stdout"].splitlines(True) if line[:1].strip())
        made = os.path.join(scratch, "out")
        if os.path.isdir(made):
            case["files"] = {}
            for path in sorted(glob.glob(os.path.join(made, "**"), recursive=True)):
                if os.path.isfile(path):
                    with open(path) as out:
                        case["files"][path[len(made) + 1:]] = normal(out.read(), scratch)
        return case
    finally:
        shutil.rmtree(scratch)


def main():
    with open(os.path.join(HERE, "fixture.json")) as source:
        files = json.load(source)
    with open(os.path.join(HERE, "calls.txt")) as source:
        lines = [line.rstrip("\n") for line in source if line.strip() and not line.startswith("#")]
    wanted = sys.argv[1:]
    # Salt looks at the machine's grains once: none of the cases shows them.
    salt.loader.grains_original = salt.loader.grains
    cache = {}

    def grains(opts, *args, **kwargs):
        if "all" not in cache:
            cache["all"] = salt.loader.grains_original({**opts, "grains": {}}, *args, **kwargs)
        return {**cache["all"], **opts.get("grains", {}), "id": opts["id"]}

    salt.loader.grains = grains
    with tempfile.TemporaryDirectory() as scratch:
        lay_out(scratch, files)
        opts = salt.config.minion_config(os.path.join(scratch, "etc", "minion"))
        grains(opts)
    cases = [run(line, files) for line in lines if not wanted or any(one in line for one in wanted)]
    if wanted:
        for case in cases:
            print(f"--- {case['call']}\nexit {case['exit']}\n{case['stdout']}\nsays {case['says']}")
        return
    with open(os.path.join(HERE, "cases.json"), "w") as out:
        json.dump({"cases": cases}, out, indent=1, ensure_ascii=False)
        out.write("\n")


if __name__ == "__main__":
    main()
