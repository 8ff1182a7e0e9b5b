"""Expect a return: goods of a shipment may come back to a warehouse."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from erp.inventory.plain_quantity import plain
from erp.inventory.returns.models import ReturnExpectation
from erp.inventory.returns.shipped_lines import ShippedLine, change_authorized, lock_shipped_lines
from erp.kernel.errors import NotFound, Refused
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


class NotReturnable(Refused):
    """More would come back than left, or the shipment never left."""


@dataclass(frozen=True)
class ReturnRequest:
    """A quantity that may come back (base units); the original shipment line where it is known."""

    id: UUID
    company_id: UUID
    warehouse_id: UUID
    item_id: UUID
    qty: Decimal
    origin_kind: str  # 'rma'
    origin_id: UUID
    origin_number: str
    origin_line_id: UUID
    original_shipment_line_id: UUID | None = None
    consignor_name: str = ""


def expect_return(work: UnitOfWork, lines: Sequence[ReturnRequest]) -> None:
    """Tell the warehouse what may come back. What is authorized here can neither be voided nor authorized again.

    Without an original shipment line the goods will be valued at the item's current cost.

    Units: base units.
    Raises: NotFound; NotReturnable when more is authorized than was shipped, or the shipment did not leave.
    """
    originals = {line.original_shipment_line_id for line in lines if line.original_shipment_line_id is not None}
    shipped = lock_shipped_lines(work, originals)
    wanted: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.qty <= 0:
            raise Refused("A quantity to return must be greater than zero.", field="qty")
        if line.original_shipment_line_id is None:
            continue
        wanted[line.original_shipment_line_id] += line.qty
        _check(line, shipped.get(line.original_shipment_line_id), wanted[line.original_shipment_line_id])
    change_authorized(work, wanted)
    insert_rows(
        work,
        ReturnExpectation,
        [
            {
                "id": line.id, "company_id": line.company_id, "warehouse_id": line.warehouse_id,
                "origin_kind": line.origin_kind, "origin_id": line.origin_id, "origin_number": line.origin_number,
                "origin_line_id": line.origin_line_id, "consignor_name": line.consignor_name,
                "item_id": line.item_id, "original_shipment_line_id": line.original_shipment_line_id,
                "qty": line.qty, "created_at": work.now,
            }
            for line in lines
        ],
    )


def _check(line: ReturnRequest, shipped: ShippedLine | None, wanted: Decimal) -> None:
    if shipped is None or shipped.company_id != line.company_id:
        raise NotFound("There is no such shipment line.")
    if shipped.status != "shipped":
        raise NotReturnable(
            "Shipment %(number)s is %(status)s: nothing of it can come back.",
            number=shipped.number, status=shipped.status,
        )
    if shipped.item_id != line.item_id:
        raise NotReturnable("That line of %(number)s holds another item.", field="item", number=shipped.number)
    if wanted > shipped.qty_returnable:
        raise NotReturnable(
            "Only %(qty_returnable)s of the %(qty)s shipped with %(number)s can still come back. Lower the quantity.",
            field="qty", qty_returnable=plain(shipped.qty_returnable), qty=plain(shipped.qty),
            number=shipped.number,
        )
