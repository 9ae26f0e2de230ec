"""Writes cases.json: files of a machine and the grains that Salt's own code makes of them.

Run with the Python of an environment that has Salt 3008.3; deterministic.
"""

import builtins
import json
import logging
import os
import platform
import sys
import tempfile

sys.modules["lsb_release"] = None

import distro  # noqa: E402
import salt.grains.core as core  # noqa: E402
import salt.utils.dns  # noqa: E402
import salt.utils.files  # noqa: E402

logging.disable(logging.CRITICAL)

DISTRIBUTIONS = {
    "debian12": {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n'
        'VERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\nHOME_URL="https://www.debian.org/"\n',
    },
    "debian13": {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\n'
        'VERSION="13 (trixie)"\nVERSION_CODENAME=trixie\nID=debian\n',
    },
    "debian_testing": {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nNAME="Debian GNU/Linux"\n'
        "VERSION_CODENAME=forky\nID=debian\n",
        "etc/debian_version": "forky/sid\n",
    },
    "ubuntu2204": {
        "etc/os-release": 'PRETTY_NAME="Ubuntu 22.04.4 LTS"\nNAME="Ubuntu"\nVERSION_ID="22.04"\n'
        'VERSION="22.04.4 LTS (Jammy Jellyfish)"\nVERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian\n'
        "UBUNTU_CODENAME=jammy\n",
        "etc/lsb-release": "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\n"
        'DISTRIB_DESCRIPTION="Ubuntu 22.04.4 LTS"\n',
    },
    "ubuntu2404": {
        "etc/os-release": 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\n'
        'VERSION="24.04.1 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n',
        "etc/lsb-release": "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\nDISTRIB_CODENAME=noble\n"
        'DISTRIB_DESCRIPTION="Ubuntu 24.04.1 LTS"\n',
    },
    "ubuntu_without_lsb": {
        "etc/os-release": 'PRETTY_NAME="Ubuntu 24.04 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\n'
        'VERSION="24.04 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n',
    },
    "mint": {
        "etc/os-release": 'NAME="Linux Mint"\nVERSION="21.3 (Virginia)"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
        'PRETTY_NAME="Linux Mint 21.3"\nVERSION_ID="21.3"\nVERSION_CODENAME=virginia\n',
    },
    "amazon2023": {
        "etc/os-release": 'NAME="Amazon Linux"\nVERSION="2023"\nID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\n'
        'PLATFORM_ID="platform:al2023"\nPRETTY_NAME="Amazon Linux 2023.5.20240805"\n'
        'CPE_NAME="cpe:2.3:o:amazon:amazon_linux:2023"\n',
    },
    "amazon2": {
        "etc/os-release": 'NAME="Amazon Linux"\nVERSION="2"\nID="amzn"\nID_LIKE="centos rhel fedora"\nVERSION_ID="2"\n'
        'PRETTY_NAME="Amazon Linux 2"\nCPE_NAME="cpe:2.3:o:amazon:amazon_linux:2"\n',
    },
    "rocky9": {
        "etc/os-release": 'NAME="Rocky Linux"\nVERSION="9.4 (Blue Onyx)"\nID="rocky"\nID_LIKE="rhel centos fedora"\n'
        'VERSION_ID="9.4"\nPLATFORM_ID="platform:el9"\nPRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"\n'
        'CPE_NAME="cpe:/o:rocky:rocky:9::baseos"\n',
    },
    "rocky8": {
        "etc/os-release": 'NAME="Rocky Linux"\nVERSION="8.10 (Green Obsidian)"\nID="rocky"\n'
        'ID_LIKE="rhel centos fedora"\nVERSION_ID="8.10"\nPRETTY_NAME="Rocky Linux 8.10 (Green Obsidian)"\n',
    },
    "alma9": {
        "etc/os-release": 'NAME="AlmaLinux"\nVERSION="9.4 (Seafoam Ocelot)"\nID="almalinux"\n'
        'ID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\nPRETTY_NAME="AlmaLinux 9.4 (Seafoam Ocelot)"\n',
    },
    "rhel9": {
        "etc/os-release": 'NAME="Red Hat Enterprise Linux"\nVERSION="9.3 (Plow)"\nID="rhel"\nID_LIKE="fedora"\n'
        'VERSION_ID="9.3"\nPRETTY_NAME="Red Hat Enterprise Linux 9.3 (Plow)"\n',
    },
    "centos_stream9": {
        "etc/os-release": 'NAME="CentOS Stream"\nVERSION="9"\nID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="9"\n'
        'PRETTY_NAME="CentOS Stream 9"\n',
    },
    "fedora40": {
        "etc/os-release": 'NAME="Fedora Linux"\nVERSION="40 (Cloud Edition)"\nID=fedora\nVERSION_ID=40\n'
        'VERSION_CODENAME=""\nPRETTY_NAME="Fedora Linux 40 (Cloud Edition)"\n',
    },
    "quoted": {
        "etc/os-release": "# comment\nNAME='Debian GNU/Linux'\nID=debian\nVERSION_ID=12\nVERSION=\"12 \\\"x\\\"\"\n"
        "broken line\nPRETTY_NAME=\"a \\$b\"\n",
    },
    "usr_lib": {
        "usr/lib/os-release": 'NAME="Debian GNU/Linux"\nVERSION_ID="11"\nID=debian\nVERSION_CODENAME=bullseye\n',
    },
}

PROCESSORS = {
    "x86": "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.50GHz\nflags\t\t: fpu vme de\n\n"
    "processor\t: 1\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.50GHz\nflags\t\t: fpu vme de\n",
    "graviton": "processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd evtstrm aes\nCPU implementer\t: 0x41\n\n"
    "processor\t: 1\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd evtstrm aes\n",
    "s390": "vendor_id       : IBM/S390\n# processors    : 2\n",
    "armv6": "Processor       : ARMv6-compatible processor rev 7 (v6l)\nFeatures        : swp half\n",
    "empty": "",
}

MEMORY = {
    "usual": "MemTotal:       24684152 kB\nMemFree: 1 kB\nSwapTotal:       2097148 kB\n",
    "no_swap": "MemTotal:       1023 kB\nSwapTotal:       0 kB\n",
}

RESOLVERS = {
    "plain": "nameserver 10.0.0.2\nsearch ec2.internal example.com\noptions timeout:2 attempts:5\n",
    "comments": "# made by hand\n; too\nnameserver 10.0.0.2 # first\nnameserver 10.0.0.2\nnameserver fd00::1\n"
    "domain example.com\nnameserver\noptions edns0\noptions trust-ad\n",
    "empty": "",
}


class Files:
    """Opens the files of a scratch root instead of the machine's."""

    def __init__(self, root):
        self.root = root
        self.real = salt.utils.files.fopen

    def path(self, name):
        return os.path.join(self.root, name.lstrip("/"))

    def __call__(self, name, *args, **kwargs):
        return self.real(self.path(name), *args, **kwargs)


def write(root, files):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with builtins.open(path, "w") as out:
            out.write(text)


def distribution(files):
    with tempfile.TemporaryDirectory() as root:
        write(root, files)
        opened = Files(root)
        platform._os_release_candidates = (
            os.path.join(root, "etc/os-release"),
            os.path.join(root, "usr/lib/os-release"),
        )
        platform._os_release_cache = None
        real = salt.utils.files.fopen
        salt.utils.files.fopen = opened
        found = distro.LinuxDistribution(
            include_lsb=False,
            include_uname=False,
            root_dir=root,
        )
        core._linux_distribution = lambda: (
            found.name(),
            found.version(best=True),
            found.codename(),
        )
        try:
            grains = core._linux_distribution_data()
            if grains.get("osrelease"):
                grains.update(
                    core._osrelease_data(grains["os"], grains["osfullname"], grains["osrelease"])
                )
        finally:
            salt.utils.files.fopen = real
    return grains


def faked(function, name, text):
    with tempfile.TemporaryDirectory() as root:
        write(root, {name: text})
        opened = Files(root)
        real, isfile = salt.utils.files.fopen, os.path.isfile
        salt.utils.files.fopen = opened
        os.path.isfile = lambda p: isfile(opened.path(p))
        try:
            return function()
        finally:
            salt.utils.files.fopen = real
            os.path.isfile = isfile


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    cases = []
    for name, files in DISTRIBUTIONS.items():
        cases.append(
            {"kind": "distribution", "name": name, "files": files, "grains": distribution(files)}
        )
    for name, text in PROCESSORS.items():
        grains = faked(core._linux_cpudata, "proc/cpuinfo", text)
        cases.append({"kind": "hardware", "name": name, "files": {"proc/cpuinfo": text}, "grains": grains})
    for name, text in MEMORY.items():
        grains = faked(core._linux_memdata, "proc/meminfo", text)
        cases.append({"kind": "hardware", "name": name, "files": {"proc/meminfo": text}, "grains": grains})
    for name, text in RESOLVERS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as out:
            out.write(text)
            out.flush()
            resolved = salt.utils.dns.parse_resolv(out.name)
        cases.append(
            {"kind": "dns", "name": name, "files": {"etc/resolv.conf": text}, "grains": resolved}
        )
    with open(os.path.join(here, "cases.json"), "w") as out:
        json.dump({"cases": cases}, out, indent=1, default=list)
        out.write("\n")


if __name__ == "__main__":
    main()
