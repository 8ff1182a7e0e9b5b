"""A small company's busy quarter, in steps with real commits: something of every kind for the proofs to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text

from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.entry import RmaEntry, RmaLineEntry
from erp.finance.close.close_period import close_period
from erp.finance.ledger.reverse_entry import reverse_entry
from erp.finance.manual_journals.approve import approve_manual_journal
from erp.finance.manual_journals.submit import JournalLineDraft, submit_manual_journal
from erp.finance.payables.enter_supplier_bill import BillLine, enter_supplier_bill
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.inventory.api import release_wave
from erp.inventory.returns.dispose import Disposal, dispose_return
from erp.inventory.returns.inspect import Finding, inspect_return
from erp.inventory.returns.receive import ReturnedGoods, receive_return
from erp.inventory.shipping.void import void_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from tests.builders.crm import a_customer, an_order
from tests.builders.finance import Trade, a_trade, shipped
from tests.builders.inventory import a_lot, put_stock
from tests.builders.inventory_purchasing import a_supplier, received

T = TypeVar("T")
JANUARY, TODAY = date(2026, 1, 20), date(2026, 3, 16)


@dataclass(frozen=True)
class Story:
    """What the story leaves behind."""

    trade: Trade
    bolts: UUID
    shipment_id: UUID


def tell_story(services: Services) -> Story:
    """Buy, sell, bill at once and weekly, take cash, return, void, hold, serialize, close a month, reverse an entry."""

    def step(use_case: Callable[[UnitOfWork], T]) -> T:
        return services.units.run(Actor.system("story"), use_case)

    trade = step(lambda work: a_trade(work, limit="100000"))
    company, place = trade.shop.company, trade.shop.place
    supplier_id = step(lambda work: a_supplier(work, [company.id]))
    bolts = step(lambda work: trade.shop.item(work, "10.00"))
    nuts = step(lambda work: trade.shop.item(work, "0.35", costing_method="fifo"))
    meter = step(lambda work: trade.shop.item(work, "250.00", tracking="serial"))
    receipt_id = step(lambda work: received(work, place, supplier_id, bolts, 100, "6.00", on=JANUARY))
    step(lambda work: _bill(work, trade, supplier_id, receipt_id))
    step(lambda work: received(work, place, supplier_id, bolts, 50, "6.60", on=JANUARY))
    step(lambda work: received(work, place, supplier_id, nuts, 1000, "0.20", on=JANUARY))
    serial = step(lambda work: a_lot(work, meter, "SN-1"))
    step(lambda work: put_stock(work, place, meter, 1, "180.00", lot_id=serial, occurred_on=JANUARY))
    first = step(lambda work: shipped(work, trade, [(bolts, 10), (nuts, 300)], on=JANUARY))
    weekly = step(lambda work: a_customer(work, company, billing_mode="weekly"))
    step(lambda work: shipped(work, trade, [(bolts, 5)], customer_id=weekly))
    voided = step(lambda work: shipped(work, trade, [(bolts, 2)]))
    step(lambda work: void_shipment(work, voided, reason="wrong pallet", occurred_on=TODAY))
    picking = step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolts, 4), (nuts, 20)]))
    step(lambda work: release_wave(work, place.id, origin_ids=[picking.id]))
    step(lambda work: an_order(work, trade.shop, trade.customer_id, [(bolts, 500)]))
    step(lambda work: record_cash_receipt(
        work, company_id=company.id, branch_id=company.branch_id, customer_id=trade.customer_id,
        amount=Decimal("150.00"), received_on=TODAY, oldest_first=True))
    _return_three(step, trade, first)
    _journal_and_reversal(services, trade)
    period = step(lambda work: period_of(work.session, company.id, JANUARY))
    step(lambda work: close_period(work, period.id))
    return Story(trade, bolts, first)


def _bill(work: UnitOfWork, trade: Trade, supplier_id: UUID, receipt_id: UUID) -> None:
    """The supplier bills the first delivery, as received."""
    line = work.execute(
        text("SELECT id, qty, amount FROM inventory.goods_receipt_line WHERE goods_receipt_id = :id"),
        {"id": receipt_id},
    ).one()
    enter_supplier_bill(
        work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id, supplier_number="4711",
        billed_on=JANUARY, total_amount=line.amount,
        lines=[BillLine("Bolts", line.qty, line.amount, grni_item_id=line.id)])


def _journal_and_reversal(services: Services, trade: Trade) -> None:
    """One person writes a journal down, another approves it, and it is reversed in the same month."""
    accounts = trade.shop.company.accounts
    lines = [
        JournalLineDraft(accounts["6500"], debit=Decimal("12.50"), branch_id=trade.branch_id),
        JournalLineDraft(accounts["1000"], credit=Decimal("12.50"), branch_id=trade.branch_id),
    ]
    journal = services.units.run(Actor.system("Ann"), lambda work: submit_manual_journal(
        work, company_id=trade.company_id, posted_on=TODAY, memo="Bank charges", lines=lines))
    approved = services.units.run(Actor.system("Ben"), lambda work: approve_manual_journal(work, journal.id))
    services.units.run(Actor.system("Ben"), lambda work: reverse_entry(
        work, approved.entry_id, reason="entered twice", posted_on=TODAY))


def _return_three(step: Callable[[Callable[[UnitOfWork], T]], T], trade: Trade, shipment_id: UUID) -> None:
    """Three bolts of the first shipment come back: two to the shelf, one to the bin."""
    company, place = trade.shop.company, trade.shop.place
    line = step(lambda work: work.session.scalars(
        text("SELECT id FROM inventory.shipment_line WHERE shipment_id = :id ORDER BY position LIMIT 1"),
        {"id": shipment_id}).one())
    reason = step(lambda work: work.session.scalars(text("SELECT code FROM crm.return_reason LIMIT 1")).one())
    entry = RmaEntry(
        company_id=company.id, branch_id=company.branch_id, warehouse_id=place.id, customer_id=trade.customer_id,
        authorized_on=TODAY, lines=(RmaLineEntry(Decimal(3), reason, original_shipment_line_id=line),),
        restocking_fee_percent=Decimal(10))
    rma = step(lambda work: authorize_rma(work, entry))
    expectation = step(lambda work: work.session.scalars(
        text("SELECT id FROM inventory.return_expectation WHERE origin_id = :id"), {"id": rma.id}).one())
    came = step(lambda work: receive_return(work, [ReturnedGoods(expectation, Decimal(3))], occurred_on=TODAY))
    (line_id,) = came.line_ids
    step(lambda work: inspect_return(work, came.id, [Finding(line_id, "opened", "one bent")]))
    step(lambda work: dispose_return(
        work, came.id, [Disposal(line_id, "restock", Decimal(2), "as new", bin_id=place.bin_id),
                        Disposal(line_id, "scrap", Decimal(1), "bent")], occurred_on=TODAY))
