"""Table of the companies."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import Count, Words

COMPANY_STATUSES = ("active", "inactive")


class Company(Base):
    """A legal entity: one currency, one chart of accounts, one fiscal year."""

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("fiscal_year_start_month BETWEEN 1 AND 12", name="fiscal_year_start_month"),
        CheckConstraint(f"status IN {COMPANY_STATUSES}", name="status"),
        UniqueConstraint("code"),
        {"schema": "organization"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    code: Mapped[Words]
    name: Mapped[Words]
    currency: Mapped[str] = mapped_column(Text, ForeignKey("organization.currency.code"))
    fiscal_year_start_month: Mapped[Count] = mapped_column(server_default=text("1"))
    tax_number: Mapped[Words] = mapped_column(server_default="")
    address: Mapped[Words] = mapped_column(server_default="")
    country: Mapped[Words] = mapped_column(server_default="")
    email: Mapped[Words] = mapped_column(server_default="")
    phone: Mapped[Words] = mapped_column(server_default="")
    status: Mapped[Words] = mapped_column(server_default="active")
