"""Load the demo company: about 1,500 orders of six months, through the use cases, resumable at every deed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.adapters import Adapters
from erp.kernel.assembly import Services
from erp.kernel.bulk import refresh_statistics
from erp.kernel.clock import FixedClock
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress, enqueue_job
from erp.kernel.marks import mark_once, marks_of
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.demo import carry_out
from erp.overview.demo.catalogue import demo_items
from erp.overview.demo.companies import COMPANIES
from erp.overview.demo.customers import demo_customers
from erp.overview.demo.desk import Desk, open_desk
from erp.overview.demo.plan import Day, plan_days
from erp.overview.demo.set_up import set_up_steps

SOURCE = "demo"
FINISHED = "finished"
JOB = "load demo"
ACTOR = Actor.system("demo")
OPENING_HOUR = time(9, tzinfo=UTC)
WEDNESDAY, THURSDAY, FRIDAY = 2, 3, 4

Deed = tuple[str, Callable[[UnitOfWork], None]]


def load_demo(services: Services, progress: Progress, _arguments: dict[str, Any]) -> dict[str, object]:
    """Make the demo company, or finish making it; what stands already is not made again.

    Raises: Refused where the database holds a company that is not the demo's.
    Effects: everything the use cases of half a year bring about; no e-mail is sent.
    """
    today = _anchor(services)
    clock = FixedClock(services.clock.now())
    units = UnitOfWorkFactory(services.engine, services.bus, adapters=Adapters(), clock=clock)
    with new_session(services.engine) as session:
        done = marks_of(session, SOURCE)
    days = plan_days(today)
    steps = set_up_steps(days[0].on, today)
    clock.at = datetime.combine(days[0].on, OPENING_HOUR)
    for number, (key, step) in enumerate(steps):
        progress.report(number, len(steps) + len(days), f"Setting up: {key}")
        _do(units, done, key, step)
    refresh_statistics(services)
    with new_session(services.engine) as session:
        desk = open_desk(session)
    for number, day in enumerate(days):
        progress.report(len(steps) + number, len(steps) + len(days), f"{day.on:%d %B %Y}")
        clock.at = datetime.combine(day.on, OPENING_HOUR)
        for key, deed in _deeds_of(desk, day):
            _do(units, done, key, deed)
    services.units.run(ACTOR, lambda work: mark_once(work, SOURCE, FINISHED))
    progress.report(len(steps) + len(days), len(steps) + len(days), "Done")
    return _figures(services)


def ask_for_demo(services: Services) -> UUID | None:
    """Have a worker load the demo where the database is empty, or finish a load that was cut off.

    Returns the id of the progress page, or None where there is nothing to do.
    """
    with new_session(services.engine) as session:
        marks = marks_of(session, SOURCE)
        companies = session.scalar(text("SELECT count(*) FROM organization.company"))
        asked: UUID | None = session.scalar(
            text("SELECT id FROM kernel.job WHERE kind = :kind AND status IN ('queued', 'running')"), {"kind": JOB}
        )
    if asked is not None or FINISHED in marks or (companies and not marks):
        return asked
    return services.units.run(ACTOR, lambda work: enqueue_job(work, JOB))


def _anchor(services: Services) -> date:
    """The demo's last day: today, or the day on which a load that was cut off began."""
    with new_session(services.engine) as session:
        begun = [key for key in marks_of(session, SOURCE) if key.startswith("begun ")]
        strangers = session.scalar(
            text("SELECT count(*) FROM organization.company WHERE code <> ALL(CAST(:ours AS text[]))"),
            {"ours": [company.code for company in COMPANIES]},
        )
    if begun:
        return date.fromisoformat(begun[0].removeprefix("begun "))
    if strangers:
        raise Refused("This database holds a company already. The demo is loaded into an empty database only.")
    today = services.clock.now().date()
    services.units.run(ACTOR, lambda work: mark_once(work, SOURCE, f"begun {today}"))
    return today


def _do(units: UnitOfWorkFactory, done: set[str], key: str, deed: Callable[[UnitOfWork], None]) -> None:
    if key in done:
        return

    def once(work: UnitOfWork) -> None:
        if mark_once(work, SOURCE, key):
            deed(work)

    units.run(ACTOR, once)


def _deeds_of(desk: Desk, day: Day) -> Iterator[Deed]:
    """A day's work in its order: goods in, orders and goods out, returns, billing, money, and perhaps a close."""
    catalogue = {item.sku: item for item in demo_items()}
    for delivery in day.deliveries:
        yield delivery.key, partial(carry_out.carry_out_delivery, desk=desk, catalogue=catalogue, plan=delivery)
    for sale in day.sales:
        yield sale.key, partial(carry_out.carry_out_sale, desk=desk, plan=sale)
        if sale.returns:
            yield f"return {sale.number}", partial(carry_out.carry_out_return, desk=desk, plan=sale, on=day.on)
    last_of_month = (day.on + timedelta(days=3)).month != day.on.month
    for company in COMPANIES:
        code = company.code
        if day.on.weekday() == FRIDAY or last_of_month:
            yield f"billing {code} {day.on}", partial(carry_out.carry_out_billing, desk=desk, company=code, on=day.on)
        if day.on.weekday() == WEDNESDAY:
            late = {c.code: c.days_late for c in demo_customers() if c.company == code}
            yield f"payments {code} {day.on}", partial(
                carry_out.carry_out_payments, desk=desk, company=code, days_late=late, on=day.on
            )
        if day.on.weekday() == THURSDAY:
            yield f"suppliers {code} {day.on}", partial(
                carry_out.carry_out_supplier_payments, desk=desk, company=code, on=day.on
            )
        if day.closes is not None:
            year, month = day.closes
            yield f"close {code} {year}-{month:02}", partial(
                carry_out.carry_out_close, desk=desk, company=code, year=year, month=month
            )


def _figures(services: Services) -> dict[str, object]:
    with new_session(services.engine) as session:
        row = session.execute(text("""
            SELECT (SELECT count(*) FROM organization.company) AS companies,
                   (SELECT count(*) FROM inventory.warehouse) AS warehouses,
                   (SELECT count(*) FROM inventory.item) AS items, (SELECT count(*) FROM crm.customer) AS customers,
                   (SELECT count(*) FROM crm.sales_order) AS orders,
                   (SELECT count(*) FROM finance.sales_invoice) AS invoices,
                   (SELECT count(*) FROM finance.credit_memo) AS credit_memos""")).one()
    return dict(row._mapping)
