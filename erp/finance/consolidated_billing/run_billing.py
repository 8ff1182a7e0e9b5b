"""Run consolidated billing: every invoice that is due, each in a transaction of its own."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.consolidated_billing.billing_groups import BillingGroup, due_groups, last_week_end
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.kernel.jobs import Progress
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import branches, business_date, companies

JOB = "finance.run_billing"


def run_billing(services: Services, progress: Progress, arguments: dict[str, Any]) -> dict[str, Any]:
    """Issue every consolidated invoice of a company due on a day; what is refused is reported, the rest is issued.

    A run that was cut off is simply run again: what is invoiced is no longer due.
    """
    company_id, on = UUID(arguments["company_id"]), date.fromisoformat(arguments["on"])
    actor = Actor.system(str(arguments.get("actor") or "consolidated billing"))
    with new_session(services.engine) as session:
        groups = due_groups(session, company_id, on)
    issued, refused = 0, []
    for position, group in enumerate(groups, start=1):
        progress.report(position - 1, len(groups), group.customer_name)
        try:
            _issue(services, actor, company_id, group, on)
            issued += 1
        except Refused as refusal:
            refused.append(f"{group.customer_code}: {refusal.message}")
    progress.report(len(groups), len(groups), f"{issued} invoices issued")
    return {"issued": issued, "refused": refused}


def run_daily_billing(services: Services) -> None:
    """Every night: what the business day that has ended in each branch left to invoice."""
    actor = Actor.system("consolidated billing")
    with new_session(services.engine) as session:
        due = list(_due_yesterday(services, session))
    for company_id, group, on in due:
        try:
            _issue(services, actor, company_id, group, on)
        except Refused:
            continue  # it stays unbilled, and the billing page and the close checklist show it


def _due_yesterday(services: Services, session: Session) -> list[tuple[UUID, BillingGroup, date]]:
    due = []
    for company in companies(session):
        for branch in branches(session, company.id):
            on = business_date(session, branch.id, services.clock.now()) - timedelta(days=1)
            due += [(company.id, group, on) for group in due_groups(session, company.id, on, branch.id)]
    return due


def _issue(services: Services, actor: Actor, company_id: UUID, group: BillingGroup, on: date) -> UUID:
    through = on if group.billing_mode == "daily" else last_week_end(on)

    def issue(work: UnitOfWork) -> UUID:
        return issue_consolidated_invoice(
            work, company_id=company_id, branch_id=group.branch_id, customer_id=group.customer_id,
            payment_term_id=group.payment_term_id, billing_mode=group.billing_mode, invoiced_on=on, through=through,
        )

    invoice_id: UUID = services.units.run(actor, issue)
    return invoice_id
