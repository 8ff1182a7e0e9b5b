"""Table of a company's own sizes of labels."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, PrimaryId
from erp.kernel.db import Base


class LabelFormat(Base):
    """A size of label: on a roll, or so many in rows and columns on a sheet. Units: millimetres."""

    __tablename__ = "label_format"
    __table_args__ = (
        UniqueConstraint("company_id", "code"),
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("sheet IN ('', 'a4', 'letter')", name="sheet"),
        CheckConstraint("status IN ('active', 'retired')", name="status"),
        CheckConstraint("width_mm BETWEEN 15 AND 300 AND height_mm BETWEEN 10 AND 300", name="size"),
        CheckConstraint("columns BETWEEN 1 AND 20 AND rows BETWEEN 1 AND 50", name="slots"),
        CheckConstraint(
            "left_mm BETWEEN 0 AND 100 AND top_mm BETWEEN 0 AND 100 AND gap_x_mm BETWEEN 0 AND 100 "
            "AND gap_y_mm BETWEEN 0 AND 100",
            name="margins",
        ),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Code]
    name: Mapped[Code]
    sheet: Mapped[Code] = mapped_column(server_default="")
    width_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    height_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    columns: Mapped[Count] = mapped_column(server_default="1")
    rows: Mapped[Count] = mapped_column(server_default="1")
    left_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default="0")
    top_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default="0")
    gap_x_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default="0")
    gap_y_mm: Mapped[Decimal] = mapped_column(Numeric(6, 2), server_default="0")
    status: Mapped[Code] = mapped_column(server_default="active")
