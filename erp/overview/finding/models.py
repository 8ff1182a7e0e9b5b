"""What a person opened lately, and what they pinned to find it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base


class Shortcut(Base):
    """One thing a person came to: a record by its id, or a page by its endpoint, in one company.

    Pinned while ``pinned_at`` is set; of those never pinned only the latest are kept.
    """

    __tablename__ = "shortcut"
    __table_args__ = (
        Index("ix_shortcut_seen_at", "user_id", "company_id", "seen_at"),
        {"schema": "overview"},
    )

    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("identity.user_account.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    target: Mapped[str] = mapped_column(Text, primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    pinned_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
