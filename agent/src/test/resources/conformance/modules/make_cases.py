"""Writes cases.json: calls of execution functions that touch no host, and what Salt answers.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import copy
import json
import logging
import os
import tempfile

import salt.config
import salt.loader
import salt.utils.secret

logging.disable(logging.CRITICAL)

GRAINS = {
    "id": "myapp-testing-useast1-1",
    "os": "Debian",
    "os_family": "Debian",
    "osfinger": "Debian-12",
    "osmajorrelease": 12,
    "roles": ["web", "cache"],
    "nested": {"a": {"b": [1, {"c": "deep"}]}},
    "empty": None,
    "saltversion": "3008.3",
    "fqdn": "web1.example.com",
    "serialnumber": "ABCDEFGH",
}
PILLAR = {
    "a": 1,
    "text": "hello",
    "flag": True,
    "none": None,
    "list": [1, 2, 3],
    "m": {"x": 1, "y": {"z": [10, 20]}, "l": ["p", "q"]},
    "80": "eighty",
    "dicts": [{"name": "one", "v": 1}, {"other": {"k": "v"}}],
    "master": {"from_master": 1},
    "conf_key": "pillar",
    "virt_like.a": "dotted",
}
CONFIG = {
    "conf_key": "opts",
    "my_profile": {"region": "us-east-1", "keys": ["k1", "k2"]},
    "virt_like.b": "dotted opts",
    "nodegroups": {"grp": "G@os:Debian"},
}
FILES = {
    "d/x.sls": "a: 1\n",
    "d/e/f.txt": "hi\n",
    "d/init.sls": "b: 1\n",
    "top.sls": "base:\n  '*':\n    - d\n",
    "formula/defaults.yaml": "port: 80\nnested:\n  k: v\n",
    "jsonformula/defaults.json": '{"port": 81}',
    "empty.sls": "",
}

LOOKUP = {"Debian": {"pkg": "nginx", "opts": {"a": 1}}, "RedHat": {"pkg": "nginx-rh"}, "default": {"pkg": "other"}}
DA = {"a": 1, "m": {"x": 1, "l": [1, 2]}, "s": "t"}
DB = {"b": 2, "m": {"y": 2, "l": [2, 3]}, "s": {"now": 1}}

CALLS = [
    # config
    ("config.get", "my_profile"), ("config.get", "my_profile:region"), ("config.get", "my_profile:keys:1"),
    ("config.get", "conf_key"), ("config.get", "conf_key", {"omit_opts": True}), ("config.get", "os"),
    ("config.get", "roles:0"), ("config.get", "m:y:z"), ("config.get", "m:y:z:1"), ("config.get", "nope"),
    ("config.get", "nope", "dflt"), ("config.get", "nope", {"default": None}), ("config.get", "nope:x", {"default": {"a": 1}}),
    ("config.get", "os", {"omit_grains": True}), ("config.get", "text", {"omit_pillar": True}),
    ("config.get", "from_master"), ("config.get", "from_master", {"omit_master": True}), ("config.get", "m|x", {"delimiter": "|"}),
    ("config.get", "m", {"merge": "recurse"}), ("config.get", "m:x", {"merge": "overwrite"}), ("config.get", "80"),
    ("config.get", "none"), ("config.get", "empty"), ("config.get", "test.foo"), ("config.get", "grains:os"),
    ("config.option", "conf_key"), ("config.option", "os"), ("config.option", "text"), ("config.option", "nope"),
    ("config.option", "nope", "d"), ("config.option", "from_master"), ("config.option", "hosts.file"),
    ("config.option", "virt_like.*", {"wildcard": True}), ("config.option", "zzz*", {"wildcard": True}),
    ("config.option", "conf_key", {"omit_all": True}), ("config.option", "conf_key", {"omit_opts": True}),
    ("config.merge", "conf_key"), ("config.merge", "m"), ("config.merge", "nope"), ("config.merge", "nope", "d"),
    ("config.dot_vals", "virt_like"), ("config.backup_mode",), ("config.backup_mode", "minion"),
    ("config.manage_mode", "644"), ("config.manage_mode", 644), ("config.manage_mode", "0o755"), ("config.manage_mode", None),
    ("config.manage_mode", "01777"), ("config.valid_fileproto", "salt://x"), ("config.valid_fileproto", "gopher://x"),
    # pillar
    ("pillar.get", "a"), ("pillar.get", "m:y:z:0"), ("pillar.get", "m:y:z:-1"), ("pillar.get", "m:y:z:9", "d"),
    ("pillar.get", "dicts:name"), ("pillar.get", "dicts:other:k"), ("pillar.get", "dicts:0:v"), ("pillar.get", "nope"),
    ("pillar.get", "nope", None), ("pillar.get", "nope", {"default": []}), ("pillar.get", "none"), ("pillar.get", "none", "d"),
    ("pillar.get", "80"), ("pillar.get", "m/x", {"delimiter": "/"}), ("pillar.get", "m", {"default": {"x": 5, "n": 1}, "merge": True}),
    ("pillar.get", "m", {"default": {"l": ["r"]}, "merge": True, "merge_nested_lists": True}),
    ("pillar.get", "list", {"default": [3, 4], "merge": True}), ("pillar.get", "text", {"default": {"a": 1}, "merge": True}),
    ("pillar.get", "nope", {"default": {"a": 1}, "merge": True}), ("pillar.get", "a", {"default": "x", "merge": True}),
    ("pillar.get", "text:x"), ("pillar.get", "text:0"), ("pillar.get", "list:x"), ("pillar.get", "flag"),
    ("pillar.item", "a", "m:x", "nope"), ("pillar.items", "a", "m:x", "nope"), ("pillar.data", "m"), ("pillar.item", "nope", {"default": "d"}), ("pillar.raw", "m"), ("pillar.raw", "nope"),
    ("pillar.keys", "m"), ("pillar.keys", "nope"), ("pillar.keys", "a"), ("pillar.keys", "m:y"),
    ("pillar.filter_by", {"hello": 1, "default": 2}, "text"), ("pillar.filter_by", {"h*": 1}, "text"),
    ("pillar.fetch", "text"),
    # grains
    ("grains.get", "os"), ("grains.get", "nested:a:b:1:c"), ("grains.get", "nested:a:b:c"), ("grains.get", "nope"),
    ("grains.get", "nope", "d"), ("grains.get", "roles:1"), ("grains.get", "nested|a", {"delimiter": "|"}), ("grains.get", "empty"),
    ("grains.has_value", "os"), ("grains.has_value", "nope"), ("grains.has_value", "empty"), ("grains.has_value", "nested:a"),
    ("grains.item", "os", "nope", "nested:a:b:0"), ("grains.item", "nope", {"default": 5}), ("grains.item", "fqdn", {"sanitize": True}),
    ("grains.equals", "osmajorrelease", 12), ("grains.equals", "osmajorrelease", "12"), ("grains.equals", "os", "debian"),
    ("grains.fetch", "os"),
    ("grains.filter_by", None), ("grains.filter_by", 5), ("grains.filter_by", "text"), ("grains.filter_by", [1]), ("grains.filter_by", None, "nosuch"),
    ("grains.filter_by", LOOKUP), ("grains.filter_by", LOOKUP, "osfinger"), ("grains.filter_by", LOOKUP, {"grain": "nope"}),
    ("grains.filter_by", LOOKUP, {"merge": {"opts": {"b": 2}}}), ("grains.filter_by", LOOKUP, {"base": "default"}),
    ("grains.filter_by", LOOKUP, {"base": "default", "merge": {"x": 1}}), ("grains.filter_by", {"Ubuntu": 1}, {"default": "nope"}),
    ("grains.filter_by", {"Deb*": 1, "default": 2}), ("grains.filter_by", {"web": "w", "cache": "c"}, {"grain": "roles"}),
    ("grains.filter_by", {"cache": "c", "db": "d"}, {"grain": "roles"}), ("grains.filter_by", {"12": "twelve"}, {"grain": "osmajorrelease"}),
    ("grains.filter_by", {12: "twelve"}, {"grain": "osmajorrelease"}), ("grains.filter_by", {"Debian": "text"}, {"merge": {"a": 1}}),
    ("grains.filter_by", {"Debian": None, "default": {"d": 1}}), ("grains.filter_by", {"Debian": "x", "b": {"k": 1}}, {"base": "b"}),
    ("grains.filter_by", LOOKUP, {"merge": [1]}), ("grains.filter_by", {}, {"merge": {"a": 1}}), ("grains.filter_by", LOOKUP, {"merge": {}}),
    # slsutil
    ("slsutil.update", copy.deepcopy(DA), DB), ("slsutil.update", copy.deepcopy(DA), DB, {"merge_lists": True}),
    ("slsutil.update", copy.deepcopy(DA), DB, {"recursive_update": False}), ("slsutil.update", [1], {}),
    ("slsutil.merge", DA, DB), ("slsutil.merge", DA, DB, {"strategy": "list"}), ("slsutil.merge", copy.deepcopy(DA), DB, {"strategy": "overwrite"}),
    ("slsutil.merge", DA, DB, {"strategy": "aggregate"}), ("slsutil.merge", DA, DB, {"strategy": "recurse", "merge_lists": True}),
    ("slsutil.merge", 1, "x", {"strategy": "aggregate"}), ("slsutil.merge", {"a": 1}, "x", {"strategy": "aggregate"}),
    ("slsutil.merge", [1, {"a": 1}], [{"a": 1}, 2], {"renderer": "yamlex"}), ("slsutil.merge", [1], {"a": 1}, {"strategy": "aggregate"}),
    ("slsutil.merge", None, True, {"strategy": "aggregate"}), ("slsutil.merge", 1, "x", {"strategy": "recurse"}),
    ("slsutil.merge_all", [DA, DB, {"b": {"c": 3}}], {"strategy": "aggregate"}), ("slsutil.merge_all", [DA, 1, "x"], {"strategy": "aggregate"}),
    ("slsutil.merge", DA, DB, {"strategy": "what"}), ("slsutil.merge", DA, DB, {"renderer": "jinja|yamlex"}),
    ("slsutil.merge_all", [DA, DB, {"c": 3}]), ("slsutil.merge_all", []), ("slsutil.merge_all", [DA, DB], {"merge_lists": True}),
    ("slsutil.boolstr", True), ("slsutil.boolstr", False), ("slsutil.boolstr", True, {"true": "yes", "false": "no"}),
    ("slsutil.boolstr", "", {"true": "yes", "false": "no"}), ("slsutil.boolstr", "x", "t", "f"),
    ("slsutil.banner",), ("slsutil.banner", {"width": 40}), ("slsutil.banner", {"title": "My Title", "text": "Some text that is long enough to wrap around", "width": 30}),
    ("slsutil.banner", {"commentchar": " *", "borderchar": "*", "blockstart": "/*", "blockend": " */"}),
    ("slsutil.banner", {"commentchar": "//", "newline": True, "title": "odd"}), ("slsutil.banner", {"width": 4}), ("slsutil.banner", {"width": 41, "title": "even"}),
    ("slsutil.file_exists", "d/x.sls"), ("slsutil.file_exists", "d"), ("slsutil.dir_exists", "d"), ("slsutil.dir_exists", "d/x.sls"),
    ("slsutil.dir_exists", "nope"), ("slsutil.path_exists", "d/e"), ("slsutil.path_exists", "d/e/f.txt"),
    ("slsutil.findup", "d/e", "x.sls"), ("slsutil.findup", "d/e", ["nope", "top.sls"]), ("slsutil.findup", "", "top.sls"),
    ("slsutil.findup", "d/e", "nope.sls"), ("slsutil.findup", "nodir", "x"), ("slsutil.findup", "d/e", 5), ("slsutil.findup", "d/e/", "f.txt"),
    ("slsutil.serialize", "json", {"b": [1, None, True, 1.5], "a": "ü"}), ("slsutil.serialize", "json", {"b": 1, "a": 2}, {"sort_keys": True}),
    ("slsutil.serialize", "json", {"b": [1]}, {"indent": 2}), ("slsutil.serialize", "yaml", {"b": [1, 2], "a": {"c": "d: e"}}),
    ("slsutil.serialize", "yaml", {"b": [1, 2], "a": {"c": None}}, {"default_flow_style": False}), ("slsutil.serialize", "yaml", "text"),
    ("slsutil.serialize", "nope", {}), ("slsutil.deserialize", "json", '{"a": [1, null]}'), ("slsutil.deserialize", "yaml", "a: [1, yes]\n"),
    ("slsutil.deserialize", "nope", ""), ("slsutil.serialize", "configparser", {"a": {"B c": 1, "d": "x\ny", "e": "%%(d)s %(d)s"}, "DEFAULT": {"z": True}, 5: {}}),
    ("slsutil.serialize", "configparser", {"a": {"b": "50%"}}), ("slsutil.serialize", "configparser", {"a": 1}), ("slsutil.serialize", "configparser", [1]), ("slsutil.serialize", "python", {}),
    ("publish.publish", "*", "test.ping"), ("publish.publish", "*", "x", ["a"], {"tgt_type": "grain"}), ("publish.full_data", "*", "x"), ("publish.runner", "manage.up"),
    ("slsutil.serialize", "yaml", {"k": "line\nline2\n"}),
    ("slsutil.renderer", {"path": "salt://d/x.sls", "default_renderer": "yaml"}), ("slsutil.renderer", {"string": "a: [1]", "default_renderer": "yaml"}),
    ("slsutil.renderer", {"string": "#!yaml\na: 2"}), ("slsutil.renderer", {"string": '{"a": 1}', "default_renderer": "json"}),
    ("slsutil.renderer",), ("slsutil.renderer", "salt://d/x.sls", {"string": "x"}), ("slsutil.renderer", "salt://empty.sls"),
    # defaults
    ("defaults.merge", copy.deepcopy(DA), DB), ("defaults.merge", copy.deepcopy(DA), DB, {"merge_lists": True, "in_place": False}),
    ("defaults.merge", copy.deepcopy(DA), None), ("defaults.merge", None, {"a": 1}), ("defaults.merge", None, {"a": 1}, {"in_place": False}),
    ("defaults.merge", {"a": 1}, "x"), ("defaults.deepcopy", DA), ("defaults.update", {"n1": {"a": 1}, "n2": {"l": [1]}}, {"a": 0, "l": [9]}),
    ("defaults.update", {"n": {"l": [1]}}, {"l": [9]}, {"merge_lists": False}), ("defaults.update", None, {}),
    ("defaults.get", "formula"), ("defaults.get", "formula:port"), ("defaults.get", "formula:nested:k"), ("defaults.get", "formula:nope", "d"),
    ("defaults.get", "jsonformula:port"),
    # match
    ("match.glob", "myapp-*"), ("match.glob", "web*"), ("match.glob", "web*", {"minion_id": "web1"}), ("match.pcre", "myapp-.*"), ("match.pcre", "["),
    ("match.list", "a,myapp-testing-useast1-1"), ("match.compound", "G@os:Debian and not web*"), ("match.compound", "N@grp"),
    ("match.compound", "web*", {"minion_id": "web9"}), ("match.grain", "os:Deb*"), ("match.grain", "nested|a|b", {"delimiter": "|"}),
    ("match.grain_pcre", "os:^D"), ("match.pillar", "m:x:1"), ("match.pillar", "m:y"), ("match.pillar_pcre", "text:hel+o"),
    ("match.filter_by", {"web*": 1, "myapp*": 2}), ("match.filter_by", {"web*": 1}, {"default": "web*"}), ("match.filter_by", {"web*": 1}),
    ("match.filter_by", {"G@os:Debian": {"a": 1}}, {"merge": {"b": 2}}), ("match.filter_by", {"web1": 1}, {"tgt_type": "glob", "minion_id": "web1"}),
    ("match.filter_by", {"a": 1}, {"tgt_type": "nope"}), ("match.search_by", {"a": ["myapp*"], "b": ["web*"], "c": ["G@os:Debian"]}),
    ("match.search_by", {"a": ["web*"]}), ("match.ifelse", "web*", 1, "myapp*", 2, 3), ("match.ifelse", "web*", 1, 3), ("match.ifelse", 7),
    ("match.ifelse", False, 1, True, 2, 3), ("match.ifelse", "a", 1),
    # test
    ("test.ping",), ("test.echo", "x"), ("test.echo", {"text": [1]}), ("test.echo",), ("test.echo", "a", "b"), ("test.echo", {"txt": 1}),
    ("test.arg", 1, "a", {"k": [1]}), ("test.kwarg", {"k": 1}), ("test.arg_type", 1, 1.5, "s", None, True, [1], {"k": {"a": 1}}),
    ("test.arg_repr", 1, "a", {"k": "v"}), ("test.arg_repr", "one"), ("test.true",), ("test.false",), ("test.version",), ("test.outputter", [1]),
    ("test.cross_test", "test.echo", ["x"]), ("test.try", "test.exception"), ("test.try", "test.ping"), ("test.exception",),
    ("test.exception", "mine"), ("test.conf_test",), ("test.kwarg", "x"),
    # hashutil and random
    ("hashutil.digest", "abc"), ("hashutil.digest", "abc", "sha512"), ("hashutil.digest", "abc", "crc"), ("hashutil.md5_digest", "ü"),
    ("hashutil.sha256_digest", ""), ("hashutil.base64_b64encode", "hello ü"), ("hashutil.base64_b64decode", "aGVsbG8="),
    ("hashutil.base64_encodestring", "x" * 100), ("hashutil.base64_decodestring", "aGVsbG8=\n"), ("hashutil.hmac_compute", "get salted", "shared"),
    ("hashutil.hmac_signature", "get salted", "shared secret", "eBWf9bstXg+NiP5AOwppB5HMvZiYMPzEM9W5YMm/AmQ="),
    ("hashutil.hmac_signature", "a", "b", "c"), ("hashutil.github_signature", "body", "key", "sha1=nope"),
    ("random.shadow_hash", "mysalt", "password"), ("random.shadow_hash", "mysalt", "password", "sha256"), ("random.shadow_hash", "s", ""),
    ("random.shadow_hash", "rounds=1234$longerthansixteenletters", "ünïcode and a rather long one that does not fit into one block of SHA-512 at all, really"),
    ("random.shadow_hash", "rounds=1$x$y", "p", "sha256"), ("random.shadow_hash", "saltstring", "Hello world! and thirty-two more letters", "sha256"),
    ("test.deprecation_warning",), ("test.raise_exception", "OSError", "text"), ("test.raise_exception", "nothing"),
    ("test.raise_exception", "salt.exceptions.CommandExecutionError", "text"), ("test.raise_exception", "print"),
    ("random.hash", "abc"), ("random.hash", "abc", "md5"), ("random.hash", "abc", "nope"), ("random.str_encode", "abc"),
    ("random.str_encode", "abc", "nope"), ("random.seed",), ("random.seed", 60), ("random.seed", 1000000), ("random.seed", 100, {"hash": "x"}),
    ("random.seed", 100, {"hash": 42}), ("random.rand_int", {"start": 1, "end": 100, "seed": 5}), ("random.rand_int", {"start": 1, "end": 9, "seed": "text"}),
    ("random.sample", ["a", "b", "c", "d"], 2, {"seed": "s"}), ("random.sample", list(range(100)), 7, {"seed": "s"}),
    ("random.shuffle", [1, 2, 3, 4, 5], {"seed": "static"}), ("random.shuffle", [1, 2, 3, 4, 5, 6, 7, 8, 9], {"seed": "3"}),
    # cp, saltutil, mine
    ("cp.list_master",), ("cp.list_master", {"prefix": "d/"}), ("cp.list_master_dirs",), ("cp.list_states",), ("cp.get_file_str", "salt://d/e/f.txt"),
    ("cp.get_file_str", "salt://nope"), ("cp.cache_file", "salt://nope"), ("cp.cache_file", "salt://d/e/f.txt"),
    ("cp.cache_file", "salt://d/e/f.txt?saltenv=base"), ("cp.hash_file", "salt://d/e/f.txt"), ("cp.hash_file", "salt://nope"),
    ("cp.cache_files", ["salt://d/x.sls", "salt://nope"]), ("cp.list_master_symlinks",), ("cp.list_states", "nope"), ("cp.list_master", "nope"),
    ("saltutil.sync_modules",), ("saltutil.find_job", "1"), ("mine.get", "*", "x"),
    ("cp.envs",), ("cp.cache_dest", "salt://d/x.sls"), ("cp.cache_dest", "/etc/hosts"), ("cp.cache_dest", "salt://x?saltenv=dev"),
    ("cp.get_url", "salt://d/e/f.txt", None), ("cp.get_url", "salt://d/e/f.txt"), ("cp.get_url", "salt://nope"), ("cp.cache_master",),
    ("saltutil.sync_all",), ("saltutil.sync_grains",), ("saltutil.sync_states", "base"), ("saltutil.sync_outputters",), ("saltutil.refresh_pillar",),
    ("saltutil.refresh_modules",), ("saltutil.refresh_grains",), ("saltutil.refresh_matchers",), ("saltutil.pillar_refresh",), ("saltutil.running",),
    ("saltutil.is_running", "state.*"), ("saltutil.find_cached_job", "1"), ("saltutil.kill_job", "1"), ("saltutil.signal_job", "1", 9),
    ("saltutil.term_all_jobs",), ("saltutil.list_extmods",), ("saltutil.clear_job_cache",), ("saltutil.refresh_pillar", 1, 2, 3, 4), ("saltutil.find_job",),
    ("data.update", "k", {"a": [1, None]}), ("data.update", "n", 5), ("data.get", "k"), ("data.get", "nope"), ("data.get", "nope", "d"),
    ("data.get", ["k", "n", "x"]), ("data.get", ["n", "x"], "d"), ("data.has_key", "n"), ("data.has_key", "x"), ("data.keys",), ("data.values",), ("data.items",),
    ("data.cas", "n", 6, 5), ("data.cas", "n", 7, 5), ("data.cas", "x", 7, 5), ("data.pop", "n"), ("data.pop", "n"), ("data.pop", "n", "gone"),
    ("data.load",), ("data.dump", {"z": {"y": 1}}), ("data.items",), ("data.clear",), ("data.items",),
    ("mine.send", "test.version"), ("mine.get", "*", "test.version"), ("mine.get", "web*", "test.version"), ("mine.get", "*", ["test.version", "x"]),
    ("mine.send", "mine_alias", "hello", {"mine_function": "test.echo"}), ("mine.get", "myapp*", "mine_alias"),
    ("mine.get", "G@os:Debian", "mine_alias,nope", "compound"), ("mine.send", "no.such"), ("mine.get", "*", "x", "nope"), ("mine.get", "*"),
    ("mine.update",), ("mine.update", False, ["test.version", "test.nope"]), ("mine.valid",), ("mine.delete", "test.version"), ("mine.get", "*", "test.version"), ("mine.flush",),
    ("mine.get", "*", "mine_alias"), ("beacons.list",), ("beacons.list", {"return_yaml": False}), ("beacons.list_available",),
    ("event.send", "a/b"), ("event.fire", {"x": 1}, "t"), ("event.fire_master", {"x": 1}, "t"),
    ("sys.argspec", "test.ping"), ("sys.argspec", "test.echo"), ("sys.argspec", "pillar.item"), ("sys.argspec", "nope"), ("sys.argspec", "match.ifelse"),
    ("sys.argspec", "data"), ("sys.list_functions", "data"), ("sys.list_functions", "data", "event"),
    ("sys.list_functions", "data.ke*"), ("sys.list_functions", "nope"), ("sys.list_modules", "da*"), ("sys.list_modules", "data", "nope"), ("sys.reload_modules",),
    ("sys.doc", "nope"), ("sys.list_renderers", "ya*"),
    ("test.echo",), ("test.echo", 1, 2), ("test.echo", {"x": 1}), ("test.ping", 1), ("test.true", 1), ("test.false", {"a": 1}), ("match.list",), ("pillar.get",),
    ("pillar.item", "a", {"nope": 1}), ("config.get",), ("grains.get",), ("slsutil.banner", {"nope": 1}), ("hashutil.digest",), ("match.ifelse", "*", 1, 2, {"x": 1}),
    ("random.seed", 1, 2, 3), ("cp.list_states", {"env": "x"}),
    ("saltutil.sync_beacons",), ("saltutil.sync_clouds",), ("saltutil.sync_engines",), ("saltutil.sync_executors",), ("saltutil.sync_log_handlers",),
    ("saltutil.sync_matchers",), ("saltutil.sync_output",), ("saltutil.sync_proxymodules",), ("saltutil.sync_resources",),
    ("saltutil.sync_returners",), ("saltutil.sync_sdb",), ("saltutil.sync_serializers",), ("saltutil.sync_thorium",), ("saltutil.sync_tops",),
    ("saltutil.sync_wrapper",),
    ("saltutil.sync_tops", "base", False), ("saltutil.sync_sdb", None, ["x"], ["y"]), ("saltutil.sync_returners", {"extmod_whitelist": "x"}),
    ("saltutil.sync_engines", "nope"), ("saltutil.refresh_resources",), ("saltutil.sync_sdb", None, True, None, None),
    ("sys.list_returner_functions", "nope"), ("sys.list_returners", "nope"), ("sys.list_runner_functions", "nope"), ("sys.returner_argspec", "nope"),
    ("sys.returner_doc", "nope"), ("sys.runner_argspec", "nope"), ("sys.runner_doc", "nope"), ("sys.state_doc", "nope"),
    ("sys.state_doc", "nope.nothing"), ("sys.returner_doc", "nope.nothing"), ("sys.list_returners", "nope*"), ("sys.list_runner_functions", "nope.*"),
    ("test.random_hash", 0), ("test.random_hash", 0, "md5"), ("test.collatz",), ("test.fib",), ("test.rand_sleep", 0), ("test.attr_call",),
    ("test.tty",), ("test.tty", "pts3", "hello"), ("grains.items",), ("grains.items", {"sanitize": True}), ("grains.ls",),
]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    cases = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in FILES.items():
            path = os.path.join(scratch, "states", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as out:
                out.write(text)
        os.makedirs(os.path.join(scratch, "etc"))
        with open(os.path.join(scratch, "etc", "minion"), "w") as out:
            out.write(
                f"id: {GRAINS['id']}\nfile_client: local\nroot_dir: {scratch}\nfile_roots:\n  base: [{scratch}/states]\n"
            )
        opts = dict(salt.config.minion_config(os.path.join(scratch, "etc", "minion")))
        opts.update(CONFIG)
        opts["local"] = True
        opts["grains"] = copy.deepcopy(GRAINS)
        opts["pillar"] = copy.deepcopy(PILLAR)
        functions = salt.loader.minion_mods(opts, utils=salt.loader.utils(opts))
        token = salt.utils.secret.mask_pillar.set(False)
        for call in CALLS:
            name, args = call[0], copy.deepcopy(list(call[1:]))
            kwargs = {}
            keyworded = name not in ("slsutil.update", "slsutil.merge", "slsutil.merge_all", "defaults.merge", "defaults.deepcopy",
                                     "defaults.update", "slsutil.serialize", "match.filter_by", "match.search_by", "grains.filter_by",
                                     "pillar.filter_by") or len(args) > {"slsutil.merge_all": 1, "defaults.deepcopy": 1, "match.filter_by": 1,
                                     "match.search_by": 1, "grains.filter_by": 1}.get(name, 2)
            if args and isinstance(args[-1], dict) and keyworded:
                kwargs = args.pop()
            # JSON has no number keys: the reader turns these into numbers again.
            case = {"function": name, "args": copy.deepcopy(args), "kwargs": copy.deepcopy(kwargs)}
            try:
                result = functions[name](*args, **kwargs)
                case["result"] = json.loads(json.dumps(result).replace(scratch, "<scratch>"))
            except Exception as exc:  # pylint: disable=broad-except
                case["error"] = str(exc)
            cases.append(case)
        salt.utils.secret.mask_pillar.reset(token)
    with open(os.path.join(here, "cases.json"), "w") as out:
        json.dump(
            {"grains": GRAINS, "pillar": PILLAR, "config": CONFIG, "files": FILES, "cases": cases},
            out,
            indent=1,
            ensure_ascii=False,
        )
        out.write("\n")


if __name__ == "__main__":
    main()
