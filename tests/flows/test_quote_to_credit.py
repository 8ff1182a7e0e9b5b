"""From quote to cash-worthy invoice and back: what sales promises is what the dock ships, finance bills and credits."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    PriceRow,
    QuoteEntry,
    RmaEntry,
    RmaLineEntry,
    agree_prices,
    authorize_rma,
    billing_terms,
    cancel_sales_order,
    convert_quote,
    enter_quote,
    release_held_order,
    send_quote,
    set_credit_limit,
)
from erp.inventory.api import Disposal, Finding, ReturnedGoods, dispose_return, inspect_return, receive_return
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.crm import order_row, ship_order, standing_of
from tests.builders.finance import a_trade
from tests.builders.inventory import put_stock

D = Decimal


def test_a_quote_is_held_released_shipped_in_part_and_returned_in_part(
    services: Services, system: Actor, proof: Callable[[Services], None]
) -> None:
    """100 at 8.10 less 5 % + 10 % tax: 846.45; 60 ship, 40 are cancelled, 5 come back for a fee of 10 %."""

    def step(use_case: Callable[[UnitOfWork], Any]) -> Any:
        return services.units.run(system, use_case)

    trade = step(lambda work: a_trade(work))
    shop, customer_id = trade.shop, trade.customer_id
    today = step(lambda work: work.now.date())
    bolt = step(lambda work: shop.item(work, "10.00"))
    step(lambda work: put_stock(work, shop.place, bolt, 60, "6.00"))
    step(
        lambda work: agree_prices(
            work, company_id=shop.company.id, customer_id=customer_id, name="Frame 2026",
            rows=[
                PriceRow(item_id=bolt, unit="EA", unit_price=D("9.00"), valid_from=today),
                PriceRow(item_id=bolt, unit="EA", unit_price=D("8.10"), min_qty=D(100), valid_from=today),
            ],
        )
    )  # fmt: skip
    quote = step(
        lambda work: enter_quote(
            work,
            QuoteEntry(
                company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
                customer_id=customer_id, quoted_on=today,
                lines=(LineEntry(qty=D(100), item_id=bolt, discount_percent=D(5)),),
            ),
        )
    )  # fmt: skip
    step(lambda work: send_quote(work, quote.id))
    step(lambda work: limit(work, trade, D(500)))
    order = step(lambda work: convert_quote(work, quote.id, occurred_on=today))
    assert order.decision == "held"
    step(lambda work: release_held_order(work, order.id, reason="Deposit paid", occurred_on=today))
    stored = step(lambda work: order_row(work, order.id))
    assert (stored.net_amount, stored.tax_amount, stored.total_amount) == (D("769.50"), D("76.95"), D("846.45"))
    assert step(lambda work: standing_of(work, shop, customer_id)).open_order_amount == D("846.45")

    shipment_id = step(lambda work: ship_order(work, shop, order.id))
    standing = step(lambda work: standing_of(work, shop, customer_id))
    assert (standing.receivable_amount, standing.open_order_amount) == (D("507.87"), D("338.58"))
    step(lambda work: cancel_sales_order(work, order.id, reason="Rest not needed"))
    standing = step(lambda work: standing_of(work, shop, customer_id))
    assert (standing.receivable_amount, standing.open_order_amount) == (D("507.87"), D("0.00"))

    line = step(lambda work: billing_terms(work.session, [shipment_id]))[shipment_id].lines[0]
    assert (line.qty, line.amount) == (60, D("461.70"))
    rma = step(
        lambda work: authorize_rma(
            work,
            RmaEntry(
                company_id=shop.company.id, branch_id=shop.company.branch_id, warehouse_id=shop.place.id,
                customer_id=customer_id, authorized_on=today, restocking_fee_percent=D(10),
                lines=(RmaLineEntry(qty=D(5), reason="not_needed", original_shipment_line_id=line.shipment_line_id),),
            ),
        )
    )  # fmt: skip
    step(lambda work: come_back(work, rma.id, today))
    # 5 x 7.695 = 38.48, tax 3.85, less the restocking fee of 3.85
    standing = step(lambda work: standing_of(work, shop, customer_id))
    credited = step(lambda work: work.session.scalar(text("SELECT sum(total_amount) FROM finance.credit_memo")))
    assert (credited, standing.receivable_amount) == (D("38.48"), D("469.39"))
    proof(services)


def limit(work: UnitOfWork, trade: Any, amount: Decimal) -> None:
    set_credit_limit(
        work, trade.shop.company.id, trade.customer_id, limit_amount=amount, reason="Annual review"
    )


def come_back(work: UnitOfWork, rma_id: Any, today: Any) -> None:
    """Receive, inspect and restock everything the RMA allows."""
    expected = work.execute(
        text("SELECT id, qty FROM inventory.return_expectation WHERE origin_id = :rma"), {"rma": rma_id}
    ).one()
    receipt = receive_return(work, [ReturnedGoods(expected.id, expected.qty)], occurred_on=today)
    line_id = work.session.scalar(text("SELECT id FROM inventory.return_receipt_line"))
    inspect_return(work, receipt.id, [Finding(line_id, "as_new")])
    dispose_return(work, receipt.id, [Disposal(line_id, "restock", expected.qty, reason="As new")], occurred_on=today)
