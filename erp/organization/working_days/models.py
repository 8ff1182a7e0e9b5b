"""Table of the holidays; the working days of the week stand with the company."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import Words


class Holiday(Base):
    """A day on which a company does not work although the weekday says so."""

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint("btrim(name) <> ''", name="name_given"), {"schema": "organization"})

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[Words]
