"""Makes core_cases.json: templates for every part of the engine, with what real Salt makes of each."""
import itertools
import json
import os
import re

import salt_renderer
from templates import CONTEXT, FILES, INCLUDING, OPTIONED, STATEMENTS, SYNTAX
from expressions import expressions

HERE = os.path.dirname(os.path.abspath(__file__))


def case(name, template, **more):
    files = more.get("files")
    answer = salt_renderer.render(template, CONTEXT, FILES if files == "all" else files, more.get("options"))
    if re.match("SyntaxError|TypeError: sequence item", answer.get("failed", "")):
        return None  # Python refuses what Jinja2 made: lines and counts are those of its code.
    if "0x7" in json.dumps(answer):
        return None  # It prints an address, which is never the same.
    return dict(id=name, template=template, **more, **answer)


def language():
    """The templates of language.txt, each for a sentence of Jinja2's language reference: options, files, text."""
    with open(os.path.join(HERE, "language.txt"), encoding="utf-8") as lines:
        for template in lines.read().rstrip("\n").split("\n====\n"):
            options = {}
            if template.startswith("#opt "):
                head, template = template.split("\n", 1)
                options = json.loads(head.removeprefix("#opt "))
            template, *more = re.split(r"\n@@(\S+)\n", template)
            yield options, {**FILES, **dict(zip(more[::2], more[1::2]))} if more else "all", template


def main():
    cases = []
    for group, templates in itertools.chain(
        expressions().items(), STATEMENTS.items(), SYNTAX.items()
    ):
        for i, template in enumerate(dict.fromkeys(templates), 1):
            cases.append(case(f"{group}-{i:03}", template))
    for group, templates in INCLUDING.items():
        for i, template in enumerate(templates, 1):
            cases.append(case(f"{group}-{i:03}", template, files="all"))
    for i, (options, files, template) in enumerate(language(), 1):
        more = {"options": options} if options else {}
        cases.append(case(f"language-{i:03}", template, files=files, **more))
    for i, (options, template) in enumerate(OPTIONED, 1):
        cases.append(case(f"options-{i:03}", template, options=options))
    cases = [one for one in cases if one]
    path = os.path.join(HERE, "core_cases.json")
    with open(path, "w", encoding="utf-8") as out:
        out.write('{"contexts": [' + json.dumps(CONTEXT) + '],\n"files": {"all": ' + json.dumps(FILES) + '},\n"cases": [\n')
        out.write(",\n".join(json.dumps(one) for one in cases))
        out.write("\n]}\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
