"""Makes cases.json: what Salt's outputters print. Run with a Python that has salt==3008.3."""

import copy
import json
import os
import sys

import salt.config
import salt.output

HERE = os.path.dirname(os.path.abspath(__file__))


def state(num, result, changes, comment, id_="an id", name="a name", fun="file_|-{}_|-{}_|-managed", **more):
    return fun.format(id_, name), {
        "name": name,
        "result": result,
        "changes": changes,
        "comment": comment,
        "__sls__": "base",
        "__run_num__": num,
        "__id__": id_,
        "start_time": "10:11:12.131415",
        "duration": 1.234,
        **more,
    }


CLEAN = state(0, True, {}, "File /a is in the correct state", "clean", "/a")
CHANGED = state(1, True, {"diff": "--- \n+++ \n@@ -1 +1 @@\n-a\n+b\n", "mode": "0644"}, "File /b updated", "changed", "/b")
FAILED = state(2, False, {}, "No such file\nor directory: /c", "failed", "/c")
WOULD = state(3, None, {"newfile": "/d"}, "The file /d is set to be changed\n", "would", "/d")
NESTED = state(4, True, {"new": {"a": ["x", {"k": 1}], "b": None}, "old": []}, "ok", "same", "same")
COMMAND = state(
    5, True, {"pid": 12, "retcode": 0, "stdout": "one\ntwo", "stderr": ""}, 'Command "x" run', fun="cmd_|-{}_|-{}_|-run")
WARNED = state(6, True, {"a": 1}, "warned", "w", "w", warnings=["A long warning " * 10, "second"])
PARALLEL = state(7, True, {"a": 1}, "p", "p", "p", __parallel__=True)
LISTS = state(8, True, {"added": ["a", "b"], "deep": [["x", "y"], ["z"]], "n": 1.5, "t": True}, "lists", "l", "l")
SLOW = state(9, True, {"a": "b"}, "slow", "s", "s", duration=12345.678)
SKIPPED = state(10, False, {}, "One or more requisite failed: base.failed", "skipped", "/s", start_time="", duration=0)
UNICODE = state(11, True, {"žluť": "☃"}, "žluťoučký", "ů", "ů")
DATA = state(12, False, {}, "with data", "data", "data", data={"k": "v"})
ESCAPE = state(13, True, {"x": "\033[31mred"}, "esc", "e", "e")

RUNS = {
    "mixed bag": [CLEAN, CHANGED, FAILED, WOULD, NESTED],
    "one clean": [CLEAN],
    "one changed": [CHANGED],
    "one failed": [FAILED],
    "test run": [WOULD, CLEAN],
    "commands": [COMMAND, LISTS],
    "warnings": [WARNED, CLEAN],
    "parallel": [PARALLEL, CHANGED, SLOW],
    "skipped": [FAILED, SKIPPED],
    "unicode": [UNICODE, ESCAPE],
    "data": [DATA],
    "none": [],
    "many": [state(i, True, {}, "ok", "id%d" % i, "/f%d" % i) for i in range(12)] + [CHANGED],
}

OPTION_SETS = [
    {},
    {"state_output": "mixed", "state_verbose": False},
    {"state_output": "terse"},
    {"state_output": "changes"},
    {"state_output": "full_id"},
    {"state_output": "mixed_id", "state_verbose": False},
    {"state_verbose": False},
    {"state_output_profile": False},
    {"state_output": "terse", "state_output_profile": False},
    {"state_output_pct": True},
    {"state_output_diff": True},
    {"state_tabular": True, "state_output": "terse"},
    {"state_output": "filter", "state_output_exclude": ["True"], "state_output_terse": ["None"]},
    {"color": True},
    {"color": True, "state_output": "mixed", "state_verbose": False},
]

VALUES = [
    None, True, False, 0, 3, 2.5, 1e20, "text", "", "two\nlines\n", "a\n\nb", [], {}, ["a", "b"], [["a"], ["b", ["c"]]],
    [{"a": 1}, {"b": [1, 2]}], {"b": 1, "a": {"c": [1, {"d": None}]}}, {"x": {}}, {"x": []}, {"10": 1, "9": 2}, {1: "a", 2: "b"},
    {"a b": "žluť ☃"}, "quote ' and \"", {"k": "it's"}, ["x", ["y", {"z": True}]], {"long": "x" * 100, "list": list(range(40))},
    {"nested": {"deep": {"deeper": {"deepest": ["a" * 30, "b" * 30, "c" * 30]}}}}, {"multi": "a\nb"}, {"t": "true", "n": "1", "o": "012"},
    [None, "None", True, "True"], {"e": "", "s": " lead", "c": "a: b", "h": "# no"},
    [{"a_b": 1, "name": "x"}, {"a_b": None, "name": "long text that has many words in it, more than fit into fifty columns"}],
    {"rows": [["a", "bc"], ["def", "g"]], "labels": ["One", "Two"]}, {"deep": {"rows": [{"é": "☃"}], "other": 5}}, [["a"], "b"],
]
TABLES = {
    "rows key": {"out.table.rows_key": "rows"},
    "labels": {"out.table.rows_key": "rows", "out.table.labels_key": "labels"},
    "plain": {"out.table.separate_rows": False, "out.table.justify": "left", "out.table.row_delimiter": "=", "out.table.width": 10},
    "right": {"out.table.justify": "right", "out.table.nested_indent": 2, "out.table.delim": "|", "out.table.prefix": "<", "out.table.suffix": ">"},
    "what": {"out.table.justify": "what", "out.table.has_header": False},
}


def main():
    base = salt.config.DEFAULT_MINION_OPTS.copy()
    base["extension_modules"] = ""
    base["color"] = False
    cases = []

    def add(name, out, data, options, retcode=0):
        opts = copy.deepcopy(base)
        opts.update(copy.deepcopy(options))
        expected = salt.output.out_format(copy.deepcopy(data), out, opts, _retcode=retcode)
        pairs = not isinstance(data["local"], dict) or all(isinstance(k, str) for k in data["local"])
        if pairs:
            cases.append({"name": name, "out": out, "data": data, "options": options, "retcode": retcode, "expected": expected})

    for run, states in RUNS.items():
        for options in OPTION_SETS:
            add(f"{run} {json.dumps(options)}", "highstate", {"local": dict(states)}, options)
    add("errors", "highstate", {"local": ["Rendering SLS 'base:x' failed: mapping values", "second"]}, {})
    add("errors in colour", "highstate", {"local": ["Rendering failed"]}, {"color": True})
    for number, value in enumerate(VALUES):
        for out in ("nested", "json", "yaml", "raw", "pprint", "txt", "key", "table", "no_return"):
            add(f"value {number} {out}", out, {"local": value}, {})
        for out in ("key", "table", "no_return"):
            add(f"value {number} {out} in colour", out, {"local": value}, {"color": True})
        add(f"value {number} pprint 3", "pprint", {"local": value}, {"output_indent": 3})
        add(f"value {number} pprint 0", "pprint", {"local": value}, {"output_indent": 0})
        add(f"value {number} nested in colour", "nested", {"local": value}, {"color": True})
        for name, options in TABLES.items():
            add(f"value {number} table {name}", "table", {"local": value}, options)
        add(f"value {number} nested failed", "nested", {"local": value}, {"color": True}, 1)
        add(f"value {number} json -1", "json", {"local": value}, {"output_indent": -1})
        add(f"value {number} json pretty", "json", {"local": value}, {"output_indent": "pretty"})
        add(f"value {number} yaml -1", "yaml", {"local": value}, {"output_indent": -1})
    with open(os.path.join(HERE, "cases.json"), "w") as out:
        json.dump(cases, out, indent=1, ensure_ascii=False)
        out.write("\n")
    print(f"{len(cases)} cases", file=sys.stderr)


if __name__ == "__main__":
    main()
