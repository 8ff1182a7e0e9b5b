"""Table of the posting periods."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import column

from erp.kernel.db import Base
from erp.organization.columns import Count, Day, PrimaryId, Words

SUBLEDGERS = ("inventory", "receivables", "payables", "general")
PERIOD_STATES = ("open", "soft_closed", "closed")


class PostingPeriod(Base):
    """A stretch of days of one company; each subledger is opened and closed for it on its own."""

    __tablename__ = "posting_period"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        *(
            CheckConstraint(f"{subledger}_state IN {PERIOD_STATES}", name=f"{subledger}_state")
            for subledger in SUBLEDGERS
        ),
        UniqueConstraint("company_id", "fiscal_year", "number"),
        UniqueConstraint("company_id", "id"),
        ExcludeConstraint(
            (column("company_id"), "="),
            (func.daterange(column("first_day"), column("last_day"), "[]"), "&&"),
            name="ex_posting_period_days",
            using="gist",
        ),
        {"schema": "organization"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    fiscal_year: Mapped[Count]
    number: Mapped[Count]
    first_day: Mapped[Day]
    last_day: Mapped[Day]
    inventory_state: Mapped[Words] = mapped_column(server_default="open")
    receivables_state: Mapped[Words] = mapped_column(server_default="open")
    payables_state: Mapped[Words] = mapped_column(server_default="open")
    general_state: Mapped[Words] = mapped_column(server_default="open")

    @property
    def label(self) -> str:
        return f"{self.fiscal_year}/{self.number:02d}"
