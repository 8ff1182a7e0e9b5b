"""The floor: the same business rows written by hand, as fast as plain SQLAlchemy Core does it, with no rule at all.

One commit an order: order, lines, movements, shipment, invoice with lines, two journal entries with their lines, the
cash receipt with its entry and its application, and the balances that follow. What our steps cost more than this is the
price of everything they check.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    create_engine,
    insert,
    select,
    text,
    update,
)

from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id

_metadata = MetaData(schema="floor")


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, _metadata, Column("id", Uuid, primary_key=True), *columns)


_ITEM = _table("item", Column("qty_on_hand", Numeric(18, 6)), Column("value", Numeric(18, 4)))
_ORDER = _table("sales_order", Column("number", Text), Column("on", Date), Column("total", Numeric(18, 4)))
_LINE = _table("sales_order_line", Column("order_id", ForeignKey("floor.sales_order.id"), index=True),
               Column("item_id", ForeignKey("floor.item.id")), Column("qty", Numeric(18, 6)),
               Column("amount", Numeric(18, 4)))
_SHIPMENT = _table("shipment", Column("order_id", ForeignKey("floor.sales_order.id"), index=True), Column("on", Date))
_MOVEMENT = _table("stock_movement", Column("shipment_id", ForeignKey("floor.shipment.id"), index=True),
                   Column("item_id", ForeignKey("floor.item.id"), index=True), Column("qty", Numeric(18, 6)),
                   Column("cost", Numeric(18, 4)))
_INVOICE = _table("invoice", Column("shipment_id", ForeignKey("floor.shipment.id"), index=True), Column("number", Text),
                  Column("total", Numeric(18, 4)), Column("balance", Numeric(18, 4)))
_INVOICE_LINE = _table("invoice_line", Column("invoice_id", ForeignKey("floor.invoice.id"), index=True),
                       Column("item_id", ForeignKey("floor.item.id")), Column("amount", Numeric(18, 4)))
_ENTRY = _table("journal_entry", Column("source_id", Uuid, index=True), Column("on", Date), Column("memo", Text))
_ENTRY_LINE = _table("journal_line", Column("entry_id", ForeignKey("floor.journal_entry.id"), index=True),
                     Column("account", Integer), Column("debit", Numeric(18, 4)), Column("credit", Numeric(18, 4)))
_CASH = _table("cash_receipt", Column("amount", Numeric(18, 4)), Column("on", Date))
_APPLICATION = _table("cash_application", Column("cash_id", ForeignKey("floor.cash_receipt.id")),
                      Column("invoice_id", ForeignKey("floor.invoice.id")), Column("amount", Numeric(18, 4)))


@dataclass(frozen=True)
class Floor:
    """The floor's own tables in the scratch database."""

    items: list[UUID]


def make_floor(services: Services, admin_url: str, *, items: int = 600) -> Floor:
    """Create the tables as the owner, and stock for the items."""
    application_role = services.engine.url.username
    owner = create_engine(admin_url)
    with owner.begin() as connection:
        connection.execute(text("CREATE SCHEMA floor"))
        _metadata.create_all(connection)
        connection.execute(text(f'GRANT USAGE ON SCHEMA floor TO "{application_role}"'))
        connection.execute(text(f'GRANT ALL ON ALL TABLES IN SCHEMA floor TO "{application_role}"'))
    owner.dispose()
    ids = [new_id() for _ in range(items)]
    with services.engine.begin() as connection:
        rows = [{"id": item_id, "qty_on_hand": Decimal(10**6), "value": Decimal(6 * 10**6)} for item_id in ids]
        connection.execute(insert(_ITEM), rows)
    return Floor(ids)


def run_floor(services: Services, floor: Floor, orders: int, lines: int, today: date) -> float:
    """Write so many orders; returns the seconds they took."""
    begun = perf_counter()
    for number in range(orders):
        _write_order(services, floor, number, lines, today)
    return perf_counter() - begun


def _write_order(services: Services, floor: Floor, number: int, lines: int, today: date) -> None:
    first = number * 7 % len(floor.items)
    items = sorted(floor.items[(first + n) % len(floor.items)] for n in range(lines))
    order_id, shipment_id, invoice_id, cash_id = new_id(), new_id(), new_id(), new_id()
    net, total, cost = Decimal(20) * lines, Decimal(22) * lines, Decimal(12) * lines
    with services.engine.begin() as connection:
        connection.execute(select(_ITEM.c.id).where(_ITEM.c.id.in_(items)).order_by(_ITEM.c.id)
                           .with_for_update(key_share=True)).all()
        connection.execute(insert(_ORDER), {"id": order_id, "number": f"SO-{number}", "on": today, "total": total})
        connection.execute(insert(_LINE).values([
            {"id": new_id(), "order_id": order_id, "item_id": item, "qty": 2, "amount": 20} for item in items]))
        connection.execute(insert(_SHIPMENT), {"id": shipment_id, "order_id": order_id, "on": today})
        connection.execute(insert(_MOVEMENT).values([
            {"id": new_id(), "shipment_id": shipment_id, "item_id": item, "qty": -2, "cost": 12} for item in items]))
        connection.execute(update(_ITEM).where(_ITEM.c.id.in_(items)).values(
            qty_on_hand=_ITEM.c.qty_on_hand - 2, value=_ITEM.c.value - 12))
        connection.execute(insert(_INVOICE), {
            "id": invoice_id, "shipment_id": shipment_id, "number": f"INV-{number}", "total": total, "balance": total})
        connection.execute(insert(_INVOICE_LINE).values([
            {"id": new_id(), "invoice_id": invoice_id, "item_id": item, "amount": 20} for item in items]))
        entries = [new_id() for _ in range(3)]
        connection.execute(insert(_ENTRY).values([
            {"id": entry, "source_id": source, "on": today, "memo": memo}
            for entry, source, memo in zip(entries, (shipment_id, invoice_id, cash_id), ("cost", "invoice", "cash"),
                                           strict=True)]))
        connection.execute(insert(_ENTRY_LINE).values([
            {"id": new_id(), "entry_id": entries[entry], "account": account, "debit": debit, "credit": credit}
            for entry, account, debit, credit in (
                (0, 5000, cost, 0), (0, 1200, 0, cost), (1, 1100, total, 0), (1, 4000, 0, net),
                (1, 2200, 0, total - net), (2, 1000, total, 0), (2, 1100, 0, total))]))
        connection.execute(insert(_CASH), {"id": cash_id, "amount": total, "on": today})
        connection.execute(insert(_APPLICATION), {
            "id": new_id(), "cash_id": cash_id, "invoice_id": invoice_id, "amount": total})
        connection.execute(update(_INVOICE).where(_INVOICE.c.id == invoice_id).values(balance=0))
