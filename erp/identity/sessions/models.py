"""Web sessions, kept on the server so that they can be listed and ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base

IDLE = timedelta(hours=4)
LONGEST = timedelta(hours=14)  # a long working day; then everybody proves anew who they are


class WebSession(Base):
    """One browser that is signed in, or was. Only the hash of its token is kept."""

    __tablename__ = "web_session"
    __table_args__ = (
        Index("ix_web_session_open", "user_id", postgresql_where=text("ended_at IS NULL")),
        {"schema": "identity"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("identity.user_account.id"))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    address: Mapped[str] = mapped_column(Text)
    browser: Mapped[str] = mapped_column(Text)
    company_id: Mapped[UUID | None] = mapped_column(Uuid)  # organization stands above: no foreign key upward
    branch_id: Mapped[UUID | None] = mapped_column(Uuid)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_by: Mapped[str | None] = mapped_column(Text)
