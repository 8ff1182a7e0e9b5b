"""Amounts due on a day: an invoice of a service, or a bill, whose terms make it so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.crm.api import TradeTerms, agree_terms
from erp.finance.api import AgedItem, BillLine, ExpectedLoss, aging, enter_supplier_bill, expected_losses, open_items_on
from erp.inventory.api import agree_supplier_terms
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import change_settings, settings
from erp.overview.examples import credit_sales
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop
from erp.terms.api import TermLine, define_payment_term

BEFORE = 10  # days between document and due day
OVERDUE = {  # an age and a day within it
    "not due": ("not_due", -5), "current": ("not_due", -5), "1-30": ("days_1_30", 15), "31-60": ("days_31_60", 45),
    "61-90": ("days_61_90", 75), "over 90": ("days_over_90", 120), "90+": ("days_over_90", 120),
}


def open_item(shop: Shop, step: Step) -> None:
    """An invoice to the customer, or a bill of the supplier, that falls due on the step's day."""
    if step.given.get("foreign") is not None:
        raise NotCovered("another currency")
    due = date.fromisoformat(step.given["due"])
    day = due - timedelta(days=BEFORE)
    amount = step.number("amount")
    term_id = _term(shop)
    if step.given.get("side", "receivable") == "payable":
        _owe_supplier(shop, step, day, amount, term_id)
        return
    shop.run(lambda work: agree_terms(work, shop.customer_id, shop.company_id, TradeTerms(payment_term_id=term_id)))
    dated = Step(step.id, step.do, {**step.given, "on": day.isoformat()})
    credit_sales.sell(shop, dated, shop.branch_id, None, amount)


def _term(shop: Shop) -> UUID:
    if "term" not in shop.made:
        lines = [TermLine("remainder", add_days=BEFORE)]
        shop.made["term"] = shop.run(
            lambda work: define_payment_term(work, code=f"T{new_id().hex[-12:]}", name="Example", lines=lines)
        ).id
    term_id: UUID = shop.made["term"]
    return term_id


def _owe_supplier(shop: Shop, step: Step, day: date, amount: Decimal, term_id: UUID) -> None:
    def owe(work: UnitOfWork) -> None:
        agree_supplier_terms(
            work, supplier_id=shop.supplier_id, company_id=shop.company_id, payment_term_id=term_id
        )
        line = BillLine("Service", Decimal(1), amount, account_id=shop.accounts["6300"])
        enter_supplier_bill(
            work, company_id=shop.company_id, branch_id=shop.branch_id, supplier_id=shop.supplier_id,
            supplier_number=f"{step.id}-{new_id().hex[-8:]}", billed_on=day, total_amount=amount, lines=[line],
            is_no_duplicate=True,
        )

    shop.run(owe)


def due_today(case: Case, services: Services) -> Mapping[str, Any]:
    """What is owed on both sides, and how much of it is due by the day."""
    shop = open_shop(services, replace(case, setup={**case.setup, "products": credit_sales.SERVICE}))
    today = date.fromisoformat(case.setup["today"])
    for step in case.steps:
        open_item(shop, step)
    found: dict[str, Decimal] = {}
    for side in ("receivable", "payable"):
        items = _open(shop, side)
        found[side] = sum((item.open_amount for item in items), Decimal(0))
        found[f"{side}_today"] = sum((item.open_amount for item in items if item.due_on <= today), Decimal(0))
    return found


def _open(shop: Shop, side: str) -> list[AgedItem]:
    def read(work: UnitOfWork) -> list[AgedItem]:
        return open_items_on(work.session, shop.company_id, side, date.max)

    return shop.run(read)


def estimated_loss(case: Case, services: Services) -> Mapping[str, Any]:
    """Invoices of every age, and what will probably not be paid of them by the company's rates."""
    buckets = case.setup["buckets"]
    strange = sorted({bucket["name"] for bucket in buckets} - OVERDUE.keys())
    if strange:
        raise NotCovered(f"receivables aged {', '.join(strange)}")
    shop = open_shop(services, replace(case, setup={**case.setup, "products": credit_sales.SERVICE}))
    rates = {
        f"expected_loss_{OVERDUE[bucket['name']][0]}_percent": Decimal(bucket["loss_percent"]) for bucket in buckets
    }
    shop.run(lambda work: change_settings(work, shop.company_id, rates))
    for n, bucket in enumerate(buckets):
        due = shop.today - timedelta(days=OVERDUE[bucket["name"]][1])
        open_item(shop, Step(f"b{n}", "open_item", {"amount": bucket["amount"], "due": due.isoformat()}))

    def estimate(work: UnitOfWork) -> list[ExpectedLoss]:
        (aged,) = aging(work.session, shop.company_id, "receivable", shop.today)
        return expected_losses(vars(aged), settings(work.session, shop.company_id), case.minor_units)

    losses = {loss.bucket: loss for loss in shop.run(estimate)}
    return {
        "total": sum((loss.amount for loss in losses.values()), Decimal(0)),
        "loss_by_bucket": [losses[OVERDUE[bucket["name"]][0]].loss_amount for bucket in buckets],
        "estimated_loss": sum((loss.loss_amount for loss in losses.values()), Decimal(0)),
    }
