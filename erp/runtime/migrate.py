"""Bringing a database to the schema this version of the program needs, as the owner of its tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from erp.config import bundled_dir


def upgrade_database(admin_url: str, revision: str = "head") -> None:
    """Run every migration that the database has not seen, in one numbered history.

    Effects: migrations take an advisory lock, so that two starts at once migrate once.
    """
    command.upgrade(alembic_config(admin_url), revision)


def alembic_config(admin_url: str) -> Config:
    """Alembic's settings for a source tree and for an installed wheel alike."""
    config = Config()
    config.set_main_option("script_location", str(bundled_dir("migrations")).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["database_admin_url"] = admin_url
    return config


def newest_revision() -> str:
    """The migration this version of the program ends with."""
    script = ScriptDirectory(str(bundled_dir("migrations")))
    return script.get_current_head() or "none"


def migrations_fingerprint() -> str:
    """Twelve letters that change whenever a migration does: the name of a reusable migrated template."""
    folder = bundled_dir("migrations")
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".sql"} and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(_content(path))
    return digest.hexdigest()[:12]


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")
