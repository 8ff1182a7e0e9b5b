"""Steps that bill or credit without goods moving in a step of their own: counter sales, credits, deposits."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.finance.api import ManualCredit, issue_manual_credit_memo, record_cash_receipt
from erp.overview.examples import goods_out, sending
from erp.overview.examples.read_cases import NotCovered, Step
from erp.overview.examples.shop import Shop

_INVOICE = text("SELECT id FROM finance.sales_invoice WHERE origin_id = :shipment")


def invoice(shop: Shop, step: Step) -> None:
    """Goods that no earlier step shipped leave with their invoice."""
    if "of" in step.given or step.given.get("before_shipment"):
        goods_out.invoice(shop, step)
        return
    if "lines" in step.given or "product" not in step.given:
        raise NotCovered("an invoice of something else than goods")
    sending.ship(shop, Step(step.id, "ship", step.given))


def credit_note(shop: Shop, step: Step) -> None:
    """Credited with the goods that came back; without any, by hand, at the invoiced price."""
    if goods_out.credited_steps(shop, step):
        return
    billed = next((s for s in shop.case.steps if s.id == step.given.get("of") and s.do == "invoice"), None)
    if billed is None or billed.id not in shop.made:
        raise NotCovered("a credit note of something else than an invoice")
    amount = step.number("qty") * billed.number("unit_price")
    shipment_id = shop.made[billed.id][0]

    def credit(work: Any) -> None:
        invoice_id: UUID = work.execute(_INVOICE, {"shipment": shipment_id}).scalar_one()
        issue_manual_credit_memo(
            work, company_id=shop.company_id, branch_id=shop.branch_id, customer_id=shop.customer_id,
            reason="billing_error", explanation="Worked example", credited_on=shop.day(step),
            lines=[ManualCredit("Credit", amount)], invoice_id=invoice_id,
        )

    shop.run(credit)


def down_payment(shop: Shop, step: Step) -> None:
    """A deposit on an order is paid on account: it bears no cost, and later invoices are settled with it."""
    amount = step.number("order_total") * step.number("percent") / Decimal(100)
    shop.run(lambda work: record_cash_receipt(
        work, company_id=shop.company_id, branch_id=shop.branch_id, customer_id=shop.customer_id,
        amount=amount, received_on=shop.day(step),
    ))
