"""Writes cases.json: SLS files, map files and templates in the manner of formulas, and what Salt makes of them.

trees.txt holds the files, each after a line @@PATH with words on how it is written: crlf, bom, nonl (no line break at
its end), long (LONG stands for 5,000 letters). Every SLS file is shown by state.show_sls and rendered by
slsutil.renderer as Jinja alone, every file below a directory "files" by the latter only; those of "broken" are
sources of file.managed, in a test run and in another. minion.json holds the pillar, the grains and the configuration.
Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import json
import logging
import os
import pathlib
import re
import tempfile
import time
import warnings

os.environ["TZ"] = "UTC"
time.tzset()

import salt.client
import salt.config

HERE = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def trees():
    parts = re.split(r"^@@(\S+)((?: \w+)*)\n", (HERE / "trees.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    files = {}
    for path, words, text in zip(parts[1::3], parts[2::3], parts[3::3]):
        if "nonl" in words:
            text = text.rstrip("\n")
        if "crlf" in words:
            text = text.replace("\n", "\r\n")
        if "bom" in words:
            text = "\ufeff" + text
        if "long" in words:
            text = text.replace("LONG", "x" * 5000)
        files[path] = text
    return files


def plain(value):
    """Salt's own classes as Python's plain ones."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str.__getitem__(value, slice(None)) if isinstance(value, str) else value


def own_frames(error, root):
    """An error's text without what it tells of Python files and of the exceptions before the last one."""
    head = "Traceback (most recent call last):\n"
    while "\nDuring handling of the above exception, another exception occurred:\n\n" in error:
        start, rest = error.split(head, 1)
        error = start + rest.split("\nDuring handling of the above exception, another exception occurred:\n\n", 1)[1]
    error = error.replace(root + "/cache/files/base", "<states>")
    error = re.sub(r'  File "[^"]*\.py[^\n]*\n(?:    [^\n]*\n)*', "", error)
    return re.sub(r'(  File "[^\n]*\n)(?:    [^\n]*\n)+', r"\1", error)


def calls(files):
    for path in files:
        if path.endswith(".sls"):
            sls = path.removesuffix(".sls").removesuffix("/init").replace("/", ".")
            yield "state.show_sls", [sls], {}
            yield "slsutil.renderer", [], {"path": "salt://" + path, "default_renderer": "jinja", "sls": sls}
        elif "/files/" in path:
            yield "slsutil.renderer", [], {"path": "salt://" + path, "default_renderer": "jinja"}
        elif path.startswith("broken/"):
            for test in (True, False):
                source = {"name": "{root}/out", "source": "salt://" + path, "template": "jinja"}
                yield "state.single", ["file.managed"], {**source, "test": test}


def outcome(results, root):
    """The result and comment of the only state, without the exception that Salt shows around a message."""
    (result,) = results.values()
    shown = r"Traceback \(most recent call last\):\nsalt\.exceptions\.SaltRenderError: (.*)\n$"
    comment = re.sub(shown, r"\1", own_frames(result["comment"], root), flags=re.DOTALL)
    return {"result": result["result"], "comment": comment.replace(root, "{root}")}


def answer(functions, root, function, args, kwargs):
    placed = {key: value.replace("{root}", root) if isinstance(value, str) else value for key, value in kwargs.items()}
    try:
        value = plain(functions[function](*args, **placed))
    except Exception as error:  # pylint: disable=broad-except
        return {"error": own_frames(str(error), root)}
    if function == "state.show_sls" and isinstance(value, list):
        return {"error": "\n".join(own_frames(error, root) for error in value)}
    return {"value": repr(outcome(value, root) if function == "state.single" else value)}


def main():
    files = trees()
    minion = json.loads((HERE / "minion.json").read_text(encoding="utf-8"))
    cases = []
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = pathlib.Path(root, "states", path)
            full.parent.mkdir(parents=True, exist_ok=True)
            with open(full, "w", encoding="utf-8", newline="") as out:
                out.write(text)
        os.makedirs(root + "/pillar")
        pathlib.Path(root, "pillar/top.sls").write_text("base: {'*': [data]}", encoding="utf-8")
        pathlib.Path(root, "pillar/data.sls").write_text(json.dumps(minion["pillar"]), encoding="utf-8")
        config = {
            "id": "web-1.example.com",
            "root_dir": root,
            "cachedir": root + "/cache",
            "file_client": "local",
            "file_roots": {"base": [root + "/states"]},
            "pillar_roots": {"base": [root + "/pillar"]},
            "grains": minion["grains"],
            **minion["config"],
        }
        pathlib.Path(root, "minion").write_text(json.dumps(config), encoding="utf-8")
        functions = salt.client.Caller(mopts=salt.config.minion_config(root + "/minion")).sminion.functions
        for function, args, kwargs in calls(files):
            cases.append({"fun": function, "args": args, "kwargs": kwargs, **answer(functions, root, function, args, kwargs)})
    with open(HERE / "cases.json", "w", encoding="utf-8") as out:
        json.dump({"files": files, **minion, "cases": cases}, out, indent=1, ensure_ascii=False)
        out.write("\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
