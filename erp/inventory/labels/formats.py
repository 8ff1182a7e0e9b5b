"""Sizes of labels: rolls that a label printer takes, sheets that an office printer takes, and a company's own."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.inventory.labels.models import LabelFormat
from erp.kernel.errors import Refused

SHEETS = {"a4": (Decimal(210), Decimal(297)), "letter": (Decimal("215.9"), Decimal("279.4"))}
D = Decimal


@dataclass(frozen=True)
class Format:
    """A size of label. On a roll each label is a page; a sheet holds rows and columns of them.

    Units: millimetres.
    """

    code: str
    name: str
    width_mm: Decimal
    height_mm: Decimal
    sheet: str = ""  # "a4", "letter"; empty on a roll
    columns: int = 1
    rows: int = 1
    left_mm: Decimal = D(0)
    top_mm: Decimal = D(0)
    gap_x_mm: Decimal = D(0)
    gap_y_mm: Decimal = D(0)

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def page_mm(self) -> tuple[Decimal, Decimal]:
        """The paper's size."""
        return SHEETS[self.sheet] if self.sheet else (self.width_mm, self.height_mm)

    def place(self, slot: int) -> tuple[Decimal, Decimal]:
        """Where a label's upper left corner lies, slot by slot along the rows, from the sheet's own corner."""
        row, column = divmod(slot % self.per_page, self.columns)
        across, down = self.width_mm + self.gap_x_mm, self.height_mm + self.gap_y_mm
        return self.left_mm + column * across, self.top_mm + row * down

    @property
    def fits(self) -> bool:
        """Whether all of its labels lie on the paper."""
        right, bottom = self.place(self.per_page - 1)
        width, height = self.page_mm
        return right + self.width_mm <= width and bottom + self.height_mm <= height


USUAL = (
    Format("ROLL-100X150", "Roll 100 × 150 mm", D(100), D(150)),
    Format("ROLL-100X50", "Roll 100 × 50 mm", D(100), D(50)),
    Format("ROLL-62X29", "Roll 62 × 29 mm", D(62), D(29)),
    Format("A4-2X2", "A4, 2 × 2 of 105 × 148 mm", D(105), D(148), "a4", 2, 2, D(0), D("0.5")),
    Format("A4-2X7", "A4, 2 × 7 of 99.1 × 38.1 mm", D("99.1"), D("38.1"), "a4", 2, 7, D("4.6"), D("15.1"), D("2.6")),
    Format("A4-3X8", "A4, 3 × 8 of 70 × 36 mm", D(70), D(36), "a4", 3, 8, D(0), D("4.5")),
    Format(
        "LETTER-3X10", "Letter, 3 × 10 of 66.7 × 25.4 mm", D("66.7"), D("25.4"), "letter", 3, 10, D("4.7"), D("12.7"),
        D("3.1"),
    ),
)  # fmt: skip


def formats(session: Session, company_id: UUID) -> list[Format]:
    """What the company may print on: the usual sizes, then its own by code."""
    return [*USUAL, *(format_of(own) for own in own_formats(session, company_id))]


def own_formats(session: Session, company_id: UUID) -> list[LabelFormat]:
    """The company's own sizes that are not retired."""
    statement = select(LabelFormat).where(LabelFormat.company_id == company_id, LabelFormat.status == "active")
    return list(session.scalars(statement.order_by(LabelFormat.code)))


def format_of(own: LabelFormat) -> Format:
    """A size of the company's own."""
    return Format(
        own.code, own.name, own.width_mm, own.height_mm, own.sheet, own.columns, own.rows, own.left_mm, own.top_mm,
        own.gap_x_mm, own.gap_y_mm,
    )


def chosen_format(session: Session, company_id: UUID, code: str) -> Format:
    """The size of that code; the first of all where none is said. Raises: Refused for an unknown one."""
    offered = formats(session, company_id)
    if not code:
        return offered[0]
    for one in offered:
        if one.code == code:
            return one
    raise Refused("There is no size of label %(code)s. Choose one from the list.", field="format", code=code)
