"""Pages of consolidated billing: what is unbilled, and the run that invoices what is due."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, url_for

from erp.finance.consolidated_billing.billing_groups import BillingGroup, due_groups, open_groups
from erp.finance.consolidated_billing.forms import InvoiceNowForm, RunBillingForm
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.finance.consolidated_billing.run_billing import JOB
from erp.kernel.jobs import enqueue_job
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.forms import parse
from erp.web.pages import render
from erp.web.requests import business_date, current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("finance_billing", __name__, url_prefix="/finance/billing")



@bp.get("")
@requires("finance.billing.run")
def index() -> Response:
    session, company_id = read(), current_company()
    on = business_date()
    due = due_groups(session, company_id, on)
    waiting = [group for group in open_groups(session, company_id) if _key(group) not in {_key(g) for g in due}]
    return render(
        "finance/consolidated_billing/index.html", on=on, due=due, waiting=waiting, due_total=_total(due),
        waiting_total=_total(waiting),
    )


@bp.post("/run")
@requires("finance.billing.run")
def run() -> Response:
    form = parse(RunBillingForm)
    company_id = current_company()

    def ask(work: UnitOfWork) -> UUID:
        arguments = {"company_id": str(company_id), "on": form["on"].isoformat(), "actor": work.actor.name}
        return enqueue_job(work, JOB, arguments)

    return perform(
        ask,
        then=lambda job_id: url_for("overview_jobs.show", job_id=job_id),
        said="The billing run has been started.",
    )


@bp.post("/invoice")
@requires("finance.billing.run")
def invoice_now() -> Response:
    form = parse(InvoiceNowForm)
    company_id = current_company()
    return perform(
        lambda work: issue_consolidated_invoice(
            work, company_id=company_id, branch_id=form["branch_id"], customer_id=form["customer_id"],
            payment_term_id=form["payment_term_id"], invoiced_on=form["invoiced_on"], through=form["invoiced_on"],
        ),
        then=lambda invoice_id: url_for("finance_invoicing.show", invoice_id=invoice_id),
        said="Invoice issued.",
    )


def _key(group: BillingGroup) -> tuple[UUID, UUID, UUID, str]:
    return (group.branch_id, group.customer_id, group.payment_term_id, group.billing_mode)


def _total(groups: Sequence[BillingGroup]) -> Decimal:
    return sum((group.open_amount for group in groups), ZERO)
