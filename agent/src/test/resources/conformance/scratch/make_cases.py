"""Writes cases.json: scripts of calls that work on real files with real programs, and what Salt answers.

A script is a block of lines in scripts.txt; every one starts in an empty directory, {root}, with the files of
FILES in {root}/states, which salt:// stands for. Root's rights are given up before the first call. Run with the
Python of an environment that has Salt 3008.3; deterministic on any machine with git, tar, gzip, zip and unzip.
"""

import json
import logging
import os
import re
import shutil
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
os.environ.clear()
os.environ.update(
    {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "SHELL": "/bin/sh",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+0000",
        "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+0000",
        "GIT_AUTHOR_NAME": "A U Thor",
        "GIT_AUTHOR_EMAIL": "author@example.com",
        "GIT_COMMITTER_NAME": "A U Thor",
        "GIT_COMMITTER_EMAIL": "author@example.com",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "init.defaultBranch",
        "GIT_CONFIG_VALUE_0": "main",
        "GIT_CONFIG_KEY_1": "safe.directory",
        "GIT_CONFIG_VALUE_1": "*",
    }
)

import _strptime  # noqa: F401  pylint: disable=unused-import
import encodings.cp437  # noqa: F401  pylint: disable=unused-import

import salt.config
import salt.loader

logging.disable(logging.CRITICAL)

HERE = os.path.dirname(os.path.abspath(__file__))
NOBODY = 65534
FILES = {"plain.txt": "one\ntwo\nthree\n", "d/other.txt": "other\n", "binary": "a\0b\n"}


def scripts():
    with open(os.path.join(HERE, "scripts.txt")) as source:
        for block in re.split(r"\n\s*\n", source.read()):
            lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
            if lines:
                yield lines


def paths(value):
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from paths(key)
            yield from paths(entry)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from paths(entry)
    elif isinstance(value, str) and value.startswith(("/", "~")):
        yield value


def answer(functions, root, line):
    name, _, given = line.partition(" ")
    args, kwargs = eval(f"(lambda *a, **k: (list(a), k))({given})".replace("{root}", root))  # pylint: disable=eval-used
    for path in paths([args, kwargs]):
        if not path.startswith(root) and path != "/dev/null":
            sys.exit(f"a path outside the scratch directory: {line}")
    one = {"call": line, "function": name, "args": plain(args, root), "kwargs": plain(kwargs, root)}
    try:
        result = functions[name](*args, **kwargs)
        if isinstance(result, dict) and "pid" in result:
            result["pid"] = 1
        one["result"] = neutral(repr(list(result) if isinstance(result, tuple) else result), root)
    except Exception as exc:  # pylint: disable=broad-except
        one["error"] = neutral(str(exc), root)
    return one


def plain(value, root):
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, dict):
        return {plain(key, root): plain(entry, root) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry, root) for entry in value]
    return value.replace(root, "{root}") if isinstance(value, str) else value


def neutral(text, root):
    text = re.sub(r"'/tmp/__salt\.tmp\.\w+'", "'<temporary>'", text)
    text = re.sub(r"OrderedDict\((.*)\)", r"\1", text)
    return text.replace(root, "{root}")


def tree(root):
    found = {}
    for directory, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n not in (".git", "states", "salt"))
        for name in sorted(files):
            path = os.path.join(directory, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as content:
                    found[path[len(root) + 1:]] = f"{os.stat(path).st_mode & 0o7777:04o} " + content.read().decode("latin-1").replace(root, "{root}")
            elif os.path.islink(path):
                found[path[len(root) + 1:]] = "-> " + os.readlink(path).replace(root, "{root}")
            else:
                found[path[len(root) + 1:]] = "other"
    return dict(sorted(found.items()))


def main(output):
    cases = []
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as scratch:
        root = os.path.join(scratch, "root")
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write(f"id: web1\nfile_client: local\nroot_dir: {root}/salt\ncachedir: {root}/salt/cache\nfile_roots:\n  base: [{root}/states]\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
        opts["local"] = True
        opts["grains"] = {"id": "web1", "kernel": "Linux", "os": "Debian", "os_family": "Debian", "shell": "/bin/sh"}
        opts["pillar"] = {}
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        # All that is needed is loaded now: nobody may read everything that it imports.
        sorted(functions)
        if os.geteuid() == 0:
            os.chmod(scratch, 0o755)
            os.chown(scratch, NOBODY, NOBODY)
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        if os.access("/etc", os.W_OK):
            sys.exit("this must not run as somebody who may change /etc")
        for lines in scripts():
            shutil.rmtree(root, ignore_errors=True)
            for name, text in FILES.items():
                path = os.path.join(root, "states", name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w") as out:
                    out.write(text)
            calls = [answer(functions, root, line) for line in lines]
            cases.append({"calls": calls, "files": tree(root)})
    json.dump({"files": FILES, "cases": cases}, output, indent=1)
    output.write("\n")


if __name__ == "__main__":
    path = os.path.join(HERE, "cases.json")
    with open(path + ".new", "w") as new:
        # The parent keeps the right to put the result into its place.
        child = os.fork()
        if child == 0:
            main(new)
            new.close()
            os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        os.replace(path + ".new", path)
    else:
        os.remove(path + ".new")
        sys.exit("no cases were made")
