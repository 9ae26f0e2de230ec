"""What the benchmarks share: real Salt from PyPI, and one run of one process."""

import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def salt(program):
    """A program of Salt's, from an environment in agent/target/salt that is made on first use."""
    venv = ROOT / "agent" / "target" / "salt"
    if not (venv / "bin" / "salt-call").exists():
        subprocess.check_call([sys.executable, "-m", "venv", str(venv)])
        subprocess.check_call([str(venv / "bin" / "pip"), "install", "--quiet", "salt==3008.3"])
    return str(venv / "bin" / program)


def run(command):
    """Output, wall seconds and peak resident MiB of one process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed: {errors.decode(errors='replace')}")
    return output, wall, usage.ru_maxrss / 1024
