"""Shipments, invoices and their books for tests, made through the use cases that pages call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, text

from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.entry import RmaEntry, RmaLineEntry
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import release_wave
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReceivedReturn, ReturnedGoods, receive_return
from erp.inventory.shipping.confirm import confirm_shipment
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.api import ComponentDraft, define_tax_code, define_tax_rule
from tests.builders.crm import Shop, a_customer, a_shop, an_order
from tests.builders.inventory import put_stock

BOOK_CODES = {
    "cash": "1000", "receivable": "1100", "unbilled": "1150", "inventory": "1200", "returns_clearing": "1250",
    "tax_receivable": "1300", "payable": "2000", "grni": "2100", "tax": "2200", "sales": "4000",
    "charges": "4100", "restocking": "4200", "allowances": "4300", "discounts": "4400", "cogs": "5000",
    "variance": "5100", "supplier_discounts": "5150", "adjustments": "5200", "counts": "5250",
    "scrap": "5300", "bank_fees": "6500", "write_off": "6700",
}  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """A shop with a taxed customer and stock to sell."""

    shop: Shop
    customer_id: UUID

    @property
    def company_id(self) -> UUID:
        return self.shop.company.id

    @property
    def branch_id(self) -> UUID:
        return self.shop.company.branch_id

    def item(self, work: UnitOfWork, price: str, *, qty: int | str = 100, unit_cost: str = "6.00") -> UUID:
        """An item with a price, and stock of it at a cost."""
        item_id = self.shop.item(work, price)
        put_stock(work, self.shop.place, item_id, qty, unit_cost, occurred_on=date(2026, 1, 2))
        work.settle()
        return item_id


def a_trade(work: UnitOfWork, *, tax_percent: str | None = "10", currency: str = "USD", **terms: object) -> Trade:
    """A company that charges ten per cent tax on everything, and one customer paying net 30 days."""
    shop = a_shop(work, currency=currency)
    if tax_percent is not None:
        levy(work, shop.company.id, tax_percent)
    return Trade(shop, a_customer(work, shop.company, **terms))


def levy(work: UnitOfWork, company_id: UUID, percent: str, *, code: str = "SALES") -> UUID:
    """A sales tax on everything shipped within the country."""
    tax_code = define_tax_code(
        work, company_id=company_id, code=code, name="Sales tax", valid_from=date(2000, 1, 1),
        components=[ComponentDraft(name="Sales tax", kind="percent", rate=Decimal(percent))],
    )
    define_tax_rule(
        work, company_id=company_id, tax_code_id=tax_code.id, ship_to_country="US", valid_from=date(2000, 1, 1)
    )
    return tax_code.id


def shipped(
    work: UnitOfWork, trade: Trade, quantities: Sequence[tuple[UUID, int | str]], *, on: date | None = None,
    customer_id: UUID | None = None, **settings: object,
) -> UUID:
    """Order, wave, picks, pack and confirm in one go; the books have followed when it returns."""
    order = an_order(work, trade.shop, customer_id or trade.customer_id, quantities, **settings)
    return ship_order(work, trade, order.id, on=on)


def ship_order(work: UnitOfWork, trade: Trade, order_id: UUID, *, on: date | None = None) -> UUID:
    """Ship everything that is promised to an order."""
    work.settle()
    wave = release_wave(work, trade.shop.place.id, origin_ids=[order_id])
    rows = work.execute(
        text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave ORDER BY sequence"), {"wave": wave.id}
    )
    confirm_picks(work, [Pick(row.id, row.qty) for row in rows])
    shipment_id = wave.shipments[order_id]
    pack_shipment(work, shipment_id)
    confirm_shipment(work, shipment_id, occurred_on=on or work.now.date())
    work.settle()
    return shipment_id


def invoice_of(work: UnitOfWork, shipment_id: UUID) -> Row[tuple[object, ...]]:
    """The invoice of a shipment as stored."""
    return work.execute(
        text("SELECT * FROM finance.sales_invoice WHERE origin_id = :shipment"), {"shipment": shipment_id}
    ).one()


def open_items_of(work: UnitOfWork, document_id: UUID) -> list[Row[tuple[object, ...]]]:
    """The open items of a document, by instalment."""
    return list(
        work.execute(
            text("SELECT * FROM finance.open_item WHERE document_id = :id ORDER BY instalment"), {"id": document_id}
        )
    )


def books(work: UnitOfWork, company_id: UUID) -> dict[str, Decimal]:
    """The balance of every account that has one, by its short name: debit positive."""
    names = {code: name for name, code in BOOK_CODES.items()}
    rows = work.execute(
        text("""SELECT a.code, sum(l.debit - l.credit) AS balance
                FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
                WHERE l.company_id = :company GROUP BY a.code HAVING sum(l.debit - l.credit) <> 0"""),
        {"company": company_id},
    )
    return {names.get(row.code, row.code): row.balance for row in rows}


def change(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What a step did to the books, account by account."""
    moved = {name: after.get(name, Decimal(0)) - before.get(name, Decimal(0)) for name in {*before, *after}}
    return {name: amount for name, amount in moved.items() if amount}


def exposure_of(work: UnitOfWork, customer_id: UUID) -> dict[str, Decimal]:
    """What crm was told the customer owes, by kind."""
    rows = work.execute(
        text("SELECT kind, sum(amount) AS amount FROM crm.exposure_entry WHERE customer_id = :id GROUP BY kind"),
        {"id": customer_id},
    )
    return {row.kind: row.amount for row in rows if row.amount}


def subledger_faults(work: UnitOfWork, company_id: UUID) -> list[str]:
    """Where a subledger is not its control account. Empty is right."""
    balances = books(work, company_id)
    sums = work.execute(
        text("""
            SELECT 'receivable' AS name, coalesce(sum(balance_amount), 0) AS total FROM finance.open_item
             WHERE company_id = :company AND side = 'receivable'
            UNION ALL SELECT 'payable', -coalesce(sum(balance_amount), 0) FROM finance.open_item
             WHERE company_id = :company AND side = 'payable'
            UNION ALL SELECT 'unbilled', coalesce(sum(open_amount), 0) FROM finance.unbilled_line
             WHERE company_id = :company
            UNION ALL SELECT 'grni', -coalesce(sum(open_amount), 0) FROM finance.grni_item WHERE company_id = :company
            UNION ALL SELECT 'inventory', coalesce(sum(value), 0) FROM inventory.cost_pool WHERE company_id = :company
        """),
        {"company": company_id},
    )
    return [
        f"{row.name}: subledger {row.total}, account {balances.get(row.name, Decimal(0))}"
        for row in sums
        if row.total != balances.get(row.name, Decimal(0))
    ]


def shipment_line_ids(work: UnitOfWork, shipment_id: UUID) -> list[UUID]:
    """The lines of a shipment, in order."""
    return list(
        work.execute(
            text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :id ORDER BY position"),
            {"id": shipment_id},
        ).scalars()
    )


def came_back(
    work: UnitOfWork, trade: Trade, lines: Sequence[RmaLineEntry], *, on: date | None = None, fee: str = "0",
    customer_id: UUID | None = None,
) -> ReceivedReturn:
    """Goods authorized to come back, received and inspected; what becomes of them is still to be decided."""
    day = on or work.now.date()
    rma = authorize_rma(
        work,
        RmaEntry(
            company_id=trade.company_id, branch_id=trade.branch_id, warehouse_id=trade.shop.place.id,
            customer_id=customer_id or trade.customer_id, authorized_on=day, lines=tuple(lines),
            restocking_fee_percent=Decimal(fee),
        ),
    )
    expected = work.execute(
        text("""SELECT e.id, e.qty FROM inventory.return_expectation e JOIN crm.rma_line l ON l.id = e.origin_line_id
                WHERE e.origin_id = :rma ORDER BY l.position"""),
        {"rma": rma.id},
    ).all()
    receipt = receive_return(work, [ReturnedGoods(row.id, row.qty) for row in expected], occurred_on=day)
    work.settle()
    inspect_return(work, receipt.id, [Finding(line_id, "opened") for line_id in receipt.line_ids])
    return receipt


def disposed(
    work: UnitOfWork, receipt: ReceivedReturn, qty: int | str, disposition: str = "restock", *, line: int = 0,
    on: date | None = None,
) -> None:
    """Decide about a part of what came back; the books have followed when it returns."""
    disposal = Disposal(receipt.line_ids[line], disposition, Decimal(qty), reason="as inspected")
    dispose_return(work, receipt.id, [disposal], occurred_on=on or work.now.date())
    work.settle()
