"""Finance: accounts, ledger, documents of money, reports and the period close."""

from datetime import timedelta

from erp.finance import events
from erp.finance.accounts import models as accounts
from erp.finance.accounts import views as accounts_views
from erp.finance.close import models as close
from erp.finance.close import views as close_views
from erp.finance.close.note_progress import note_progress
from erp.finance.close.queries import months_to_close
from erp.finance.close_tasks import models as close_tasks
from erp.finance.close_tasks import views as close_tasks_views
from erp.finance.consolidated_billing import run_billing
from erp.finance.credit_memos import models as credit_memos
from erp.finance.credit_memos.paper import CREDIT_MEMO
from erp.finance.customer_accounts.paper import STATEMENT
from erp.finance.document_pages import DOCUMENT_BLUEPRINTS, DOCUMENT_NAVIGATION, DOCUMENT_WAITING
from erp.finance.dunning import models as dunning
from erp.finance.find import COMMANDS, FINDABLES, WAYS
from erp.finance.inventory_accounting import models as inventory_accounting
from erp.finance.invoicing import models as invoicing
from erp.finance.invoicing.paper import SALES_INVOICE
from erp.finance.ledger import models as ledger
from erp.finance.ledger import views as ledger_views
from erp.finance.ledger.seal import seal_ledger
from erp.finance.manual_journals import models as manual_journals
from erp.finance.manual_journals import views as manual_journals_views
from erp.finance.manual_journals.queries import journals_to_approve
from erp.finance.open_items import models as open_items
from erp.finance.payables import models as payables
from erp.finance.permissions import DOCUMENT_PERMISSIONS
from erp.finance.receivables import models as receivables
from erp.finance.reports import views as reports_views
from erp.finance.subscriptions import SUBSCRIPTIONS
from erp.finance.supplier_payments import models as supplier_payments
from erp.kernel.assembly import Schedule
from erp.kernel.module import Module, NavItem, Permission, Waiting
from erp.kernel.papers.of_rows import papers_of_rows

PERMISSIONS = (
    Permission("finance.account.view", "See the chart of accounts and account inquiry", ("accountant", "controller")),
    Permission("finance.account.change", "Change the chart of accounts and the account determination", ("controller",)),
    Permission("finance.journal_entry.view", "See journal entries", ("accountant", "controller")),
    Permission("finance.journal_entry.reverse", "Reverse posted manual journals", ("accountant", "controller")),
    Permission("finance.manual_journal.submit", "Submit manual journals", ("accountant", "controller")),
    Permission("finance.manual_journal.approve", "Approve manual journals of others", ("controller",)),
    Permission("finance.report.view", "See trial balance and statements", ("accountant", "controller")),
    Permission("finance.period.view", "See the close page", ("accountant", "controller")),
    Permission("finance.period.close", "Soft close and close periods", ("controller",)),
    Permission("finance.close_task.tick", "Tick manual steps of a close", ("accountant", "controller")),
    Permission("finance.close_task.change", "Set the manual steps of a close", ("controller",)),
    Permission("finance.year.close", "Carry the result of a fiscal year to equity", ("controller",)),
    Permission("finance.period.reopen", "Reopen closed periods", ("controller",)),
    Permission("finance.period.post_soft_closed", "Post into soft-closed periods", ("accountant", "controller")),
)

NAVIGATION = (
    NavItem("Journal entries", "finance_ledger.index", "finance.journal_entry.view", "Ledger", 10),
    NavItem("Manual journals", "finance_manual_journals.index", "finance.journal_entry.view", "Ledger", 20),
    NavItem("Chart of accounts", "finance_accounts.index", "finance.account.view", "Ledger", 30),
    NavItem("Account determination", "finance_accounts.determination", "finance.account.view", "Ledger", 40),
    NavItem("Close room", "finance_close.room", "finance.period.view", "Close", 5),
    NavItem("Companies side by side", "finance_close.side_by_side", "finance.period.view", "Close", 7),
    NavItem("Posting periods", "finance_close.index", "organization.period.view", "Close", 10),
    NavItem("Closing steps", "finance_close_tasks.index", "finance.period.view", "Close", 20),
    NavItem("Trial balance", "finance_reports.show_trial_balance", "finance.report.view", "Reports", 10),
    NavItem("Income statement", "finance_reports.show_income_statement", "finance.report.view", "Reports", 20),
    NavItem("Balance sheet", "finance_reports.show_balance_sheet", "finance.report.view", "Reports", 30),
)

BLUEPRINTS = (
    accounts_views.bp,
    ledger_views.bp,
    manual_journals_views.bp,
    reports_views.bp,
    close_views.bp,
    close_tasks_views.bp,
)

FINANCE = Module(
    name="finance",
    models=(
        accounts,
        close,
        close_tasks,
        ledger,
        manual_journals,
        open_items,
        inventory_accounting,
        invoicing,
        credit_memos,
        receivables,
        payables,
        supplier_payments,
        dunning,
    ),
    events=(
        events.SalesInvoicePosted,
        events.CreditMemoPosted,
        events.CashReceived,
        events.CashApplied,
        events.CashApplicationReversed,
        events.CashReceiptReversed,
        events.CustomerRefunded,
        events.SupplierBillPosted,
        events.SupplierPaid,
        events.SupplierCreditApplied,
        events.SupplierPaymentReversed,
        events.JournalApproved,
        events.JournalReversed,
        events.PeriodClosed,
        events.PeriodReopened,
        events.YearClosed,
        events.RemindersSent,
    ),
    subscriptions=tuple(SUBSCRIPTIONS),
    blueprints=BLUEPRINTS + DOCUMENT_BLUEPRINTS,
    navigation=NAVIGATION + DOCUMENT_NAVIGATION,
    waiting=(
        Waiting(
            "Journals to approve", "finance_manual_journals.index", "finance.manual_journal.approve",
            journals_to_approve, 36, filters=(("status", "submitted"),), roles=("controller",),
        ),
        Waiting(
            "Months to close", "finance_close.index", "finance.period.view", months_to_close, 38,
            filters=(("open", "1"),), roles=("accountant", "controller"), dated=True,
        ),
        *DOCUMENT_WAITING,
    ),
    findables=FINDABLES,
    ways=WAYS,
    commands=COMMANDS,
    permissions=PERMISSIONS + DOCUMENT_PERMISSIONS,
    jobs=((run_billing.JOB, run_billing.run_billing),),
    papers=(SALES_INVOICE, CREDIT_MEMO, STATEMENT),
    row_actions=(
        *papers_of_rows(SALES_INVOICE, "finance_invoicing.index", ("finance_invoicing.show", "invoice_id")),
        *papers_of_rows(CREDIT_MEMO, "finance_credit_memos.index", ("finance_credit_memos.show", "credit_memo_id")),
    ),
    schedules=(
        Schedule("note how far the close is", timedelta(hours=1), note_progress),
        Schedule("seal the ledger", timedelta(seconds=15), seal_ledger),
        Schedule("consolidated billing", timedelta(hours=1), run_billing.run_daily_billing),
    ),
)
