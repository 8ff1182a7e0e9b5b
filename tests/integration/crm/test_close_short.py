"""A line of which nearly all has left is delivered in full, where the company says so; else the rest waits."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.settings.change import change_settings
from tests.builders.finance import a_trade, invoice_of, shipped, subledger_faults


@pytest.mark.parametrize(("tolerance", "given_up", "still_wanted"), [("10", 1, 0), ("9.99", 0, 1), ("0", 0, 1)])
def test_nine_of_ten(work: UnitOfWork, tolerance: str, given_up: int, still_wanted: int) -> None:
    trade = a_trade(work)
    change_settings(work, trade.company_id, {"under_shipment_tolerance_percent": tolerance})
    bolts = trade.item(work, "10.00", qty=9)

    shipment_id = shipped(work, trade, [(bolts, 10)], on=date(2026, 3, 16))

    line = work.execute(text("SELECT qty, qty_shipped, qty_cancelled FROM crm.sales_order_line")).one()
    assert (line.qty_shipped, line.qty_cancelled) == (9, given_up)
    demand = work.execute(text("SELECT qty - qty_shipped - qty_cancelled AS wanted FROM inventory.demand_line")).one()
    assert demand.wanted == still_wanted
    assert invoice_of(work, shipment_id).net_amount == Decimal("90.00")
    assert work.execute(text("SELECT open_amount FROM crm.sales_order")).scalar_one() == 11 * still_wanted
    assert subledger_faults(work, trade.company_id) == []
