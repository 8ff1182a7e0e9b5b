"""Table of the letterheads."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import Words

SHEETS = ("a4", "letter")


class Letterhead(Base):
    """What a company's papers carry beside its name and address; a company without a row prints on A4 in English."""

    __tablename__ = "letterhead"
    __table_args__ = (
        CheckConstraint("sheet IN ('a4', 'letter')", name="sheet"),
        CheckConstraint("(logo IS NULL) = (logo_type IS NULL) AND octet_length(logo) <= 524288", name="logo"),
        {"schema": "organization"},
    )

    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    sheet: Mapped[Words] = mapped_column(server_default="a4")
    language: Mapped[Words] = mapped_column(server_default="en")
    bank: Mapped[Words] = mapped_column(server_default="")
    closing: Mapped[Words] = mapped_column(server_default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_type: Mapped[str | None] = mapped_column(Text)
