"""Tables of carriers."""

from datetime import time

from sqlalchemy import CheckConstraint, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, PrimaryId
from erp.kernel.db import Base

CARRIER_STATUSES = ("active", "retired")


class Carrier(Base):
    """Who takes goods away. ``cut_off`` is local to the branch that ships; without one there is no last time."""

    __tablename__ = "carrier"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint(f"status IN {CARRIER_STATUSES}", name="status"),
        UniqueConstraint("code"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    code: Mapped[Code]
    name: Mapped[Code]
    cut_off: Mapped[time | None] = mapped_column(Time)
    status: Mapped[Code] = mapped_column(server_default="active")
