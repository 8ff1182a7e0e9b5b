"""The billing run: every consolidated invoice that is due, and none that is not."""

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from erp.finance.consolidated_billing.billing_groups import due_groups, last_week_end
from erp.finance.consolidated_billing.run_billing import run_billing
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.jobs import Progress
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade, shipped, subledger_faults

FRIDAY, SATURDAY, SUNDAY = date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 15)


def test_weeks_end_on_sunday() -> None:
    assert [last_week_end(day) for day in (SATURDAY, SUNDAY, date(2026, 3, 16))] == [date(2026, 3, 8), SUNDAY, SUNDAY]


def test_a_run_invoices_daily_customers_and_waits_for_the_week_of_others(services: Services, system: Actor) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, billing_mode="weekly")
        daily = a_customer(work, trade.shop.company, name="Daily Ltd", billing_mode="daily")
        bolts = trade.item(work, "10.00")
        shipped(work, trade, [(bolts, 5)], on=FRIDAY)
        shipped(work, trade, [(bolts, 2)], on=FRIDAY, customer_id=daily)
        shipped(work, trade, [(bolts, 1)], on=SATURDAY, customer_id=daily)
    arguments = {"company_id": str(trade.company_id), "on": FRIDAY.isoformat()}

    first = run_billing(services, Progress(services, None), arguments)
    again = run_billing(services, Progress(services, None), arguments)
    whole_week = run_billing(services, Progress(services, None), arguments | {"on": SUNDAY.isoformat()})

    assert (first["issued"], again["issued"], whole_week["issued"]) == (1, 0, 2)
    with services.units.begin(system) as work:
        rows = work.execute(text("SELECT customer_id, net_amount FROM finance.sales_invoice ORDER BY series_number"))
        assert next(tuple(row) for row in rows) == (daily, Decimal("20.00"))
        assert due_groups(work.session, trade.company_id, SUNDAY) == []
        assert subledger_faults(work, trade.company_id) == []
