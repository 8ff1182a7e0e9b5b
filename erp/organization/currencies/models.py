"""Tables of currencies and of the rates between them."""

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import Count, Day, PrimaryId, Rate, Words


class Currency(Base):
    """A currency of ISO 4217; ``minor_units`` is the number of decimal places of its amounts."""

    __tablename__ = "currency"
    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z]{3}$'", name="code"),
        CheckConstraint("minor_units BETWEEN 0 AND 4", name="minor_units"),
        {"schema": "organization"},
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[Words]
    minor_units: Mapped[Count]


class ExchangeRate(Base):
    """What one unit of a currency is worth in another, from a day on until the next rate."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        CheckConstraint("rate > 0", name="rate_positive"),
        CheckConstraint("from_currency <> to_currency", name="two_currencies"),
        UniqueConstraint("from_currency", "to_currency", "valid_from"),
        {"schema": "organization"},
    )

    id: Mapped[PrimaryId]
    from_currency: Mapped[str] = mapped_column(Text, ForeignKey("organization.currency.code"))
    to_currency: Mapped[str] = mapped_column(Text, ForeignKey("organization.currency.code"))
    valid_from: Mapped[Day]
    rate: Mapped[Rate]
