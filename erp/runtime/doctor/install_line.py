"""The line that installs a system package here: `apt-get`, `dnf`, `apk` or `brew`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

PANGO: Mapping[str, str] = {
    "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "pango harfbuzz-subset",
    "apk": "pango harfbuzz-subset",
    "brew": "pango",
}
NODE: Mapping[str, str] = {"apt-get": "nodejs npm", "dnf": "nodejs npm", "apk": "nodejs npm", "brew": "node"}


def install_line(packages: Mapping[str, str]) -> str:
    """The exact line for this machine; where its package manager is unknown, the names to look for."""
    if sys.platform == "darwin":
        return f"brew install {packages['brew']}"
    sudo = "" if os.geteuid() == 0 else "sudo "
    for manager, verb in (("apt-get", "install -y"), ("dnf", "install -y"), ("apk", "add")):
        if shutil.which(manager):
            return f"{sudo}{manager} {verb} {packages[manager]}"
    return f"install {packages['dnf']} with this system's package manager"
