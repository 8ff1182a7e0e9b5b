"""What was credited on an invoice by hand is not credited again when its goods come back or its shipment is voided."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.crm.returns.entry import RmaLineEntry
from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.inventory.shipping.void import void_shipment
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.finance import Trade, a_trade, books, came_back, disposed, invoice_of, shipment_line_ids, shipped

DAY = date(2026, 3, 16)


def allowed(work: UnitOfWork, trade: Trade, shipment_id: object, net: str) -> None:
    """Credit so much of the shipment's invoice by hand, with its tax."""
    invoice = invoice_of(work, shipment_id)  # type: ignore[arg-type]
    issue_manual_credit_memo(
        work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
        reason="price_adjustment", explanation="Scratched", credited_on=DAY, invoice_id=invoice.id,
        lines=[ManualCredit("Scratches", Decimal(net))],
    )


def memos(work: UnitOfWork) -> list[tuple[Decimal, Decimal, Decimal]]:
    rows = work.execute(text("SELECT net_amount, tax_amount, total_amount FROM finance.credit_memo ORDER BY id"))
    return [tuple(row) for row in rows]


def ten_pumps(work: UnitOfWork, trade: Trade) -> object:
    return shipped(work, trade, [(trade.item(work, "25.00"), 10)], on=DAY)


@pytest.mark.parametrize(("before", "fee", "expected"), [
    ("50.00", "0", (Decimal("200.00"), Decimal("20.00"), Decimal("220.00"))),
    ("50.00", "10", (Decimal("180.00"), Decimal("20.00"), Decimal("200.00"))),  # the fee on 200.00
    ("250.00", "10", (Decimal(0), Decimal(0), Decimal(0))),
])
def test_a_return_credits_what_is_left_of_its_invoice(
    services: Services, system: Actor, proof: Callable[[Services], None], before: str, fee: str,
    expected: tuple[Decimal, Decimal, Decimal],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = ten_pumps(work, trade)
    with services.units.begin(system) as work:
        allowed(work, trade, shipment_id, before)
    with services.units.begin(system) as work:
        (line,) = shipment_line_ids(work, shipment_id)  # type: ignore[arg-type]
        receipt = came_back(work, trade, [RmaLineEntry(Decimal(10), "not_needed", line)], on=DAY, fee=fee)
        disposed(work, receipt, 10, on=DAY)
    with services.units.begin(system) as work:
        assert memos(work)[-1] == expected
        after = books(work, trade.company_id)
        assert after.get("tax", Decimal(0)) == 0
        assert after.get("receivable", Decimal(0)) == (Decimal("20.00") if (before, fee) == ("50.00", "10") else 0)
    proof(services)


def test_a_void_credits_what_is_left_of_its_invoice(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = ten_pumps(work, trade)
    with services.units.begin(system) as work:
        allowed(work, trade, shipment_id, "50.00")
    with services.units.begin(system) as work:
        void_shipment(work, shipment_id, reason="Wrong pallet", occurred_on=DAY)  # type: ignore[arg-type]
    with services.units.begin(system) as work:
        assert memos(work)[-1] == (Decimal("200.00"), Decimal("20.00"), Decimal("220.00"))
        assert books(work, trade.company_id).get("receivable", Decimal(0)) == 0
    proof(services)


def test_nothing_is_credited_by_hand_after_everything_came_back(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = ten_pumps(work, trade)
    with services.units.begin(system) as work:
        void_shipment(work, shipment_id, reason="Wrong pallet", occurred_on=DAY)  # type: ignore[arg-type]
    with services.units.begin(system) as work, pytest.raises(Refused, match="left to give back"):
        allowed(work, trade, shipment_id, "1.00")
