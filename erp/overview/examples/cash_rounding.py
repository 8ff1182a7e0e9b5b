"""Examples of what is to be paid in whole coins: orders, invoices, and the instalments of both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from erp.crm.api import TradeTerms, agree_terms
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company
from erp.overview.examples.credit_sales import SERVICE, sell
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import Shop, open_shop
from erp.overview.examples.stock_figures import entries
from erp.terms.api import TermLine, define_payment_term, rounded_total

_INVOICE = text("""
    SELECT i.id, i.total_amount, i.rounding_amount FROM finance.sales_invoice i
    WHERE i.company_id = :company ORDER BY i.recorded_at DESC, i.id DESC LIMIT 1""")
_DUE = text("SELECT original_amount FROM finance.open_item WHERE document_id = :invoice ORDER BY instalment")


def cash_rounding(case: Case, services: Services) -> Mapping[str, Any]:
    """Totals in whole coins, the instalments, and what the difference is posted to."""
    shop = open_shop(services, replace(case, setup={**case.setup, "products": SERVICE}))
    if case.setup.get("terms"):
        _agree(shop, case.setup["terms"])
    by_step = {}
    for step in case.steps:
        shop.begin(step)
        by_step[step.id] = _carried_out(shop, step)
    (last, *_) = reversed(by_step.values())
    return {**by_step, **last, "journal": [_entry(shop, wanted) for wanted in case.expect.get("journal", [])]}


def _carried_out(shop: Shop, step: Step) -> dict[str, Any]:
    amount = step.number("amount")
    if step.do in ("sales_order", "purchase_order"):
        settings = shop.run(lambda work: company(work.session, shop.company_id)).settings
        return {"total": rounded_total(settings, amount)}
    if step.do != "invoice":
        raise NotCovered(f"{step.do} in whole coins")
    sell(shop, step, shop.branch_id, None, amount)

    def read(work: UnitOfWork) -> dict[str, Any]:
        row = work.execute(_INVOICE, {"company": shop.company_id}).one()
        due = work.execute(_DUE, {"invoice": row.id}).scalars().all()
        gain, loss = max(row.rounding_amount, ZERO), max(-row.rounding_amount, ZERO)
        return {"total": row.total_amount, "instalments": list(due), "rounding_gain": gain, "rounding_loss": loss}

    return shop.run(read)


def _agree(shop: Shop, terms: Sequence[Mapping[str, Any]]) -> None:
    """The customer pays by the example's terms."""
    lines = [
        TermLine("percent", Decimal(str(line["percent"])), add_days=30 * n) if "percent" in line
        else TermLine("remainder", add_days=30 * n)
        for n, line in enumerate(terms)
    ]

    def agree(work: UnitOfWork) -> None:
        term = define_payment_term(work, code=f"T{new_id().hex[-12:]}", name="Example", lines=lines)
        agree_terms(work, shop.customer_id, shop.company_id, TradeTerms(payment_term_id=term.id))

    shop.run(agree)


def _entry(shop: Shop, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The step's entry, line by line as the example lists its roles; what it leaves out is a role of its own."""
    posted: dict[str, Decimal] = {}
    for (name, _), roles in entries(shop).items():
        if name == wanted["step"]:
            for role, amount in roles.items():
                called = ("rounding_gain" if amount < 0 else "rounding_loss") if role == "rounding" else role
                posted[called] = posted.get(called, ZERO) + amount
    lines = [{"role": role, "debit" if amount > 0 else "credit": abs(amount)} for role, amount in posted.items()]
    order = [line["role"] for line in wanted["lines"]]
    known = sorted((line for line in lines if line["role"] in order), key=lambda line: order.index(line["role"]))
    return {"step": wanted["step"], "lines": known + [line for line in lines if line["role"] not in order]}
