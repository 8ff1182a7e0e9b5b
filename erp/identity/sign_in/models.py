"""Every attempt to sign in, counted in the database: lock-out works whatever else is down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base


class SignInAttempt(Base):
    """One attempt for one user name from one address. It counts as failed until it has succeeded."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        CheckConstraint("outcome IN ('failed', 'succeeded', 'unlocked')", name="outcome"),
        Index("ix_sign_in_attempt_user_name", "user_name", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
        {"schema": "identity"},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    user_name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
