"""Examples of what is owed: instalments, payments, credits, and what is due by a day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import TradeTerms, agree_terms
from erp.finance.api import ManualCredit, issue_manual_credit_memo, record_cash_receipt
from erp.kernel.assembly import Services
from erp.kernel.identifiers import new_id
from erp.overview.examples import due_items, goods_in, reminders, sending
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import ACTOR, Shop, open_shop
from erp.terms.api import TermLine, define_payment_term

VERBS = ("invoice", "pay", "pay_on_account", "credit_note")
ROWS = "rows_after"

_ITEMS = text(
    "SELECT i.original_amount AS original, i.balance_amount AS open, "
    "  coalesce(sum(a.amount) FILTER (WHERE f.kind = 'cash_receipt'), 0) AS paid, "
    "  coalesce(sum(a.amount) FILTER (WHERE f.kind <> 'cash_receipt'), 0) AS credited, i.kind "
    "FROM finance.open_item i "
    "LEFT JOIN finance.cash_application a ON a.to_item_id = i.id "
    "LEFT JOIN finance.open_item f ON f.id = a.from_item_id "
    "WHERE i.company_id = :company AND i.side = 'receivable' "
    "GROUP BY i.id ORDER BY i.original_amount < 0, i.due_on, i.id"
)


def aging(case: Case, services: Services) -> Mapping[str, Any]:
    """The open items after each step: what was invoiced, paid, credited, and what is left."""
    verbs = {step.do for step in case.steps}
    if "levels" in case.setup and verbs <= reminders.VERBS:
        return reminders.reminders(case, services)
    if "buckets" in case.setup and verbs == {"age_and_estimate"}:
        return due_items.estimated_loss(case, services)
    if "today" in case.setup and verbs == {"open_item"}:
        return due_items.due_today(case, services)
    unknown = sorted({step.do for step in case.steps} - set(VERBS))
    if unknown:
        raise NotCovered(f"{', '.join(unknown)}: dunning, estimated losses and items without a document")
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": {"uom": "unit"}}}))
    goods_in.receive(shop, Step("stock", "receive", {"qty": "100", "unit_cost": "1"}))
    instalments = case.setup.get("instalments")
    if instalments:
        _agree(shop, instalments)
    found: dict[str, Any] = {}
    for step in case.steps:
        _carry_out(shop, step)
        rows = _rows(shop)
        found[ROWS] = rows
        found[{"invoice": "rows_after_invoice", "credit_note": "rows_after_credit"}.get(
            step.do, "rows_after_payment"
        )] = rows
    return found


def _agree(shop: Shop, instalments: Sequence[Mapping[str, Any]]) -> None:
    lines = [
        TermLine("fixed", Decimal(str(part["amount"])), add_days=int(part["due_in_days"])) for part in instalments[:-1]
    ]
    lines.append(TermLine("remainder", add_days=int(instalments[-1]["due_in_days"])))
    term = shop.services.units.run(
        ACTOR, lambda work: define_payment_term(work, code=f"T{new_id().hex[-12:]}", name="Example", lines=lines)
    )
    shop.run(lambda work: agree_terms(
        work, shop.customer_id, shop.company_id, TradeTerms(payment_term_id=term.id)
    ))


def _carry_out(shop: Shop, step: Step) -> None:
    if step.do == "invoice":
        sending.ship(shop, Step(step.id, "ship", {"qty": "1", "unit_price": step.given["total"]}))
    elif step.do == "credit_note":
        own = bool(step.given.get("own_item"))
        invoice_id = None if own else _invoice(shop, shop.made[step.given["of"]][0])
        shop.run(lambda work: issue_manual_credit_memo(
            work, company_id=shop.company_id, branch_id=shop.branch_id, customer_id=shop.customer_id,
            reason="billing_error", explanation="Worked example", credited_on=shop.today,
            lines=[ManualCredit("Credit", step.number("total"))], invoice_id=invoice_id,
        ))
    else:
        shop.run(lambda work: record_cash_receipt(
            work, company_id=shop.company_id, branch_id=shop.branch_id, customer_id=shop.customer_id,
            amount=step.number("amount"), received_on=shop.today, oldest_first=step.do == "pay",
        ))




def _invoice(shop: Shop, shipment_id: UUID) -> UUID:
    def read(work: Any) -> UUID:
        found: UUID = work.execute(
            text("SELECT id FROM finance.sales_invoice WHERE origin_id = :id"), {"id": shipment_id}
        ).scalar_one()
        return found

    return shop.run(read)


def _rows(shop: Shop) -> list[dict[str, Decimal]]:
    """What is still open; a payment or credit that settles nothing yet stands below zero."""
    rows = shop.run(lambda work: work.execute(_ITEMS, {"company": shop.company_id}).all())
    return [
        {"invoiced": max(row.original, Decimal(0)), "paid": row.paid, "credited": row.credited, "open": row.open}
        if row.original > 0
        else {
            "invoiced": Decimal(0),
            "paid": -row.open if row.kind == "cash_receipt" else Decimal(0),
            "credited": Decimal(0) if row.kind == "cash_receipt" else -row.open,
            "open": row.open,
        }
        for row in rows
        if row.open
    ]
