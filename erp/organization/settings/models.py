"""Table of the settings that a company has changed from their defaults."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base


class CompanySetting(Base):
    """One choice of one company; a key without a row stands at its default."""

    __tablename__ = "company_setting"
    __table_args__ = ({"schema": "organization"},)

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
