"""Writes cases.json: calls of yum's functions about repositories, and what Salt answers and writes.

Run with the Python of an environment that has Salt 3008.3; deterministic. It writes in a scratch directory only:
every call names it.
"""

import json
import os
import sys
import tempfile

import salt.modules.yumpkg

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "fixture.json")) as source:
    FILES = json.load(source)
with open(os.path.join(HERE, "calls.txt")) as source:
    CALLS = [line.strip() for line in source if line.strip() and not line.startswith("#")]
listdir = os.listdir
os.listdir = lambda path=".": sorted(listdir(path))


def main():
    if any("basedir=" not in call or "'/" in call for call in CALLS):
        sys.exit("every call has to name the scratch directory")
    cases = []
    for call in CALLS:
        name, _, given = call.partition(" ")
        case = {"call": call, "function": "pkg." + name}
        case["args"], case["kwargs"] = eval(f"(lambda *a, **k: (list(a), k))({given})")  # pylint: disable=eval-used
        with tempfile.TemporaryDirectory() as scratch:
            os.mkdir(os.path.join(scratch, "more"))
            for file, text in FILES.items():
                with open(os.path.join(scratch, file), "w") as out:
                    out.write(text)
            args, kwargs = eval(f"(lambda *a, **k: (list(a), k))({given})".replace("{dir}", scratch))  # pylint: disable=eval-used
            try:
                case["result"] = repr(getattr(salt.modules.yumpkg, name)(*args, **kwargs)).replace(scratch, "{dir}")
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = str(exc).replace(scratch, "{dir}")
            case["files"] = {}
            for directory in ("", "more/"):
                for file in os.listdir(os.path.join(scratch, directory)):
                    path = os.path.join(scratch, directory, file)
                    if os.path.isfile(path):
                        with open(path) as content:
                            case["files"][directory + file] = content.read()
        cases.append(case)
    with open(os.path.join(HERE, "cases.json"), "w") as out:
        json.dump({"cases": cases}, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
