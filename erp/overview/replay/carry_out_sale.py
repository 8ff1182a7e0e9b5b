"""An invoice of the file happens: order, allocation, wave, pick, pack, shipment, invoice; in three steps."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import LineEntry, OrderEntry, complete_charges, place_sales_order
from erp.inventory.api import Pick, confirm_picks, confirm_shipment, pack_shipment, release_wave
from erp.kernel.actor import Actor
from erp.kernel.errors import Refused
from erp.kernel.marks import mark_once
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.replay.desk import Desk
from erp.overview.replay.read_file import FileDocument, FileLine

PRICE_REASON = "price of the file"


def carry_out_sale(units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, document: FileDocument) -> None:
    """Order on the day, pick, ship and invoice on the day; each step is done once, whatever was cut off before.

    Raises: Refused where a rule of the product forbids it; nothing of the refused step stands then.
    """
    order_id = units.run(actor, lambda work: _order(work, source, desk, document))
    if document.goods:
        shipment_id = units.run(actor, lambda work: _pick(work, source, desk, document, order_id))
        units.run(actor, lambda work: _ship(work, source, document, shipment_id))
    else:
        units.run(actor, lambda work: _complete(work, source, document, order_id))


def _order(work: UnitOfWork, source: str, desk: Desk, document: FileDocument) -> UUID:
    if not mark_once(work, source, f"{document.key} ordered"):
        found = work.session.scalar(
            text("""SELECT id FROM crm.sales_order
                    WHERE company_id = :company AND customer_id = :customer AND customer_reference = :reference"""),
            {
                "company": desk.company_id,
                "customer": desk.customers[document.customer_code],
                "reference": document.number,
            },
        )
        return UUID(str(found))
    outcome = place_sales_order(
        work,
        OrderEntry(
            company_id=desk.company_id,
            branch_id=desk.branch_id,
            warehouse_id=desk.warehouse_id,
            customer_id=desk.customers[document.customer_code],
            ordered_on=document.on,
            requested_on=document.on,
            channel="web",
            customer_reference=document.number,
            lines=tuple(_entry(desk, line) for line in document.lines),
        ),
    )
    if outcome.decision != "released":
        raise Refused(f"The order was {outcome.decision}, not released.")
    return outcome.id


def _entry(desk: Desk, line: FileLine) -> LineEntry:
    kind = line.charge_kind
    if kind is not None:
        return LineEntry(qty=Decimal(line.qty), description=line.charge_name, charge_kind=kind, unit_price=line.price)
    return LineEntry(qty=Decimal(line.qty), item_id=desk.items[line.sku], unit_price=line.price, reason=PRICE_REASON)


def _pick(work: UnitOfWork, source: str, desk: Desk, document: FileDocument, order_id: UUID) -> UUID:
    if not mark_once(work, source, f"{document.key} picked"):
        found = work.session.scalar(
            text("SELECT id FROM inventory.shipment WHERE origin_id = :order AND status <> 'void'"),
            {"order": order_id},
        )
        return UUID(str(found))
    wave = release_wave(work, desk.warehouse_id, origin_ids=[order_id])
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave.id})
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
    return wave.shipments[order_id]


def _ship(work: UnitOfWork, source: str, document: FileDocument, shipment_id: UUID) -> None:
    if mark_once(work, source, document.key):
        pack_shipment(work, shipment_id)
        confirm_shipment(work, shipment_id, occurred_on=document.on)


def _complete(work: UnitOfWork, source: str, document: FileDocument, order_id: UUID) -> None:
    if mark_once(work, source, document.key):
        complete_charges(work, order_id, occurred_on=document.on)
