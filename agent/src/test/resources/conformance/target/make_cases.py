"""Writes cases.json: target expressions and what Salt's own matchers say of them.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import json
import logging
import os
import tempfile

import salt.config
import salt.loader

logging.disable(logging.CRITICAL)

GRAINS = {
    "id": "myapp-testing-useast1-898900",
    "os": "Debian",
    "os_family": "Debian",
    "osmajorrelease": 12,
    "osrelease": "12",
    "kernel": "Linux",
    "virtual": None,
    "efi": False,
    "load": 1.5,
    "roles": ["web", "Cache", "db:primary"],
    "ports": [80, 443],
    "mixed": [{"a": "one", "b": {"c": "deep"}}, "plain", 7],
    "nested": {"level1": {"level2": "Value", "list": ["x", "y"]}, "80": "http", 443: "https"},
    "colon": "a:b:c",
    "empty": {},
    "none": [],
    "true": True,
    "service_name": "myapp",
    "service_group": "myapp-testing",
    "ipv4": ["127.0.0.1", "10.20.30.40"],
    "ipv6": ["::1", "fe80::fc:ff:fe00:1", "2001:db8::2"],
    "unicode": "Grüße",
}
PILLAR = {
    "role": "Frontend",
    "users": {"alice": {"uid": 1000, "groups": ["adm", "sudo"]}, "bob": {"uid": 1001}},
    "features": ["fast", "Blue"],
    "enabled": True,
    "nothing": None,
    "cheese": "swiss",
    "url": "https://example.com/a.git",
}
NODEGROUPS = {
    "web": "G@roles:web",
    "webstr": "myapp-*",
    "hosts": "web1,web2,myapp-testing-useast1-898900",
    "hostlist": ["web1", "myapp-testing-useast1-898900"],
    "regex": "myapp-(testing|prod)-.*",
    "nested": "N@web and G@os:Debian",
    "nestednot": ["not", "N@hosts"],
    "deep": "N@nested and not N@other",
    "other": "G@os:RedHat",
    "loop": "N@loop2",
    "loop2": "N@loop or G@os:Debian",
    "wrong": 5,
    "empty": "",
}
DATA = {"spam": "eggs", "list": ["One", "two"], "map": {"k": 1}}

ID = "myapp-testing-useast1-898900"

CASES = {
    "glob": [
        "*", ID, "myapp-*", "MYAPP-*", "?yapp-testing-useast1-898900", "[m-n]yapp*", "[!a-l]*",
        "[!m]*", "*-[0-9][0-9]*", "[]m]yapp*", "[m", "*.example.com", "", "web*", "[z-a]*", "[!]*",
        "myapp-testing-useast1-89890[0-9]", "**", "*\\*", "m[x-za-y]*", "[--z]*", "[a-]*", "[!z-a]*", 5, None, ["*"],
    ],
    "pcre": [
        ".*", "myapp", "^myapp", "app", "myapp-(testing|prod)-.*$", "(?P<a_b>my)app(?P=a_b)?", "MYAPP", "(?i)MYAPP",
        r"myapp-\w+-\w+\d-\d{6}\Z", r"myapp-\w+-\w+\d-\d{,6}", "[", "(", ")", "*", "a{", "m{1}y", "(?x) my app # x",
        "[[]|m", "(?#c)my", r"\q", "m++y", "(?<!x)m", "a(?i)b",
    ],
    "list": [
        ID, "web1," + ID, ID + ",web1", "a," + ID + ",b", "web1", "", "web1, " + ID, ID + " ", [ID], ["web1"], [],
        {ID: 1}, 5, None,
    ],
    "grain": [
        "os:Debian", "os:debian", "os:Deb*", "os:RedHat", "os", "os:", ":Debian", "OS:Debian", "osmajorrelease:12",
        "osmajorrelease:1?", "osrelease:12", "virtual:None", "virtual:*", "efi:False", "efi:false", "load:1.5",
        "roles:web", "roles:cache", "roles:c*", "roles:db:primary", "roles:0:web", "roles:1:web", "roles:-1:*",
        "ports:80", "ports:44?", "mixed:a:one", "mixed:a", "mixed:b:c:deep", "mixed:b:c", "mixed:plain", "mixed:7",
        "mixed:*:deep", "nested:level1", "nested:*", "nested:level1:level2", "nested:level1:level2:value",
        "nested:*:level2", "nested:*:value", "nested:level1:*:y", "nested:level1:list:x", "nested:80:http",
        "nested:443:https", "nested:443", "nested:80", "colon:a:b:c", "colon:a:b", "colon:a*", "empty:*", "none:*",
        "true:True", "true:1", "service_group:myapp-testing", "service_name:my*", "missing:*", "missing:x:y",
        "*:Debian", "*:os", "*:level1", "ipv4:127.*", "ipv6:::1", "unicode:grü*", "id:myapp-*", "nested:level?",
        "nested:LEVEL1", "*:*", "*", "a:*:b", 5, None,
    ],
    "grain_pcre": [
        "os:Deb.*", "os:(debian|ubuntu)", "os:ebian", "os:^debian$", "roles:(web|db)", "nested:level1:level2:val",
        "osmajorrelease:1[0-9]", "os:[", "os:*", "os", "nested:lev.*", "ipv6:2001:.*", "os:\\w+\\Z", "os:\\D+",
        "*:debi.*", "mixed:.*",
    ],
    "pillar": [
        "role:Frontend", "role:front*", "users:alice", "users:*:uid:1000", "users:alice:uid:1000",
        "users:alice:groups:sudo", "users:carol", "features:blue", "enabled:true", "nothing:None", "cheese:swi*",
        "cheese", "url:https://example.com/a.git", "url:https:*", "users:*", "users:*:groups",
    ],
    "pillar_exact": [
        "role:Frontend", "role:frontend", "role:front*", "users:alice", "users:alice:uid:1000", "users:al*",
        "features:Blue", "features:B*", "users:*", "enabled:True", "cheese",
    ],
    "pillar_pcre": [
        "role:front.*", "cheese:(swiss|american)", "users:(alice|carol)", "users:alice:uid:\\d+", "cheese:(", "cheese",
    ],
    "ipcidr": [
        "10.20.30.40", "10.20.30.41", "10.0.0.0/8", "10.20.30.0/24", "10.20.31.0/24", "10.20.30.40/24",
        "10.0.0.0/255.0.0.0", "10.0.0.0/0.255.255.255", "10.0.0.0/33", "127.0.0.1/32", "0.0.0.0/0", "::1", "::/0",
        "fe80::/10", "2001:db8::/32", "2001:0db8:0:0::2", "2001:db8::3", "2001:db8::/129", "nonsense", "", "10.0.0",
        "010.20.30.40", "10.20.30.40.50", "10.0.0.0/255.0.255.0", "1::2::3",
    ],
    "nodegroup": [
        "web", "webstr", "hosts", "hostlist", "regex", "nested", "nestednot", "deep", "other", "loop", "wrong", "empty",
        "unknown",
    ],
    "compound": [
        "* or ( web* ( * ) )", "* or not ( * ( web* ) )", "web* and ( * ( * ) )", "* and ( * ( * ) )", "* ( * )", "* or * ( * )",
        "* or ( ) ( * )", "* or ( * * )", "not web* or ( ( * ) ( * ) )",
        "*", ID, "G@os:Debian", "G@os:Debian and not G@kernel:Linux", "G@os:Debian and not G@kernel:Windows",
        "G@os:Debian not G@kernel:Windows", "not G@os:RedHat", "not not G@os:Debian", "and G@os:Debian",
        "or G@os:Debian", "G@os:Debian and", "G@os:Debian or", "( G@os:Debian )", "( G@os:Debian",
        "G@os:Debian )", ") G@os:Debian (", "( and G@os:Debian )", "( )", "", "G@os:RedHat or ( G@os:Debian and web* )",
        "G@os:RedHat or ( G@os:Debian and myapp-* )", "G@os:Debian and not ( web* or L@a,b )",
        "E@myapp-.* and G@roles:web", "P@os:(Debian|RedHat)", "L@web1," + ID, "L@web1,web2", "S@10.0.0.0/8",
        "S@10.20.30.40", "S@192.168.0.0/16", "S@nonsense", "I@role:Frontend", "J@role:front.*", "I@users:alice",
        "G|@os|Debian", "G|@nested|level1|level2|value", "P|@os|deb.*", "I/@users/alice", "J%@role%front.*", "G@@os@Debian",
        "N@web", "N@deep", "N@loop", "N@unknown", "N@web and not N@other", "not N@hosts", "N@hostlist or web*",
        "N@regex", "N@empty", "N@wrong", "X@os:Debian", "R@range", "T@x", "M@x", "G@os", "G@", "E@", "@",
        "web* or * and not *", "not web* and not db*", "* and ( not web* )", "* *", "* not", "( * ) ( * )",
        "( * ) and ( * )", "not ( * )", "* and G@empty:*", "G@os:Debian and G@roles:web or G@os:RedHat",
        "G@os:RedHat and G@roles:web or G@os:Debian", "True", "E@(?i)MYAPP.*", "E@[",
        ["G@os:Debian", "and", "web*"], ["G@os:Debian", "or", "web*"], ["N@web"], [], 5, None,
        "web*\tor\nG@os:Debian",
    ],
    "data": ["spam:eggs", "spam:e*", "spam:EGGS", "spam", "list:one", "list:T*", "list:three", "map:k", "map:x", "no:x"],
    "grian": ["os:Debian"],
}

DELIMITED = [
    ("grain", "nested|level1|level2|value", "|"),
    ("grain", "nested|level1|level2:value", "|"),
    ("grain", "colon|a:b:c", "|"),
    ("grain", "os:Debian", "|"),
    ("pillar", "users/alice/groups/adm", "/"),
    ("pillar_pcre", "url|https://.*\\.git", "|"),
    ("grain", "nested::level1::list::x", "::"),
    ("pillar_exact", "role|Frontend", "|"),
]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as scratch:
        with open(os.path.join(scratch, "minion"), "w") as out:
            out.write(f"id: {ID}\nfile_client: local\nroot_dir: {scratch}\n")
        opts = dict(salt.config.minion_config(os.path.join(scratch, "minion")))
        opts["grains"] = GRAINS
        opts["pillar"] = PILLAR
        opts["nodegroups"] = NODEGROUPS
        context = {}
        matchers = salt.loader.matchers(opts, context=context)
        context["matchers"] = matchers
        results = []

        def run(kind, expression, delimiter=None):
            case = {"type": kind, "expression": expression}
            kwargs = {}
            if delimiter:
                case["delimiter"] = kwargs["delimiter"] = delimiter
            try:
                if kind == "nodegroup":
                    matched = matchers["nodegroup_match.match"](expression, NODEGROUPS)
                elif kind == "data":
                    matched = matchers["data_match.match"](
                        expression, functions={"data.getval": DATA.get}
                    )
                else:
                    matched = matchers[kind + "_match.match"](expression, **kwargs)
                case["matches"] = bool(matched)
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = type(exc).__name__ + ": " + str(exc)
            results.append(case)

        for kind, expressions in CASES.items():
            for expression in expressions:
                run(kind, expression)
        for kind, expression, delimiter in DELIMITED:
            run(kind, expression, delimiter)
    subject = {"id": ID, "grains": {k: v for k, v in GRAINS.items()}, "pillar": PILLAR, "nodegroups": NODEGROUPS, "data": DATA}
    subject["grains"]["nested"] = {**GRAINS["nested"]}
    # JSON has no number keys; the reader turns this one back into a number.
    subject["grains"]["nested"]["443#"] = subject["grains"]["nested"].pop(443)
    with open(os.path.join(here, "cases.json"), "w") as out:
        json.dump({"subject": subject, "cases": results}, out, indent=1, ensure_ascii=False)
        out.write("\n")


if __name__ == "__main__":
    main()
