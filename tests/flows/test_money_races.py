"""Two people at once: money is applied once, numbers have no gaps, one bill is entered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

from sqlalchemy import text

from erp.crm.returns.entry import RmaLineEntry
from erp.finance.cash_desk.match_receipt import Match, match_receipt
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.finance.open_items.apply import Application
from erp.finance.payables.enter_supplier_bill import BillLine, enter_supplier_bill
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import an_order
from tests.builders.finance import (
    a_trade,
    came_back,
    disposed,
    invoice_of,
    open_items_of,
    ship_order,
    shipment_line_ids,
    shipped,
    subledger_faults,
)
from tests.builders.inventory_purchasing import a_supplier, received

TODAY = date(2026, 3, 16)


def _together(services: Services, system: Actor, steps: list[Callable[[UnitOfWork], object]]) -> list[object]:
    """Run the steps at the same moment, each in a transaction of its own; a refusal is a result too."""
    start = Barrier(len(steps))

    def one(step: Callable[[UnitOfWork], object]) -> object:
        waited = []

        def begin(work: UnitOfWork) -> object:
            if not waited:
                waited.append(start.wait(timeout=30))
            return step(work)

        try:
            return services.units.run(system, begin)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(one, steps))


def test_one_credit_is_not_applied_twice(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00")
        invoices = [invoice_of(work, shipped(work, trade, [(bolts, 5)])) for _ in range(4)]
        items = [open_items_of(work, invoice.id)[0].id for invoice in invoices]
    with services.units.begin(system) as work:
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("110.00"), received_on=TODAY,
        )

    def applying(item_id: object) -> Callable[[UnitOfWork], object]:
        application = Application(item_id, Decimal("55.00"), receipt.open_item_id)  # type: ignore[arg-type]
        return lambda work: apply_cash(work, trade.company_id, [application], applied_on=TODAY)

    results = _together(services, system, [applying(item) for item in items])

    assert len([result for result in results if isinstance(result, Refused)]) == 2
    with services.units.begin(system) as work:
        assert open_items_of(work, receipt.id)[0].balance_amount == Decimal(0)
        assert subledger_faults(work, trade.company_id) == []
    proof(services)


def test_of_two_who_match_one_receipt_at_once_the_second_is_told(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    """Both amounts would fit; but each chose on what the receipt had left before the other."""
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00")
        items = [open_items_of(work, invoice_of(work, shipped(work, trade, [(bolts, 5)])).id)[0].id for _ in range(2)]
        receipt = record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("110.00"), received_on=TODAY,
        )

    def matching(item_id: object) -> Callable[[UnitOfWork], object]:
        chosen = Match(item_id, Decimal("55.00"), Decimal("55.00"))  # type: ignore[arg-type]
        return lambda work: match_receipt(
            work, trade.company_id, receipt.open_item_id, [chosen], seen_amount=Decimal("110.00"), applied_on=TODAY
        )

    results = _together(services, system, [matching(item) for item in items])

    (told,) = [result for result in results if isinstance(result, Refused)]
    assert isinstance(told, Conflict)
    assert "has 55.00 USD left, not 110.00" in str(told)
    proof(services)


def test_shipments_confirmed_together_number_their_invoices_without_gaps(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        bolts = trade.item(work, "10.00")
        orders = [an_order(work, trade.shop, trade.customer_id, [(bolts, 1)]).id for _ in range(6)]

    results = _together(
        services, system, [lambda work, order_id=order: ship_order(work, trade, order_id) for order in orders]
    )

    assert not [result for result in results if isinstance(result, Refused)]
    with services.units.begin(system) as work:
        numbers = work.execute(text("SELECT series_number FROM finance.sales_invoice ORDER BY 1")).scalars().all()
    assert numbers == [1, 2, 3, 4, 5, 6]
    proof(services)


def test_one_customer_is_invoiced_once_by_two_runs(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, billing_mode="daily")
        shipped(work, trade, [(trade.item(work, "10.00"), 5)])

    def issue(work: UnitOfWork) -> object:
        return issue_consolidated_invoice(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            payment_term_id=trade.shop.company.payment_term_id, invoiced_on=TODAY, through=TODAY,
        )

    results = _together(services, system, [issue, issue])

    assert len([result for result in results if isinstance(result, Refused)]) == 1
    proof(services)


def test_one_supplier_invoice_is_entered_once(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        supplier_id = a_supplier(work, [trade.company_id])
        for _ in range(2):
            received(work, trade.shop.place, supplier_id, trade.shop.item(work, "10.00"), 10, "6.00", on=TODAY)
    with services.units.begin(system) as work:
        goods = work.execute(text("SELECT id FROM finance.grni_item ORDER BY id")).scalars().all()

    def entering(grni_item_id: object) -> Callable[[UnitOfWork], object]:
        return lambda work: enter_supplier_bill(
            work, company_id=trade.company_id, branch_id=trade.branch_id, supplier_id=supplier_id,
            supplier_number="R-1", billed_on=TODAY, total_amount=Decimal("60.00"), is_no_duplicate=True,
            lines=[BillLine("bolts", Decimal(10), Decimal("60.00"), grni_item_id)],  # type: ignore[arg-type]
        )

    results = _together(services, system, [entering(item_id) for item_id in goods])

    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 1
    assert "entered before" in refused[0].message
    with services.units.begin(system) as work:
        assert subledger_faults(work, trade.company_id) == []


def test_parts_of_one_line_returned_at_once_are_credited_to_the_cent(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work)
        shipment_id = shipped(work, trade, [(trade.item(work, "0.335", unit_cost="0.10"), 3)])
        (line_id,) = shipment_line_ids(work, shipment_id)
        total = invoice_of(work, shipment_id).total_amount
        receipts = [came_back(work, trade, [RmaLineEntry(Decimal(1), "wrong_item", line_id)]) for _ in range(3)]

    _together(services, system, [lambda work, one=receipt: disposed(work, one, 1) for receipt in receipts])

    with services.units.begin(system) as work:
        credited = work.execute(text("SELECT sum(total_amount), count(*) FROM finance.credit_memo")).one()
        assert tuple(credited) == (total, 3)
        assert subledger_faults(work, trade.company_id) == []
    proof(services)
