"""Where the house stands on this machine: servers, folders and secrets, read once from the environment.

Nothing here opens a connection. The supervisor hands its children the same variables an operator
may set by hand, so a program cannot tell an embedded server from one of the operator's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

QUEUE_DELIVERIES = "deliveries"  # what a listener must be told: short, and soon
QUEUE_LONG = "long"  # imports, batches, the demo company: in a worker of their own, so that nothing waits behind
QUEUES: tuple[str, ...] = (QUEUE_DELIVERIES, QUEUE_LONG)

POSTGRES_MINIMUM = 15
POSTGRES_MAXIMUM = 18
POSTGRES_EXTENSIONS: tuple[str, ...] = ("btree_gist", "pg_trgm")

OWNER_ROLE = "erp_owner"
APPLICATION_ROLE = "erp_app"
DATABASE_NAME = "erp"

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
ROOT_DATA_DIR = Path("/var/lib/erp")


class ConfigurationError(Exception):
    """A setting is missing or cannot be used; the message says which one and what to write."""


@dataclass(frozen=True)
class Settings:
    """The answers the programs need at their start; made by `Settings.from_environment()`."""

    data_dir: Path
    database_url: str | None = None
    database_admin_url: str | None = None
    database_pooler: str = "none"
    redis_url: str | None = None
    secret_key: str | None = None
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    web_processes: int = 2
    web_threads: int = 8
    log_level: str = "INFO"
    secure_cookies: bool = False
    trusted_proxies: int = 0
    load_demo: bool = True
    smtp_url: str | None = None
    mail_from: str = "erp@localhost"
    multiprocess_metrics_dir: Path | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every setting; a value that cannot be used is refused here, not at its first use.

        Raises: ConfigurationError
        """
        env = os.environ if environ is None else environ
        return cls(
            data_dir=data_dir(env),
            database_url=_postgres_url(env, "DATABASE_URL"),
            database_admin_url=_postgres_url(env, "DATABASE_ADMIN_URL"),
            database_pooler=_one_of(env, "DATABASE_POOLER", "none", ("none", "transaction")),
            redis_url=env.get("REDIS_URL") or None,
            secret_key=env.get("ERP_SECRET_KEY") or None,
            host=env.get("ERP_HOST") or DEFAULT_HOST,
            port=_whole_number(env, "ERP_PORT", DEFAULT_PORT, 1, 65535),
            web_processes=_whole_number(env, "ERP_WEB_PROCESSES", 2, 1, 64),
            web_threads=_whole_number(env, "ERP_WEB_THREADS", 8, 1, 256),
            log_level=(env.get("ERP_LOG_LEVEL") or "INFO").upper(),
            secure_cookies=_yes_or_no(env, "ERP_SECURE_COOKIES", False),
            trusted_proxies=_whole_number(env, "ERP_TRUSTED_PROXIES", 0, 0, 9),
            load_demo=_yes_or_no(env, "ERP_DEMO", True),
            smtp_url=env.get("ERP_SMTP_URL") or None,
            mail_from=env.get("ERP_MAIL_FROM") or "erp@localhost",
            multiprocess_metrics_dir=_path(env, "PROMETHEUS_MULTIPROC_DIR"),
        )

    def require_database_url(self) -> str:
        """The application's database; what to do where none is configured or running.

        Raises: ConfigurationError
        """
        if self.database_url is None:
            raise ConfigurationError(
                "no database is configured: start the embedded one with `erp up` (or `make run`), "
                "or set DATABASE_URL to a PostgreSQL of your own"
            )
        return self.database_url

    def require_database_admin_url(self) -> str:
        """The owner's connection, for migrations only.

        Raises: ConfigurationError
        """
        if self.database_admin_url is None:
            raise ConfigurationError(
                "migrations run as the owner of the tables: set DATABASE_ADMIN_URL to a connection of that "
                f"role (usually {OWNER_ROLE}); DATABASE_URL stays the application's role"
            )
        return self.database_admin_url

    def require_redis_url(self) -> str:
        """The server that wakes workers and counts rate limits.

        Raises: ConfigurationError
        """
        if self.redis_url is None:
            raise ConfigurationError(
                "no Redis or Valkey is configured: start the embedded one with `erp up` (or `make run`), "
                "or set REDIS_URL to one of your own"
            )
        return self.redis_url

    @property
    def keeps_connections(self) -> bool:
        """Whether a connection stays with one server process, so that it may keep prepared statements."""
        return self.database_pooler != "transaction"

    @property
    def rate_limit_storage_url(self) -> str | None:
        """The same server under the scheme the rate limiter knows for a socket (`redis+unix`)."""
        if self.redis_url is not None and self.redis_url.startswith("unix://"):
            return "redis+" + self.redis_url
        return self.redis_url


def checkout_dir() -> Path | None:
    """The folder of the source tree, or None where the program runs from an installed wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "migrations").is_dir() else None


def bundled_dir(name: str) -> Path:
    """`templates` or `migrations`: beside the package in a source tree, inside it in a wheel."""
    root = checkout_dir()
    return root / name if root is not None else Path(__file__).resolve().parent / "bundled" / name


def static_dir() -> Path:
    """Scripts, styles and the locked browser assets that every page is served from."""
    return Path(__file__).resolve().parent / "web" / "static"


def data_dir(environ: Mapping[str, str] | None = None) -> Path:
    """Where the embedded servers keep the books.

    `ERP_DATA_DIR`; else /var/lib/erp for root, whose home no other account may enter; else `var/` of
    the source tree; else the user's own data folder where the program was installed from a wheel.
    """
    env = os.environ if environ is None else environ
    if env.get("ERP_DATA_DIR"):
        return Path(env["ERP_DATA_DIR"]).expanduser().resolve()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ROOT_DATA_DIR
    root = checkout_dir()
    if root is not None:
        return root / "var"
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "erp"
    return Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "erp"


def _postgres_url(env: Mapping[str, str], name: str) -> str | None:
    url = env.get(name) or None
    if url is None:
        return None
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.split("+")[0] not in {"postgresql", "postgres"}:
        raise ConfigurationError(
            f"{name} must be a PostgreSQL address such as postgresql+psycopg://user:password@host/erp"
        )
    if scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise ConfigurationError(f"{name} names the driver {scheme!r}; write postgresql+psycopg://")
    return "postgresql+psycopg://" + rest


def _whole_number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise ConfigurationError(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _yes_or_no(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = (env.get(name) or "").lower()
    if text not in {"", "yes", "no", "true", "false", "1", "0"}:
        raise ConfigurationError(f"{name} must be yes or no, not {text!r}")
    return default if not text else text in {"yes", "true", "1"}


def _one_of(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = (env.get(name) or default).lower()
    if text not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {text!r}")
    return text


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]) if env.get(name) else None
