"""Writes cases.json: calls of execution functions that look at the machine, and what Salt answers.

The machine is fixture.json's: a tree of files, programs with what they print, grains, a clock. Salt
reads it through its own modules, with Python's file functions led into a scratch directory and its
command functions answered from the fixture. It gives up root's rights before the first call. Run with
the Python of an environment that has Salt 3008.3; deterministic.
"""

import builtins
import copy
import grp
import json
import logging
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")

import salt.config
import salt.loader
import salt.utils.atomicfile
import salt.utils.path
import salt.utils.systemd

logging.disable(logging.CRITICAL)

HERE = os.path.dirname(os.path.abspath(__file__))
LED = ("/etc", "/proc", "/sys", "/home", "/root", "/var", "/run", "/lib/modules", "/usr/share/zoneinfo", "/sbin/ethtool")
with open(os.path.join(HERE, "fixture.json")) as source:
    FIXTURE = json.load(source)
with open(os.path.join(HERE, "calls.txt")) as source:
    CALLS = [line.strip() for line in source if line.strip() and not line.startswith("#")]

NOBODY = 65534
REFUSED = ("system.halt", "system.poweroff", "system.init", "system.reboot", "system.shutdown", "ps.kill_pid", "ps.pkill")


def give_up_rights(scratch):
    """Salt's modules here write and remove files that are named like the machine's own.

    They are led into the scratch directory, but one that is not led must find nothing that it may touch. Whoever
    may still change /etc after this is refused.
    """
    if os.geteuid() == 0:
        for directory, _, names in os.walk(scratch):
            for name in [".", *names]:
                os.chown(os.path.join(directory, name), NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if os.geteuid() == 0 or os.access("/etc", os.W_OK):
        sys.exit("this must not run as somebody who may change /etc")
    if any(call.startswith(REFUSED) for call in CALLS):
        sys.exit("calls that stop a machine or its processes are tested without Salt")


class Machine:
    """The fixture as files under a scratch directory, and as answers of programs."""

    def __init__(self, root):
        self.root = root
        self.ran = []

    def reset(self):
        shutil.rmtree(self.root, ignore_errors=True)
        self.ran = []
        self.tabs = dict(FIXTURE["crontabs"])
        for name, text in FIXTURE["files"].items():
            path = self.root + name
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with real_open(path, "w") as out:
                out.write(text)
        for name, target in FIXTURE["links"].items():
            os.makedirs(os.path.dirname(self.root + name), exist_ok=True)
            real["symlink"](target, self.root + name)

    def changes(self):
        after = {}
        for directory, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(directory, name)
                if not os.path.islink(path):
                    with real_open(path) as content:
                        after[path[len(self.root):]] = content.read()
        changed = {name: text for name, text in after.items() if FIXTURE["files"].get(name) != text}
        changed.update({name: None for name in FIXTURE["files"] if name not in after})
        return dict(sorted(changed.items()))

    def led(self, path):
        if isinstance(path, os.PathLike):
            path = os.fspath(path)
        if isinstance(path, str) and path.startswith(LED) and not path.startswith((self.root, sys.prefix)):
            return self.root + path
        return path

    def run(self, command):
        skip = 0
        if isinstance(command, str):
            command, _, pipe = command.partition(" | tail -n+")
            skip = int(pipe) - 1 if pipe else 0
            words = shlex.split(command)
        else:
            words = [str(word) for word in command]
        words[0] = os.path.basename(words[0])
        if words[0] == "crontab":
            return self.crontab(words[2] if "-u" in words else "root", words[-1])
        line = " ".join(words)
        answer = FIXTURE["commands"].get(line)
        if answer is None and words[0] != "ldconfig":
            self.ran.append(line)
        answer = answer or {}
        stdout = "\n".join(answer.get("stdout", "").split("\n")[skip:]).rstrip()
        return {"pid": 1, "retcode": answer.get("retcode", 0), "stdout": stdout, "stderr": answer.get("stderr", "").rstrip()}


    def crontab(self, user, last):
        if last == "-l":
            missing = user not in self.tabs
            return {"pid": 1, "retcode": int(missing), "stdout": self.tabs.get(user, ""), "stderr": f"no crontab for {user}" if missing else ""}
        with real_open(self.led(last)) as given:
            self.tabs[user] = given.read()
        # Salt removes an entry and adds it again: only what is there in the end counts.
        self.ran = [line for line in self.ran if not line.startswith("crontab ")] + [f"crontab {user}\n{self.tabs[user]}"]
        return {"pid": 1, "retcode": 0, "stdout": "", "stderr": ""}


real = {name: getattr(os, name) for name in ("stat", "lstat", "listdir", "access", "readlink", "open", "mkdir", "unlink", "remove", "rename",
                                            "replace", "chmod", "chown", "lchown", "symlink", "utime", "scandir", "rmdir", "statvfs",
                                            "link", "listxattr", "getxattr", "setxattr")}
real_open = builtins.open


def lead(machine):
    def wrap(function):
        def wrapped(path, *args, **kwargs):
            args = tuple(machine.led(a) for a in args) if function in (real["rename"], real["replace"], real["symlink"], real["link"]) else args
            return function(machine.led(path), *args, **kwargs)

        return wrapped

    for name, function in real.items():
        setattr(os, name, wrap(function))
    builtins.open = wrap(real_open)
    salt.utils.atomicfile.atomic_rename = os.rename
    os.chown = os.lchown = lambda *args, **kwargs: None
    os.listdir = lambda path=".": sorted(real["listdir"](machine.led(path)))
    salt.utils.path.which = lambda exe=None: f"/usr/bin/{exe}" if exe in FIXTURE["programs"] else None
    time.time = lambda: float(FIXTURE["clock"])

    class Popen:
        pid = 1

        def __init__(self, command, *args, **kwargs):
            self.answer = machine.run(command)
            self.returncode = self.answer["retcode"]
            self.merged = kwargs.get("stderr") == subprocess.STDOUT

        def communicate(self, *args, **kwargs):
            out, err = self.answer["stdout"], self.answer["stderr"]
            if self.merged:
                out, err = "\n".join(text for text in (out, err) if text), ""
            return out.encode(), err.encode()

    subprocess.Popen = Popen
    lead_accounts()
    os.geteuid = lambda: 0
    release = FIXTURE["grains"]["kernelrelease"]
    os.uname = lambda: ("Linux", "web1", release, "#1 SMP", "x86_64")


def lead_accounts():
    def rows(name):
        return [line.split(":") for line in FIXTURE["files"][name].splitlines()]

    def entry(found, wanted, function="getpwnam"):
        if not found:
            raise KeyError(f"{function}(): name not found: {wanted!r}")
        return found[0]

    users = [pwd.struct_passwd((r[0], r[1], int(r[2]), int(r[3]), r[4], r[5], r[6])) for r in rows("/etc/passwd")]
    groups = [grp.struct_group((r[0], r[1], int(r[2]), r[3].split(",") if r[3] else [])) for r in rows("/etc/group")]
    pwd.getpwall = lambda: list(users)
    pwd.getpwnam = lambda name: entry([u for u in users if u.pw_name == name], name)
    pwd.getpwuid = lambda uid: entry([u for u in users if u.pw_uid == uid], uid)
    grp.getgrall = lambda: list(groups)
    grp.getgrnam = lambda name: entry([g for g in groups if g.gr_name == name], name, "getgrnam")
    grp.getgrgid = lambda gid: entry([g for g in groups if g.gr_gid == gid], gid)


def main():
    cases = []
    output = open(os.path.join(HERE, "cases.json.new"), "w")
    with tempfile.TemporaryDirectory() as scratch:
        etc = os.path.join(scratch, "minion")
        with open(etc, "w") as out:
            out.write(f"id: web1\nfile_client: local\nroot_dir: {scratch}/salt\n")
        opts = dict(salt.config.minion_config(etc))
        opts["local"] = True
        opts["grains"] = copy.deepcopy(FIXTURE["grains"])
        opts["pillar"] = {}
        machine = Machine(os.path.join(scratch, "root"))
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        # Some modules are loaded only where their programs are.
        salt.utils.path.which = lambda exe=None: f"/usr/bin/{exe}" if exe in FIXTURE["programs"] else None
        salt.utils.systemd.booted = lambda context=None: FIXTURE["systemd"]
        # All that is needed is loaded now: nobody may read everything that it imports.
        for call in CALLS + ["cmd.run", "config.get", "cp.cache_file", "file.touch", "match.glob", "user.info"]:
            functions[call.split()[0]]
        give_up_rights(scratch)
        machine.reset()
        lead(machine)
        for call in CALLS:
            name, _, given = call.partition(" ")
            args, kwargs = eval(f"(lambda *a, **k: (list(a), k))({given})")  # pylint: disable=eval-used
            machine.reset()
            case = {"call": call, "function": name, "args": copy.deepcopy(args), "kwargs": copy.deepcopy(kwargs)}
            try:
                result = functions[name](*args, **kwargs)
                # As Python writes it: JSON has neither large numbers nor numbers as keys.
                case["result"] = repr(list(result) if isinstance(result, tuple) else result).replace(machine.root, "")
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = str(exc).replace(machine.root, "")
            case["ran"] = machine.ran
            case["files"] = machine.changes()
            cases.append(case)
    with output:
        json.dump({"cases": cases}, output, indent=1, ensure_ascii=False)
        output.write("\n")


if __name__ == "__main__":
    # The parent keeps the right to put the result into its place.
    child = os.fork()
    if child == 0:
        main()
    elif os.waitpid(child, 0)[1] == 0:
        os.replace(os.path.join(HERE, "cases.json.new"), os.path.join(HERE, "cases.json"))
    else:
        os.remove(os.path.join(HERE, "cases.json.new"))
        sys.exit("no cases were made")
