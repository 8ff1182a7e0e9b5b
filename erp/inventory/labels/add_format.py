"""A company adds a size of label of its own, and retires one."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from erp.inventory.labels.formats import USUAL, format_of
from erp.inventory.labels.models import LabelFormat
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork


def add_label_format(
    work: UnitOfWork,
    company_id: UUID,
    *,
    code: str,
    name: str,
    width_mm: Decimal,
    height_mm: Decimal,
    sheet: str = "",
    columns: int = 1,
    rows: int = 1,
    left_mm: Decimal = Decimal(0),
    top_mm: Decimal = Decimal(0),
    gap_x_mm: Decimal = Decimal(0),
    gap_y_mm: Decimal = Decimal(0),
) -> UUID:
    """Labels may be printed on this size from now on.

    Units: millimetres. Raises: Refused where the labels do not fit on their sheet; Conflict where the code is taken.
    """
    work.require("inventory.label_format.change")
    code = code.strip().upper()
    if code in {usual.code for usual in USUAL} or work.session.scalar(
        select(LabelFormat.id).where(LabelFormat.company_id == company_id, LabelFormat.code == code)
    ):
        raise Conflict("There is a size of label %(code)s already. Choose another code.", field="code", code=code)
    if not (15 <= width_mm <= 300 and 10 <= height_mm <= 300):
        raise Refused("A label is 15 to 300 mm wide and 10 to 300 mm high.", field="width_mm")
    own = LabelFormat(
        id=new_id(), company_id=company_id, code=code, name=name.strip() or code, width_mm=width_mm,
        height_mm=height_mm, sheet=sheet, columns=columns if sheet else 1, rows=rows if sheet else 1,
        left_mm=left_mm if sheet else Decimal(0), top_mm=top_mm if sheet else Decimal(0),
        gap_x_mm=gap_x_mm if sheet else Decimal(0), gap_y_mm=gap_y_mm if sheet else Decimal(0), status="active",
    )
    if not (1 <= own.columns <= 20 and 1 <= own.rows <= 50):
        raise Refused("A sheet has 1 to 20 columns and 1 to 50 rows of labels.", field="columns")
    if not format_of(own).fits:
        raise Refused(
            "%(count)s labels of this size do not fit on the sheet with these margins. Measure the sheet again.",
            field="columns", count=own.columns * own.rows,
        )
    work.session.add(own)
    work.session.flush()
    return own.id


def retire_label_format(work: UnitOfWork, format_id: UUID) -> None:
    """The size is offered no more. Raises: NotFound."""
    work.require("inventory.label_format.change")
    own = work.session.get(LabelFormat, format_id, with_for_update={"key_share": True})
    if own is None:
        raise NotFound("There is no such size of label.")
    own.status = "retired"
    work.session.flush()
