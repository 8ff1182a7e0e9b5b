"""The bodies of triggers and functions, one a file, as the migrations run them."""

from erp.config import bundled_dir


def sql_file(name: str) -> str:
    """The text of ``migrations/sql/<name>.sql``."""
    return (bundled_dir("migrations") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
