"""Answers, line by line, what Salt makes of one YAML text, and how it writes that value again.

Reads {"text": text, "options": {…}} and writes {"value": repr, "dump": text, "serialize": text}, {"error": text}, or {} where Python
has no answer that could be compared.
"""

import json
import sys

import salt.serializers.yaml
import salt.utils.yaml
from salt.utils.odict import OrderedDict
from salt.utils.yamlloader import SaltYamlSafeLoader


def plain(value):
    """Sets and tuples as lists, because the Java side has neither."""
    if isinstance(value, dict):
        return {plain(k) if isinstance(k, tuple) else k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, set) and value:
        raise RecursionError("a set has no order")
    return [] if isinstance(value, set) else value


def answer(text, options):
    try:
        value = salt.utils.yaml.safe_load(text)
        shown = repr(plain(value))
    except RecursionError:
        return {}  # a value that holds itself
    except Exception as error:  # every exception is an answer here
        return {"error": type(error).__name__ + ": " + str(error)}
    return {
        "value": shown,
        "dump": salt.utils.yaml.safe_dump(value, **options),
        "serialize": salt.serializers.yaml.serialize(value, **options),
    }


# An SLS file makes !!omap a plain mapping for the rest of the process; so does this.
SaltYamlSafeLoader("", dictclass=OrderedDict)
for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
