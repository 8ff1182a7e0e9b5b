"""The pages of invoices, credit memos, cash, supplier bills and payments: where they stand in the menu."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.cash_desk import views as cash_desk
from erp.finance.consolidated_billing import views as billing
from erp.finance.credit_memos import views as credit_memos
from erp.finance.customer_accounts import views as customer_accounts
from erp.finance.dunning import views as dunning
from erp.finance.invoicing import views as invoicing
from erp.finance.payables import views as payables
from erp.finance.receivables import views as receivables
from erp.finance.supplier_accounts import views as supplier_accounts
from erp.finance.supplier_payments import views as supplier_payments
from erp.kernel.actor import Actor
from erp.kernel.module import NavItem, Waiting

DOCUMENT_BLUEPRINTS = (
    invoicing.bp,
    billing.bp,
    credit_memos.bp,
    receivables.bp,
    cash_desk.bp,
    customer_accounts.bp,
    dunning.bp,
    payables.bp,
    supplier_payments.bp,
    supplier_accounts.bp,
)

DOCUMENT_NAVIGATION = (
    NavItem("Invoices", "finance_invoicing.index", "finance.sales_invoice.view", "Receivables", 10),
    NavItem("Consolidated billing", "finance_billing.index", "finance.billing.run", "Receivables", 20),
    NavItem("Credit memos", "finance_credit_memos.index", "finance.credit_memo.view", "Receivables", 30),
    NavItem("Cash receipts", "finance_receivables.index", "finance.cash_receipt.view", "Receivables", 40),
    NavItem("Cash desk", "finance_cash_desk.show", "finance.cash_application.apply", "Receivables", 45),
    NavItem("Receivables by age", "finance_customer_accounts.index", "finance.receivable.view", "Receivables", 50),
    NavItem("Reminders", "finance_dunning.index", "finance.receivable.view", "Receivables", 60),
    NavItem("Supplier bills", "finance_payables.index", "finance.supplier_bill.view", "Payables", 10),
    NavItem("Received, not invoiced", "finance_supplier_accounts.grni", "finance.payable.view", "Payables", 20),
    NavItem(
        "Payments to suppliers", "finance_supplier_payments.index", "finance.supplier_payment.view", "Payables", 30
    ),
    NavItem("Payables by age", "finance_supplier_accounts.index", "finance.payable.view", "Payables", 40),
)


def bills_to_decide(session: Session, company_id: UUID, actor: Actor) -> int:
    """Held supplier bills that this person may decide on."""
    return _count(
        session,
        "SELECT count(*) FROM finance.supplier_bill WHERE company_id = :company AND status = 'held' "
        "AND entered_by <> :actor",
        company_id,
        actor,
    )


def receipts_to_apply(session: Session, company_id: UUID, actor: Actor) -> int:
    """Receipts of which something is not applied yet."""
    return _count(
        session,
        "SELECT count(*) FROM finance.open_item WHERE company_id = :company AND side = 'receivable' "
        "AND kind = 'cash_receipt' AND balance_amount <> 0",
        company_id,
        actor,
    )


def customers_overdue(session: Session, company_id: UUID, actor: Actor, today: date) -> int:
    """Customers who owe something that was due before today."""
    statement = text("""SELECT count(DISTINCT party_id) FROM finance.open_item WHERE company_id = :company
                        AND side = 'receivable' AND balance_amount > 0 AND due_on < :today""")
    return int(session.scalar(statement, {"company": company_id, "today": today}) or 0)


def _count(session: Session, statement: str, company_id: UUID, actor: Actor) -> int:
    found: int = session.scalar(text(statement), {"company": company_id, "actor": actor.name}) or 0
    return found


DOCUMENT_WAITING = (
    Waiting(
        "Supplier bills to decide", "finance_payables.index", "finance.supplier_bill.approve", bills_to_decide, 34,
        filters=(("status", "held"),), roles=("controller",),
    ),
    Waiting(
        "Receipts to apply", "finance_cash_desk.show", "finance.cash_application.apply", receipts_to_apply,
        32, roles=("credit", "accountant"),
    ),
    Waiting(
        "Customers overdue", "finance_customer_accounts.index", "finance.receivable.view", customers_overdue, 30,
        filters=(("overdue", "1"),), roles=("credit", "accountant"), dated=True,
    ),
)
