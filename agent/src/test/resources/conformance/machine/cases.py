"""What the machine's states are asked to do; make_cases.py has Salt do it on a machine of its own.

Each case: a name, a shell script that prepares the machine, states (as in an SLS file), and a shell
script that looks at what became of it.
"""

TOOL = "dpkg-query -W -f '${Package} ${Version} ${Status}\\n' pd-tool pd-lib pd-app pd-extra pd-mail pd-epoch pd-served pd-broken 2>/dev/null | grep -v ' unknown '"
NO_PACKAGES = "apt-mark unhold pd-tool pd-lib pd-app >/dev/null 2>&1; apt-get -q -y purge 'pd-*' >/dev/null 2>&1; apt-get -q update >/dev/null"


def install(*packages):
    return NO_PACKAGES + "; apt-get -q -y --allow-downgrades install " + " ".join(packages) + " >/dev/null 2>&1"


def one(function, /, *arguments, **named):
    return {"it": {function: list(arguments) + [{k: v} for k, v in named.items()]}}


def pkg(title, before, function, /, look=TOOL, **named):
    return {"area": "packages", "name": title, "before": before, "states": one("pkg." + function, **named), "look": look}


UNIT = """[Unit]
Description={name}
[Service]
ExecStart=/bin/sh -c 'date +%%s%%N > /run/{name}.started; exec sleep infinity'
{more}
[Install]
WantedBy=multi-user.target
"""


def unit(name, *acts, more=""):
    text = UNIT.format(name=name, more=more).replace("%%", "%")
    script = "systemctl unmask {0}.service >/dev/null 2>&1; systemctl disable --now {0}.service >/dev/null 2>&1; cat > /etc/systemd/system/{0}.service <<'EOF'\n{1}EOF\nsystemctl daemon-reload".format(name, text)
    return "\n".join([script] + ["systemctl %s %s >/dev/null 2>&1" % (act, name) for act in acts])


NO_MASKS = "for unit in pd-served pd-unit pd-nowhere; do systemctl unmask $unit; systemctl unmask --runtime $unit; done >/dev/null 2>&1\n"


def looked(name):
    return "systemctl is-active {0}; systemctl is-enabled {0}".format(name)


def svc(title, before, function, /, target="pd-unit", look=None, **named):
    return {"area": "services", "name": title, "before": NO_MASKS + before, "states": one("service." + function, name=target, **named),
            "look": look or looked(target)}


ACCOUNTS = "getent passwd pd-user; getent group pd-group pd-other pd-user; id -nG pd-user 2>/dev/null | tr ' ' '\\n' | sort; getent shadow pd-user | cut -d: -f2,4-8; ls -ld /home/pd-user /home/pd-moved 2>/dev/null | awk '{print $1, $3, $4, $9}'"
NO_ACCOUNTS = "userdel -rf pd-user >/dev/null 2>&1; groupdel pd-user >/dev/null 2>&1; groupdel pd-group >/dev/null 2>&1; groupdel pd-other >/dev/null 2>&1; rm -rf /home/pd-user /home/pd-moved; true"


def account(title, before, function, /, **named):
    return {"area": "accounts", "name": title, "before": NO_ACCOUNTS + "\n" + before, "states": one(function, **named), "look": ACCOUNTS}


def names(title, before, function, /, look="tr -s '\\t ' ' ' < /etc/hosts", **named):
    hosts = "printf '127.0.0.1\\tlocalhost\\n# kept\\n10.0.0.1 one two # three\\n' > /etc/hosts\n"
    return {"area": "names", "name": title, "before": hosts + before, "states": one(function, **named), "look": look}


def mixed(title, before, states, look):
    return {"area": "mixed", "name": title, "before": NO_MASKS + before, "states": states, "look": look}


CASES = [
    pkg("a package", NO_PACKAGES, "installed", name="pd-lib"),
    pkg("is there", install("pd-lib"), "installed", name="pd-lib"),
    pkg("with what it depends on", NO_PACKAGES, "installed", name="pd-app"),
    pkg("with what it recommends", NO_PACKAGES, "installed", name="pd-app", install_recommends=True),
    pkg("without what it recommends", NO_PACKAGES, "installed", name="pd-app", install_recommends=False),
    pkg("an exact version", NO_PACKAGES, "installed", name="pd-tool", version="1.0-1"),
    pkg("an exact version, from a newer", install("pd-tool=1.1-1"), "installed", name="pd-tool", version="1.0-1"),
    pkg("an exact version that is there", install("pd-tool=1.0-1"), "installed", name="pd-tool", version="1.0-1"),
    pkg("a version that does not exist", NO_PACKAGES, "installed", name="pd-tool", version="9.9"),
    pkg("a pattern of versions", NO_PACKAGES, "installed", name="pd-tool", version="1.*"),
    pkg("a pattern of older versions", NO_PACKAGES, "installed", name="pd-tool", version="1.0*"),
    pkg("a pattern of versions that is met", install("pd-tool=1.0-1"), "installed", name="pd-tool", version="1.*"),
    pkg("at least a version", install("pd-tool=1.0-1"), "installed", name="pd-tool", version=">=1.1"),
    pkg("at least a version that is met", install("pd-tool=1.1-1"), "installed", name="pd-tool", version=">=1.0"),
    pkg("at least a version that is nowhere", install("pd-tool=1.0-1"), "installed", name="pd-tool", version=">=7"),
    pkg("older than a version", NO_PACKAGES, "installed", name="pd-tool", version="<1.1"),
    pkg("allowed to be newer", install("pd-tool=1.1-1"), "installed", name="pd-tool", version="1.0-1", allow_updates=True),
    pkg("latest as a version", install("pd-tool=1.0-1"), "installed", name="pd-tool", version="latest"),
    pkg("latest as a version that is there", install("pd-tool=1.1-1"), "installed", name="pd-tool", version="latest"),
    pkg("an epoch", NO_PACKAGES, "installed", name="pd-epoch", version="1:1.0-1"),
    pkg("an epoch left out", NO_PACKAGES, "installed", name="pd-epoch", version="1.0-1"),
    pkg("an epoch left out, and there", install("pd-epoch=1:1.0-1"), "installed", name="pd-epoch", version="1.0-1"),
    pkg("several", install("pd-lib"), "installed", name="several", pkgs=["pd-lib", {"pd-tool": "1.0-1"}, "pd-mail"]),
    pkg("several that are there", install("pd-lib", "pd-tool=1.0-1"), "installed", name="several", pkgs=["pd-lib", {"pd-tool": "1.0-1"}]),
    pkg("one that does not exist", NO_PACKAGES, "installed", name="pd-nowhere"),
    pkg("several, one of which does not exist", NO_PACKAGES, "installed", name="several", pkgs=["pd-lib", "pd-nowhere"]),
    pkg("one that cannot be configured", NO_PACKAGES, "installed", name="pd-broken"),
    pkg("a virtual one", NO_PACKAGES, "installed", name="pd-transport"),
    pkg("a virtual one that is there", install("pd-mail"), "installed", name="pd-transport"),
    pkg("with its architecture", NO_PACKAGES, "installed", name="pd-lib:all"),
    pkg("from another release", NO_PACKAGES, "installed", name="pd-tool", fromrepo="next"),
    pkg("from the newer release, as a version", install("pd-tool=1.1-1"), "installed", name="pd-tool", version="2.0-1"),
    pkg("a changed conffile stays", install("pd-tool=1.0-1") + "; echo mine > /etc/pd-tool.conf", "installed", look=TOOL + "; cat /etc/pd-tool.conf", name="pd-tool", version="1.1-1"),
    pkg("reinstalled", install("pd-lib") + "; rm -f /usr/share/pd/pd-lib", "installed", look=TOOL + "; ls /usr/share/pd", name="pd-lib", reinstall=True),
    pkg("no list", NO_PACKAGES, "installed", name="none", pkgs=[]),
    pkg("new in the lists", NO_PACKAGES + "; rm -rf /var/lib/apt/lists/*", "installed", name="pd-lib", refresh=True),
    pkg("held", NO_PACKAGES, "installed", name="pd-tool", version="1.0-1", hold=True),
    pkg("held, and there", install("pd-tool=1.0-1"), "installed", name="pd-tool", hold=True),
    pkg("held, and held", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "installed", name="pd-tool", hold=True),
    pkg("no longer held", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "installed", name="pd-tool", hold=False),
    pkg("another version of a held one", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "installed", name="pd-tool", version="1.1-1"),
    pkg("another version of a held one, which may", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "installed", name="pd-tool", version="1.1-1", update_holds=True),
    pkg("a file", NO_PACKAGES, "installed", name="file", sources=[{"pd-lib": "/srv/repository/deb/main/pd-lib_1.0-1_all.deb"}]),
    pkg("a file that is there", install("pd-lib"), "installed", name="file", sources=[{"pd-lib": "/srv/repository/deb/main/pd-lib_1.0-1_all.deb"}]),
    pkg("the newest", NO_PACKAGES, "latest", name="pd-tool"),
    pkg("newer", install("pd-tool=1.0-1"), "latest", name="pd-tool"),
    pkg("newest already", install("pd-tool=1.1-1"), "latest", name="pd-tool"),
    pkg("the newest of nothing", NO_PACKAGES, "latest", name="pd-nowhere"),
    pkg("the newest of several", install("pd-tool=1.0-1", "pd-lib"), "latest", name="several", pkgs=["pd-tool", "pd-lib"]),
    pkg("the newest of several already", install("pd-tool=1.1-1", "pd-lib"), "latest", name="several", pkgs=["pd-tool", "pd-lib"]),
    pkg("the newest of a held one", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "latest", name="pd-tool"),
    pkg("removed", install("pd-tool"), "removed", name="pd-tool"),
    pkg("removed with what needs it", install("pd-app"), "removed", name="pd-lib"),
    pkg("absent already", NO_PACKAGES, "removed", name="pd-tool"),
    pkg("several removed", install("pd-tool", "pd-lib"), "removed", name="several", pkgs=["pd-tool", "pd-lib", "pd-mail"]),
    pkg("a version removed", install("pd-tool=1.0-1"), "removed", name="pd-tool", version="1.0-1"),
    pkg("a version that is not there removed", install("pd-tool=1.0-1"), "removed", name="pd-tool", version="1.1-1"),
    pkg("a held one removed", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "removed", name="pd-tool"),
    pkg("purged", install("pd-tool"), "purged", name="pd-tool", look=TOOL + "; ls /etc/pd-tool.conf 2>/dev/null"),
    pkg("purged what was left", install("pd-tool") + "; apt-get -q -y remove pd-tool >/dev/null", "purged", name="pd-tool"),
    pkg("purged already", NO_PACKAGES, "purged", name="pd-tool"),
    pkg("a hold", install("pd-tool=1.0-1"), "held", name="pd-tool"),
    pkg("a hold that is", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "held", name="pd-tool"),
    pkg("a hold of what is not there", NO_PACKAGES, "held", name="pd-tool"),
    pkg("no hold", install("pd-tool=1.0-1") + "; apt-mark hold pd-tool >/dev/null", "unheld", name="pd-tool"),
    pkg("all holds", install("pd-tool=1.0-1", "pd-lib") + "; apt-mark hold pd-tool pd-lib >/dev/null", "unheld", name="pd-tool", all=True),
    svc("runs", unit("pd-unit"), "running"),
    svc("runs already", unit("pd-unit", "start"), "running"),
    svc("runs and starts at boot", unit("pd-unit"), "running", enable=True),
    svc("runs already and starts at boot", unit("pd-unit", "start"), "running", enable=True),
    svc("all as wanted", unit("pd-unit", "start", "enable"), "running", enable=True),
    svc("runs and does not start at boot", unit("pd-unit", "enable"), "running", enable=False),
    svc("is dead", unit("pd-unit", "start"), "dead"),
    svc("is dead already", unit("pd-unit"), "dead"),
    svc("is dead and stays so", unit("pd-unit", "start", "enable"), "dead", enable=False),
    svc("is dead already and stays so", unit("pd-unit", "enable"), "dead", enable=False),
    svc("is not there to run", "true", "running", target="pd-nowhere"),
    svc("is not there to be dead", "true", "dead", target="pd-nowhere"),
    svc("is not there to be enabled", "true", "enabled", target="pd-nowhere"),
    svc("is not there to be disabled", "true", "disabled", target="pd-nowhere"),
    svc("is not there to be masked", "rm -f /etc/systemd/system/pd-nowhere.service; systemctl daemon-reload", "masked", target="pd-nowhere"),
    svc("at boot", unit("pd-unit"), "enabled"),
    svc("at boot already", unit("pd-unit", "enable"), "enabled"),
    svc("not at boot", unit("pd-unit", "enable"), "disabled"),
    svc("not at boot already", unit("pd-unit"), "disabled"),
    # A unit file below /etc cannot be masked; one that a package brings can.
    svc("masked", install("pd-served") + "; systemctl unmask pd-served 2>/dev/null", "masked", target="pd-served"),
    svc("masked already", install("pd-served") + "; systemctl mask pd-served 2>/dev/null", "masked", target="pd-served"),
    svc("masked until the next boot", install("pd-served") + "; systemctl unmask pd-served 2>/dev/null", "masked", target="pd-served", runtime=True),
    svc("unmasked until the next boot", install("pd-served") + "; systemctl mask --runtime pd-served 2>/dev/null", "unmasked", target="pd-served", runtime=True),
    svc("unmasked", install("pd-served") + "; systemctl mask pd-served 2>/dev/null", "unmasked", target="pd-served"),
    svc("unmasked already", install("pd-served") + "; systemctl unmask pd-served 2>/dev/null", "unmasked", target="pd-served"),
    svc("masked, and to run", install("pd-served") + "; systemctl mask --now pd-served 2>/dev/null", "running", target="pd-served"),
    svc("masked, and to run nevertheless", install("pd-served") + "; systemctl mask --now pd-served 2>/dev/null", "running", target="pd-served", unmask=True),
    svc("what cannot be masked", unit("pd-unit"), "masked"),
    svc("fails at once", unit("pd-unit", more="ExecStartPre=/bin/false"), "running"),
    svc("has no way to start at boot", unit("pd-unit") + "; sed -i '/Install/,$d' /etc/systemd/system/pd-unit.service; systemctl daemon-reload", "enabled"),
    svc("with its suffix", unit("pd-unit"), "running", target="pd-unit.service"),
    svc("a timer", "systemctl disable --now pd-unit.timer 2>/dev/null;" + unit("pd-unit") + "; printf '[Timer]\\nOnCalendar=yearly\\n[Install]\\nWantedBy=timers.target\\n' > /etc/systemd/system/pd-unit.timer; systemctl daemon-reload", "running", target="pd-unit.timer", enable=True),
    svc("an instance of a template", "systemctl disable --now pd-many@a 2>/dev/null; printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' > /etc/systemd/system/pd-many@.service; systemctl daemon-reload", "running", target="pd-many@a", enable=True),
    mixed("a unit of the states' own, restarted when its file changes",
          "systemctl disable --now pd-own 2>/dev/null; rm -f /etc/systemd/system/pd-own.service; systemctl daemon-reload",
          {"/etc/systemd/system/pd-own.service": {"file.managed": [{"contents": UNIT.format(name="pd-own", more="").replace("%%", "%")}]},
           "pd-own": {"service.running": [{"enable": True}, {"watch": [{"file": "/etc/systemd/system/pd-own.service"}]}]}},
          looked("pd-own")),
    mixed("a unit file that has changed",
          unit("pd-own", "start", "enable") + "\nsystemctl show -p MainPID --value pd-own > /run/pd-before",
          {"/etc/systemd/system/pd-own.service": {"file.managed": [{"contents": UNIT.format(name="pd-own", more="Environment=A=b").replace("%%", "%")}]},
           "pd-own": {"service.running": [{"enable": True}, {"watch": [{"file": "/etc/systemd/system/pd-own.service"}]}]}},
          looked("pd-own") + "; systemctl show -p Environment pd-own; [ $(systemctl show -p MainPID --value pd-own) = $(cat /run/pd-before) ] && echo same process"),
    mixed("reloaded when its configuration changes",
          install("pd-served") + "; systemctl restart pd-served",
          {"/etc/pd-served.conf": {"file.managed": [{"contents": "new"}]},
           "pd-served": {"service.running": [{"reload": True}, {"watch": [{"file": "/etc/pd-served.conf"}]}]}},
          "sleep 0.3; cat /run/pd-served"),
    mixed("package, file, service",
          NO_PACKAGES + "; systemctl daemon-reload",
          {"pd-served": {"pkg.installed": [], "service.running": [{"enable": True}, {"require": [{"pkg": "pd-served"}]}, {"watch": [{"file": "/etc/pd-served.conf"}]}]},
           "/etc/pd-served.conf": {"file.managed": [{"contents": "managed"}, {"require": [{"pkg": "pd-served"}]}]}},
          "cat /etc/pd-served.conf; systemctl is-active pd-served; systemctl is-enabled pd-served; dpkg-query -W -f '${Status}' pd-served 2>/dev/null | grep -v '^unknown'"),
    mixed("dead when a file changes",
          install("pd-served") + "; systemctl restart pd-served",
          {"/etc/pd-served.conf": {"file.managed": [{"contents": "new"}]},
           "pd-served": {"service.dead": [{"watch": [{"file": "/etc/pd-served.conf"}]}]}},
          "systemctl is-active pd-served"),
    mixed("owned by the user that a state makes",
          NO_ACCOUNTS + "; rm -rf /srv/owned",
          {"pd-user": {"user.present": [{"home": "/home/pd-user"}]},
           "/srv/owned": {"file.directory": [{"user": "pd-user"}, {"group": "pd-user"}, {"mode": "0750"}, {"require": [{"user": "pd-user"}]}]},
           "/srv/owned/file": {"file.managed": [{"contents": "x"}, {"user": "pd-user"}, {"group": "root"}, {"mode": "0640"}, {"require": [{"file": "/srv/owned"}]}]}},
          "stat -c '%n %U %G %a' /srv/owned /srv/owned/file 2>/dev/null"),
    mixed("owned by somebody else, below",
          NO_ACCOUNTS + "; useradd -m pd-user; rm -rf /srv/owned; mkdir -p /srv/owned/sub; touch /srv/owned/sub/file",
          {"/srv/owned": {"file.directory": [{"user": "pd-user"}, {"group": "pd-user"}, {"recurse": ["user", "group"]}]}},
          "find /srv/owned | sort | xargs stat -c '%n %U %G %a'"),
    mixed("an owner who does not exist",
          NO_ACCOUNTS + "; rm -rf /srv/owned",
          {"/srv/owned": {"file.directory": [{"user": "pd-user"}]}},
          "ls -d /srv/owned 2>/dev/null"),
    mixed("run as somebody",
          NO_ACCOUNTS + "; useradd -m -s /bin/sh pd-user; rm -f /tmp/ran",
          {"id -un > /tmp/ran; echo $HOME $USER >> /tmp/ran; pwd >> /tmp/ran": {"cmd.run": [{"runas": "pd-user"}, {"creates": "/tmp/ran"}]}},
          "cat /tmp/ran 2>/dev/null; stat -c %U /tmp/ran 2>/dev/null"),
    mixed("run as nobody there is",
          NO_ACCOUNTS,
          {"id": {"cmd.run": [{"runas": "pd-user"}, {"creates": "/tmp/never"}]}},
          "true"),
    account("a user", "", "user.present", name="pd-user"),
    account("a user in full", "groupadd -g 4001 pd-group; groupadd pd-other", "user.present", name="pd-user", uid=4000, gid=4001, home="/home/pd-moved", shell="/bin/sh", fullname="Some Body", groups=["pd-other"]),
    account("a user of the system", "", "user.present", name="pd-user", system=True, createhome=False, usergroup=True),
    account("a user that is there", "useradd -m pd-user", "user.present", name="pd-user"),
    account("another shell and name", "useradd -m -s /bin/sh pd-user", "user.present", name="pd-user", shell="/bin/bash", fullname="Some Body"),
    account("another uid and group", "useradd -m pd-user; groupadd -g 4001 pd-group", "user.present", name="pd-user", uid=4007, gid=4001, allow_uid_change=True, allow_gid_change=True),
    account("another uid, which may not be", "useradd -m pd-user", "user.present", name="pd-user", uid=4007),
    account("another home", "useradd -m pd-user", "user.present", name="pd-user", home="/home/pd-moved"),
    account("more groups", "useradd -m pd-user; groupadd pd-group; groupadd pd-other; usermod -aG pd-group pd-user", "user.present", name="pd-user", groups=["pd-other"], remove_groups=False),
    account("other groups", "useradd -m pd-user; groupadd pd-group; groupadd pd-other; usermod -aG pd-group pd-user", "user.present", name="pd-user", groups=["pd-other"]),
    account("an optional group", "groupadd pd-group", "user.present", name="pd-user", optional_groups=["pd-group", "pd-nowhere"]),
    account("a group that is missing", "", "user.present", name="pd-user", groups=["pd-nowhere"]),
    account("a password", "", "user.present", name="pd-user", password="$6$abc$def"),
    account("another password", "useradd -m pd-user; usermod -p x pd-user", "user.present", name="pd-user", password="$6$abc$def"),
    account("the days of a password", "useradd -m pd-user", "user.present", name="pd-user", mindays=1, maxdays=90, warndays=5, inactdays=3),
    account("no password", "useradd -m pd-user", "user.present", name="pd-user", empty_password=True),
    account("no user", "useradd -m pd-user", "user.absent", name="pd-user"),
    account("no user, nor his files", "useradd -m pd-user", "user.absent", name="pd-user", purge=True, force=True),
    account("no user already", "", "user.absent", name="pd-user"),
    account("a group", "", "group.present", name="pd-group"),
    account("a group with its number", "", "group.present", name="pd-group", gid=4001),
    account("another number", "groupadd pd-group", "group.present", name="pd-group", gid=4001),
    account("a group of the system", "", "group.present", name="pd-group", system=True),
    account("a group with members", "useradd pd-user", "group.present", name="pd-group", members=["pd-user"]),
    account("a group with one more", "useradd pd-user; groupadd pd-group", "group.present", name="pd-group", addusers=["pd-user"]),
    account("a group with one less", "useradd pd-user; groupadd pd-group; usermod -aG pd-group pd-user", "group.present", name="pd-group", delusers=["pd-user"]),
    account("no group", "groupadd pd-group", "group.absent", name="pd-group"),
    account("no group already", "", "group.absent", name="pd-group"),
    account("no group while it is somebody's", "useradd pd-user", "group.absent", name="pd-user"),
    names("a name", "", "host.present", name="pd.example.com", ip="10.0.0.9"),
    names("a name that is there", "", "host.present", name="two", ip="10.0.0.1"),
    names("a name at another address", "", "host.present", name="two", ip="10.0.0.9"),
    names("a name at another address alone", "", "host.present", name="two", ip="10.0.0.9", clean=True),
    names("no name", "", "host.absent", name="two", ip="10.0.0.1"),
    names("only some names", "", "host.only", name="10.0.0.1", hostnames=["one", "four"]),
]
