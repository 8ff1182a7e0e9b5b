"""A request made once acts once: the key a client gave to its request, and the answer it got.

The key travels as a hidden form field, in a scanner's queue, or as the ``Idempotency-Key`` header. It is claimed in
the same transaction as the step, so that of several equal requests at a time one acts and the others wait for its
commit and give the same answer. A key is bound to the person and to what was sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.kernel.errors import Conflict
from erp.kernel.outbox import Instant
from erp.kernel.plain import to_json
from erp.kernel.unit_of_work import UnitOfWork


class RequestKey(Base):
    """One request and the committed answer to it."""

    __tablename__ = "request_key"
    __table_args__ = ({"schema": "kernel"},)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    actor: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("clock_timestamp()"), index=True)


@dataclass(frozen=True)
class Earlier:
    """The answer that was given when the request acted."""

    answer: dict[str, Any]


def claim_request(work: UnitOfWork, key: str, body_hash: str) -> Earlier | None:
    """Claim the key for this transaction, or return the answer given before.

    Waits where another transaction holds the same key and has not yet committed.
    Raises: Conflict where the key was used for something else or by somebody else.
    """
    claimed = work.execute(
        text("""INSERT INTO kernel.request_key (key, actor, body_hash) VALUES (:key, :actor, :hash)
                ON CONFLICT (key) DO NOTHING RETURNING key"""),
        {"key": key, "actor": work.actor.name, "hash": body_hash},
    ).one_or_none()
    if claimed:
        return None
    row = work.execute(
        text("SELECT actor, body_hash, answer FROM kernel.request_key WHERE key = :key"), {"key": key}
    ).one()
    if row.actor != work.actor.name or row.body_hash != body_hash:
        raise Conflict("This request was already sent with other content. Load the page again and repeat the step.")
    return Earlier(row.answer or {})


def keep_answer(work: UnitOfWork, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer with the step, to be given again to the same request."""
    work.execute(
        text("UPDATE kernel.request_key SET answer = CAST(:answer AS jsonb) WHERE key = :key"),
        {"key": key, "answer": to_json(answer)},
    )

