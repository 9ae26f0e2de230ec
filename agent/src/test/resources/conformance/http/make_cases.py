"""Writes cases.json: requests of http functions to a server of this script's own, and what Salt answers.

server.json says what the server answers; what is asked under /echo is answered with the request. Run
with the Python of an environment that has Salt 3008.3; deterministic.
"""

import http.server
import json
import logging
import os
import socket
import tempfile
import threading
import warnings

warnings.simplefilter("ignore")
for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]

import salt.config
import salt.loader

logging.disable(logging.CRITICAL)

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "server.json")) as source:
    ANSWERS = json.load(source)
with open(os.path.join(HERE, "calls.txt")) as source:
    CALLS = [line.strip() for line in source if line.strip() and not line.startswith("#")]
TOLD = ("Authorization", "Content-Type", "User-Agent", "X-One", "X-Two")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/echo"):
            told = {name: self.headers[name] for name in TOLD if self.headers[name] is not None}
            asked = {"method": self.command, "path": self.path, "headers": told, "body": sent.decode()}
            answer = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(asked, sort_keys=True)}
        else:
            answer = ANSWERS[self.path]
        body = answer["latin"].encode("latin-1") if "latin" in answer else answer["body"].encode()
        self.send_response(answer["status"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        if answer["status"] != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do

    def log_message(self, *args):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = unused.getsockname()[1]
    cases = []
    with tempfile.TemporaryDirectory() as scratch:
        with open(os.path.join(scratch, "data"), "w") as out:
            out.write("of a file")
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write(f"id: web1\nfile_client: local\nroot_dir: {scratch}\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
        opts["grains"] = {"id": "web1", "kernel": "Linux", "os": "Debian", "os_family": "Debian"}
        opts["pillar"] = {}
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        for call in CALLS:
            name, _, given = call.partition(" ")
            places = {"url": f"http://127.0.0.1:{server.server_port}", "none": f"http://127.0.0.1:{nobody}", "dir": scratch}
            made = given
            for place, value in places.items():
                made = made.replace("{%s}" % place, value)
            case = {"call": call, "function": name}
            case["args"], case["kwargs"] = eval(f"(lambda *a, **k: (list(a), k))({given})")  # pylint: disable=eval-used
            args, kwargs = eval(f"(lambda *a, **k: (list(a), k))({made})")  # pylint: disable=eval-used
            try:
                result = functions[name](*args, **kwargs)
                if "headers" in result:
                    kept = {k: v for k, v in result["headers"].items() if k == "Content-Type" or k.startswith("X-")}
                    result["headers"] = dict(sorted(kept.items()))
                case["result"] = repr(result)
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = str(exc)
            case["files"] = {}
            for file in ("text", "decoded"):
                if os.path.exists(os.path.join(scratch, file)):
                    with open(os.path.join(scratch, file)) as content:
                        case["files"][file] = content.read()
                    os.remove(os.path.join(scratch, file))
            cases.append(case)
    with open(os.path.join(HERE, "cases.json"), "w") as out:
        json.dump({"cases": cases}, out, indent=1, ensure_ascii=False)
        out.write("\n")


if __name__ == "__main__":
    main()
