"""Papers that were made: kept by their content, so that printing the same page again costs nothing.

The page is the paper: the same HTML by the same renderer gives the same PDF, so its hash is its key. A changed
document, letterhead or template is another page and another key; nothing has to be forgotten by hand.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, Index, LargeBinary, Text, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.adapters import Pdf
from erp.kernel.db import Base, new_session
from erp.kernel.outbox import Instant

KEPT_DAYS = 30

log = logging.getLogger(__name__)


class Paper(Base):
    """A PDF by the hash of what it was made of; it may be lost at any time and is then made again."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_made_at", "made_at"), {"schema": "kernel"})

    content_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"))


class KeptPdf:
    """Asks the renderer only for what is not kept. Keeps in a transaction of its own, for a paper is no fact."""

    def __init__(self, renderer: Pdf, engine: Engine | Connection) -> None:
        self._renderer = renderer
        self._engine = engine

    def render(self, html: str) -> bytes:
        """The PDF of a page, kept or made.

        Raises: Refused with the line to install where the renderer is missing.
        """
        key = sha256(html.encode()).hexdigest()
        return kept_paper(self._engine, key) or self._made(key, html)

    def joined(self, papers: Sequence[bytes]) -> bytes:
        """One PDF of several, in their order."""
        return self._renderer.joined(papers)

    def _made(self, key: str, html: str) -> bytes:
        content = self._renderer.render(html)
        try:
            keep_paper(self._engine, key, content)
        except DBAPIError:
            log.warning("a paper could not be kept; it will be made again", exc_info=True)
        return content


def kept_paper(engine: Engine | Connection, key: str) -> bytes | None:
    """What is kept under a key, if it still is."""
    with new_session(engine) as session:
        found: bytes | None = session.scalar(
            text("SELECT content FROM kernel.paper WHERE content_hash = :key"), {"key": key}
        )
        return found


def keep_paper(engine: Engine | Connection, key: str, content: bytes) -> None:
    """Keep it for a month, and forget what is older."""
    with new_session(engine) as session:
        session.execute(
            text("DELETE FROM kernel.paper WHERE made_at < clock_timestamp() - make_interval(days => :days)"),
            {"days": KEPT_DAYS},
        )
        session.execute(
            text("""INSERT INTO kernel.paper (content_hash, content) VALUES (:key, :content)
                    ON CONFLICT (content_hash) DO NOTHING"""),
            {"key": key, "content": content},
        )
        session.commit()
