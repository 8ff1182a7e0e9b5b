"""Marks of what an import or a replay has already done, so that it can be resumed without doubling anything."""

from datetime import datetime

from sqlalchemy import Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base
from erp.kernel.outbox import Instant
from erp.kernel.unit_of_work import UnitOfWork


class ImportMark(Base):
    """One piece of a source that has been taken in."""

    __tablename__ = "import_mark"
    __table_args__ = ({"schema": "kernel"},)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))


def mark_once(work: UnitOfWork, source: str, key: str) -> bool:
    """Mark a piece as taken in, in the transaction that takes it in; False where it was already."""
    row = work.execute(
        text("""INSERT INTO kernel.import_mark (source, key) VALUES (:source, :key)
                ON CONFLICT DO NOTHING RETURNING key"""),
        {"source": source, "key": key},
    ).one_or_none()
    return row is not None


def marks_of(session: Session, source: str) -> set[str]:
    """Every piece of the source that has been taken in."""
    return set(session.scalars(text("SELECT key FROM kernel.import_mark WHERE source = :source"), {"source": source}))
