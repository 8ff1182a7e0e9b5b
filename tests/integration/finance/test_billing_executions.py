"""Billing takes as many statements for forty lines as for one."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.crm.api import LineEntry, place_sales_order
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.inventory.packing.pack import pack_shipment
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.release import release_wave
from erp.inventory.shipping.confirm import confirm_shipment
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.executions import counted_executions
from tests.builders.finance import Trade, a_trade


def _packed(work: UnitOfWork, trade: Trade, lines: int) -> UUID:
    items = [trade.item(work, "10.00", qty=10) for _ in range(lines)]
    order = place_sales_order(
        work,
        trade.shop.entry(work, trade.customer_id, [LineEntry(qty=Decimal(1), item_id=item_id) for item_id in items]),
    )
    work.settle()
    wave = release_wave(work, trade.shop.place.id, origin_ids=[order.id])
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave.id})
    confirm_picks(work, [Pick(row.id, row.qty) for row in tasks])
    pack_shipment(work, wave.shipments[order.id])
    work.settle()
    return wave.shipments[order.id]


@pytest.mark.parametrize("billing_mode", ["per_shipment", "weekly"])
def test_confirming_a_shipment_bills_it_in_a_constant_number_of_executions(
    work: UnitOfWork, billing_mode: str
) -> None:
    trade = a_trade(work, billing_mode=billing_mode)
    counts = []
    for lines in (1, 5, 40):
        shipment_id = _packed(work, trade, lines)
        with counted_executions(work.session) as statements:
            confirm_shipment(work, shipment_id, occurred_on=work.now.date())
            work.settle()
        counts.append(len(statements))
    assert len(set(counts)) == 1, counts


def test_a_consolidated_invoice_takes_a_constant_number_of_executions(work: UnitOfWork) -> None:
    trade = a_trade(work, billing_mode="weekly")
    counts = []
    for lines in (1, 40):
        confirm_shipment(work, _packed(work, trade, lines), occurred_on=work.now.date())
        work.settle()
        with counted_executions(work.session) as statements:
            issue_consolidated_invoice(
                work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
                payment_term_id=trade.shop.company.payment_term_id, invoiced_on=work.now.date(),
                through=work.now.date(),
            )
            work.settle()
        counts.append(len(statements))
    assert len(set(counts)) == 1, counts
