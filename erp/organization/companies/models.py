"""Table of the companies."""

from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, SmallInteger, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import Count, Words

COMPANY_STATUSES = ("active", "inactive")
EVERY_DAY = "{1,2,3,4,5,6,7}"


class Company(Base):
    """A legal entity: one currency, one chart of accounts, one fiscal year.

    ``working_weekdays``: the days of the week on which it works, Monday 1 to Sunday 7.
    """

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("fiscal_year_start_month BETWEEN 1 AND 12", name="fiscal_year_start_month"),
        CheckConstraint(f"status IN {COMPANY_STATUSES}", name="status"),
        CheckConstraint(
            "cardinality(working_weekdays) > 0 AND working_weekdays <@ ARRAY[1,2,3,4,5,6,7]::smallint[]",
            name="working_weekdays",
        ),
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
    working_weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), server_default=EVERY_DAY)
