"""Writes defaults.json: the opts that Salt's minion has when its file gives only an id.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import json
import os
import tempfile

import salt.config


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as scratch:
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write("id: web1\nfile_client: local\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
    for key in ("conf_file", "__cli"):
        del opts[key]
    with open(os.path.join(here, "defaults.json"), "w") as out:
        json.dump({"opts": opts}, out, indent=1, sort_keys=True, default=repr)
        out.write("\n")


if __name__ == "__main__":
    main()
