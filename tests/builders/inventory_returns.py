"""Expected and received returns for tests, made through the use cases."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.returns.expect import ReturnRequest, expect_return
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory_dock import Dock


def expected(
    work: UnitOfWork,
    dock: Dock,
    item_id: UUID,
    qty: int | str,
    shipment_line_id: UUID | None = None,
    *,
    origin_id: UUID | None = None,
) -> ReturnRequest:
    """One authorized line; the same origin may be given to several."""
    request = ReturnRequest(
        id=new_id(), company_id=dock.company_id, warehouse_id=dock.place.id, item_id=item_id, qty=Decimal(qty),
        origin_kind="sample", origin_id=origin_id or new_id(), origin_number="RMA-1", origin_line_id=new_id(),
        original_shipment_line_id=shipment_line_id, consignor_name="Harbor Electric",
    )
    expect_return(work, [request])
    return request


def shipment_line(work: UnitOfWork, shipment_id: UUID, position: int = 1) -> UUID:
    """The id of a line of a shipment."""
    line_id: UUID = work.execute(
        text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :s AND position = :p"),
        {"s": shipment_id, "p": position},
    ).scalar_one()
    return line_id


def by_status(work: UnitOfWork, item_id: UUID) -> dict[str, Decimal]:
    """On hand of an item by stock status, zeros left out."""
    rows = work.execute(
        text("""SELECT status, sum(qty_on_hand) AS qty FROM inventory.stock_balance
                WHERE item_id = :item AND qty_on_hand > 0 GROUP BY status"""),
        {"item": item_id},
    )
    return {row.status: row.qty for row in rows}
