"""Tables of the payment terms. Terms are shared by the companies."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, Numeric, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from erp.kernel.db import Base
from erp.terms.payment_terms.arithmetic import PORTIONS

Words = Annotated[str, mapped_column(Text)]
Count = Annotated[int, mapped_column(Integer)]
Percent = Annotated[Decimal, mapped_column(Numeric(9, 4))]
TERM_STATUSES = ("active", "retired")
DISCOUNT_BASES = ("total", "net")


class PaymentTerm(Base):
    """When the invoices of a customer or supplier are due."""

    __tablename__ = "payment_term"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint(f"discount_basis IN {DISCOUNT_BASES}", name="discount_basis"),
        CheckConstraint(f"status IN {TERM_STATUSES}", name="status"),
        UniqueConstraint("code"),
        {"schema": "terms"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    code: Mapped[Words]
    name: Mapped[Words]
    discount_basis: Mapped[Words] = mapped_column(server_default="total")
    status: Mapped[Words] = mapped_column(server_default="active")
    lines: Mapped[list["PaymentTermLine"]] = relationship(order_by="PaymentTermLine.position", lazy="selectin")


class PaymentTermLine(Base):
    """One instalment; ``value`` is a percentage or a fixed amount, by its portion."""

    __tablename__ = "payment_term_line"
    __table_args__ = (
        CheckConstraint(f"portion IN {PORTIONS}", name="portion"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("set_day BETWEEN 1 AND 31", name="set_day"),
        CheckConstraint("next_month_day BETWEEN 1 AND 31", name="next_month_day"),
        CheckConstraint("add_months >= 0 AND add_days >= 0 AND discount_days >= 0", name="not_before"),
        CheckConstraint("discount_percent >= 0 AND discount_percent < 100", name="discount_percent"),
        UniqueConstraint("payment_term_id", "position"),
        {"schema": "terms"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    payment_term_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("terms.payment_term.id"))
    position: Mapped[Count]
    portion: Mapped[Words]
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4), server_default=text("0"))
    add_months: Mapped[Count] = mapped_column(server_default=text("0"))
    set_day: Mapped[Count | None]
    add_days: Mapped[Count] = mapped_column(server_default=text("0"))
    end_of_month: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    next_month_day: Mapped[Count | None]
    discount_percent: Mapped[Percent] = mapped_column(server_default=text("0"))
    discount_days: Mapped[Count] = mapped_column(server_default=text("0"))
