"""Document numbers: gapless where the law asks for it, drawn from a sequence everywhere else.

A gapless number is the last lock of a transaction, because everybody who issues the same kind of document in the
same branch waits for it: draw it after every other row is locked. A sequence never waits and may leave gaps.
"""

from uuid import UUID

from sqlalchemy import CheckConstraint, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.kernel.unit_of_work import UnitOfWork

KINDS = {
    "sales_order": "SO", "quote": "QT", "purchase_order": "PO", "goods_receipt": "GR", "shipment": "SH",
    "wave": "WV", "transfer_order": "TO", "stock_adjustment": "SA", "stock_count": "SC", "rma": "RMA",
    "return_receipt": "RR", "landed_cost": "LC", "cash_receipt": "CR", "supplier_bill": "SB", "supplier_payment": "SP",
    "journal_entry": "JE", "manual_journal": "MJ",
}


class NumberSeries(Base):
    """The last number issued in one gapless series."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last_number >= 0", name="not_negative"), {"schema": "kernel"})
    company_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    branch_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]


def draw_numbers(work: UnitOfWork, kind: str, count: int = 1) -> list[str]:
    """The next numbers of a kind, such as ``SO-100001``; a step that is undone leaves a gap."""
    prefix = KINDS[kind]
    rows = work.session.scalars(
        text("SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, :count)"),
        {"sequence": f"kernel.number_{kind}", "count": count},
    )
    return [f"{prefix}-{number}" for number in rows]


def draw_gapless(
    work: UnitOfWork, *, company_id: UUID, branch_id: UUID, kind: str, fiscal_year: int, count: int = 1
) -> int:
    """Issue the next ``count`` numbers of a series and return the first; undone together with the step.

    Effects: locks the series until the transaction ends. Draw it last.
    """
    last: int = work.session.scalars(
        text("""INSERT INTO kernel.number_series AS s (company_id, branch_id, kind, fiscal_year, last_number)
                VALUES (:company, :branch, :kind, :year, :count)
                ON CONFLICT (company_id, branch_id, kind, fiscal_year)
                DO UPDATE SET last_number = s.last_number + excluded.last_number
                RETURNING last_number"""),
        {"company": company_id, "branch": branch_id, "kind": kind, "year": fiscal_year, "count": count},
    ).one()
    return last - count + 1
