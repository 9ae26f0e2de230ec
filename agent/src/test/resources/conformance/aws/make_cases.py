"""Writes what the AWS states of saltext-boto3, the successors of Salt's own, answer against moto.

Needs salt==3008.3, saltext-boto3==1.2.0 and moto[server]==5.2.1; MOTO_SERVER names the latter's program. Every case
starts with an empty account. Its steps are single states; what it takes as given is made with plain calls of AWS's
query interface, so that whoever replays the case can make the same ones.
"""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import salt.client  # noqa: E402  pylint: disable=wrong-import-position
import salt.config  # noqa: E402  pylint: disable=wrong-import-position
from cases import CASES, PILLAR  # noqa: E402  pylint: disable=wrong-import-position

logging.disable(logging.CRITICAL)

# What AWS makes up, and moto differently each time.
MADE_UP = [
    (re.compile(r"\b(vpc|subnet|sg|sgr|i|ami|lt|igw|rtb|dopt|acl|vol|eni|r)-[0-9a-f]{8,17}\b"), r"\1-ID"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?"), "TIME"),
    (re.compile(r"\bA[A-Z]{3}[A-Z0-9]{16,17}\b"), "UNIQUE"),
    (re.compile(r"(targetgroup/[\w-]+|loadbalancer/app/[\w-]+|loadbalancer/net/[\w-]+)/[0-9a-f]{16}"), r"\1/ID"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"(/hostedzone/|/change/)[A-Z0-9]+"), r"\1ID"),
    (re.compile(r"\b[A-Z0-9]{22}\b"), "ID"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "DIGEST"),
    (re.compile(r"^[A-Za-z0-9]{52}$"), "REQUEST"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://sqs"),
]
TRACEBACK = re.compile(r"An exception occurred in this state: Traceback.*\n(?:[\w.]+: )?(.*)\n$", re.S)
VOLATILE = ("start_time", "duration", "__run_num__", "__sls__", "__id__", "warnings")


def post(url, body, headers=None):
    request = urllib.request.Request(url, data=body.encode(), headers=headers or {}, method="POST")
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


class Moto:
    def __init__(self):
        self.process = subprocess.Popen(
            [os.environ.get("MOTO_SERVER", "moto_server"), "-H", "127.0.0.1", "-p", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", line)
            if found:
                self.endpoint = found.group(1)
                break
        subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)

    def reset(self):
        post(self.endpoint + "/moto-api/reset", "")

    def ask(self, given, known):
        """One call of a query interface; `save` keeps what a pattern finds in the answer under a name."""
        form = urllib.parse.urlencode({k: filled(v, known) for k, v in given["form"].items()})
        scope = "AKIATEST/20200101/us-east-1/%s/aws4_request" % given["service"]
        answer = post(self.endpoint + "/", form, {
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=host, Signature=0" % scope})
        for name, pattern in given.get("save", {}).items():
            known[name] = re.search(pattern, answer).group(1)


def filled(value, known):
    if isinstance(value, dict):
        return {k: filled(v, known) for k, v in value.items()}
    if isinstance(value, list):
        return [filled(v, known) for v in value]
    if isinstance(value, str):
        for name, is_ in known.items():
            value = value.replace("@%s@" % name, is_)
    return value


def plain(value, known):
    if isinstance(value, dict):
        # botocore's own, with the time of the answer.
        return {str(k): plain(v, known) for k, v in value.items() if k != "ResponseMetadata"}
    if isinstance(value, (list, tuple)):
        return [plain(v, known) for v in value]
    if isinstance(value, str):
        value = TRACEBACK.sub(r"An exception occurred in this state: \1", value)
        for name, is_ in known.items():
            value = value.replace(is_, "@%s@" % name)
        for pattern, instead in MADE_UP:
            value = pattern.sub(instead, value)
        return value
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return plain(str(value), known)


def minion(root):
    os.makedirs(os.path.join(root, "etc"))
    config = {"id": "minion", "root_dir": root, "file_client": "local", "pillar": PILLAR}
    with open(os.path.join(root, "etc", "minion"), "w", encoding="utf-8") as out:
        json.dump(config, out)
    opts = salt.config.minion_config(os.path.join(root, "etc", "minion"))
    pillar = os.path.join(root, "pillar")
    os.makedirs(pillar)
    with open(os.path.join(pillar, "top.sls"), "w", encoding="utf-8") as out:
        json.dump({"base": {"*": ["data"]}}, out)
    with open(os.path.join(pillar, "data.sls"), "w", encoding="utf-8") as out:
        json.dump(PILLAR, out)
    opts["pillar_roots"] = {"base": [pillar]}
    opts["grains"] = {"os": "Debian", "id": "minion"}
    return salt.client.Caller(mopts=opts)


def main():
    time.sleep = lambda _: None
    os.environ.update(
        AWS_ACCESS_KEY_ID="AKIATEST", AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="us-east-1")
    path = os.path.join(HERE, "cases.json")
    kept = {}
    if sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            kept = {one["name"]: one for one in json.load(file)["cases"]}
    moto = Moto()
    out = []
    try:
        os.environ["AWS_ENDPOINT_URL"] = moto.endpoint
        with tempfile.TemporaryDirectory() as root:
            caller = minion(root)
            for case in CASES:
                if sys.argv[1:] and case["name"] in kept and not case["name"].startswith(tuple(sys.argv[1:])):
                    out.append(kept[case["name"]])
                    continue
                out.append(made(case, moto, caller))
    finally:
        moto.process.terminate()
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"pillar": PILLAR, "cases": out}, file, indent=1, ensure_ascii=False)
        file.write("\n")


def made(case, moto, caller):
    print(case["name"], file=sys.stderr)
    moto.reset()
    caller.sminion.functions.pack["__context__"].clear()
    known = {}
    for given in case.get("given", []):
        moto.ask(given, known)
    steps = []
    for step in case["steps"]:
        args = filled(json.loads(json.dumps(step["args"])), known)
        if "ask" in step:
            steps.append({**step, "salt": plain(asked(caller, step["ask"], args), known)})
            continue
        name = args.pop("name")
        answer = caller.cmd("state.single", step["call"], name, test=step["test"], region="us-east-1", **args)
        if not isinstance(answer, dict):
            raise SystemExit("%s: %s" % (step, answer))
        (result,) = answer.values()
        steps.append({**step, "salt": plain({k: v for k, v in result.items() if k not in VOLATILE}, known)})
    return {"name": case["name"], "given": case.get("given", []), "steps": steps}


def asked(caller, fun, args):
    try:
        return caller.sminion.functions[fun](region="us-east-1", **args)
    except Exception as exc:  # pylint: disable=broad-except
        return "%s: %s" % (type(exc).__name__, exc)


if __name__ == "__main__":
    main()
