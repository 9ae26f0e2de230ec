"""Renders templates with real Salt: a function for make_cases.py, and a server on stdin and stdout for the random test."""
import json
import logging
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import salt.utils.jinja  # noqa: E402
from salt.exceptions import SaltRenderError  # noqa: E402
from salt.utils.templates import render_jinja_tmpl  # noqa: E402

SECONDS = 5
MEMORY = 2 << 30
ROOT = tempfile.mkdtemp()
FRAMES = re.compile(r"template|top-level template code|block '.*'")


def frames(exc):
    """The template frames of a traceback, outermost first: [file, line, location]."""
    found = []
    for frame in traceback.extract_tb(exc.__traceback__):
        if FRAMES.fullmatch(frame.name) and not frame.filename.endswith(".py"):
            name = frame.filename
            if name.startswith(ROOT):
                name = os.path.relpath(name, ROOT)
            found.append([name, frame.lineno, frame.name])
    return found


def render(template, context=None, files=None, options=None):
    """What Salt makes of it: {"expected"}, {"error", "line", "kind", "frames"}, or {"failed"}: an error before any line."""
    for name in os.listdir(ROOT):
        path = os.path.join(ROOT, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    for name, text in (files or {}).items():
        path = os.path.join(ROOT, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    names = json.loads(json.dumps(context or {}))
    names.update(opts={"jinja_env": options or {}}, saltenv="")
    try:
        return {"expected": render_jinja_tmpl(template, names, tmplpath=os.path.join(ROOT, "main"))}
    except SaltRenderError as exc:
        cause = exc.__context__ or exc
        return {
            "error": str(exc).split("\n")[0].replace(ROOT, "<dir>"),
            "line": exc.line_num or 0,
            "kind": type(cause).__name__,
            "frames": frames(cause),
        }
    except TypeError as exc:  # Salt fails on errors that no line of the template has
        return {"failed": f"{type(exc.__context__ or exc).__name__}: {exc.__context__ or exc}"}


class TimedOut(BaseException):
    """A template took too long; nothing in Salt catches it."""


def time_out(signum, frame):
    raise TimedOut(f"past {SECONDS} seconds")


def serve():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, time_out)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            answer = render(request["template"], request.get("context"), options=request.get("options"))
        except BaseException as exc:  # the test tells what Salt itself cannot do
            answer = {"failed": f"{type(exc).__name__}: {exc}"}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
