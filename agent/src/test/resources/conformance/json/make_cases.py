"""Reads and writes JSON with Python and keeps what came out. Run with Salt's Python."""

import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent

TEXTS = [
    "", " ", "1", "-1", "0", "-0", "01", "-", "-a", "1.", "1.5", "1.e3", "1e3", "1E+3", "1e-3", "1e", "1e+", ".5", "+1", "1.5e300", "1e400", "-1e400", "12345678901234567890", "-12345678901234567890123",
    "null", "true", "false", "nul", "tru", "True", "None", "NaN", "Infinity", "-Infinity", "Inf", "nan", "'a'", '"a"', '"', '"a', '"\\', '"\\"', '"\\a"', '"\\n\\t\\b\\f\\r\\/\\\\\\""', '"\\u00e9"', '"\\u00E9"', '"\\ud83d\\ude00"',
    '"\\ud83d"', '"\\ud83dx"', '"\\u12"', '"\\u12', '"\\u123g"', '"\\u1234', '"\\u', '"a\nb"', '"a\tb"', '"\x00"', '"\x7f"', '"é😀"', '"😀\n"', "[]", "[ ]", "[1]", "[1,2]", "[1, 2 , 3]", "[1,]", "[,]", "[,1]", "[1 2]", "[1", "[1,", "[", "[[", "[1]]", "[1] x", "[1,\n2", "]",
    "{}", "{ }", '{"a":1}', '{"a": 1, "b": [1, {"c": null}]}', '{"a":1,}', '{"a" 1}', '{"a":}', '{"a"}', '{"a":1', '{"a":', '{"a"', '{"a', "{", "{a:1}", "{1:2}", "{'a':1}", '{"a":1 "b":2}', '{"a":1,"a":2}', '{"b":1,"a":2,"b":3}', "}", '{,}', '{"a":1,,}', '{"a":[}', '[{]',
    "\ufeff1", " 1 ", "\n\n1 x", "1\n2", "\t[1]\r\n", "\u00a01", "1 # c", "// c\n1", "[1, # c\n2]", '{"a": "é", "é": 1}', '"é" x', '["😀", x]', "{{ x }}", "a: b", "#!json\n{}", "[" * 50 + "]" * 50,
]
VALUES = [
    None, True, False, 0, 1, -1, 10**20, -(10**30), 0.0, -0.0, 1.0, 1.5, 1e16, 1e15, 1e17, 1e-5, 0.0001, 1.5e-7, 123456789.123, 1e300, float("inf"), float("-inf"), float("nan"), 0.1, 5e-324, 1.7976931348623157e308, 2.5e-5, 100.0, 1e22, 1234567890123456789.0,
    "", "a", 'a"b', "a\\b", "a/b", "\n\r\t\b\f", "\x00\x01\x1f\x7f", "é", "日本", "😀", "\u2028", "</script>&'", [], {}, [[]], [{}], {"a": []}, {"a": {}}, [1, [2, [3]]], {"a": 1, "b": [1, 2], "c": {"d": None}}, {"b": 1, "a": 2}, {"é": 1, "e": 2, "😀": 3, "\uffff": 4},
    {1: 2}, {"1": 2, 1: 3}, {1.5: 1}, {None: 1}, {True: 1, False: 0}, {2: 1, 10: 2, 1: 3}, {"a": 1, 2: 3}, {2: 3, "a": 1}, {None: 1, "a": 2}, [1, "a", None, True, 1.5], b"x", [b"x"], {"a": b"x"}, {b"x": 1}, {(1, 2): 3}, {1.0: "x"}, {float("nan"): 1}, {10**20: 1},
]
STYLES = [
    {}, {"indent": 2}, {"indent": 4, "sort_keys": True}, {"sort_keys": True}, {"indent": 0}, {"indent": "\t"}, {"ensure_ascii": False}, {"ensure_ascii": False, "indent": 2, "sort_keys": True}, {"separators": [",", ":"]}, {"separators": ["; ", " = "], "indent": 1},
]


def parse(text):
    case = {"text": text}
    try:
        case["value"] = repr(json.loads(text))
    except ValueError as error:
        case["error"] = type(error).__name__ + ": " + str(error)
    return case


def write(value, style):
    case = {"value": repr(value), "style": style}
    options = dict(style)
    if "separators" in options:
        options["separators"] = tuple(options["separators"])
    try:
        case["text"] = json.dumps(value, **options)
    except (TypeError, ValueError) as error:
        case["error"] = type(error).__name__ + ": " + str(error)
    return case


def random_texts():
    randomly = random.Random(22)
    pieces = ["{", "}", "[", "]", ",", ":", '"a"', '"', "1", "-", ".5", "e3", "null", "true", " ", "\n", "\\", "\\u00e9", "x", "😀"]
    return ["".join(randomly.choice(pieces) for _ in range(randomly.randint(1, 8))) for _ in range(400)]


def keep(name, cases):
    with open(HERE / (name + ".json"), "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    print(name, len(cases))


keep("parse", [parse(text) for text in TEXTS + sorted(set(random_texts()))])
keep("write", [write(value, style) for value in VALUES for style in STYLES])
