"""Finance: accounts, ledger, documents of money, reports and the period close."""

from datetime import timedelta

from erp.finance import events
from erp.finance.accounts import models as accounts
from erp.finance.close import models as close
from erp.finance.credit_memos import models as credit_memos
from erp.finance.inventory_accounting import models as inventory_accounting
from erp.finance.invoicing import models as invoicing
from erp.finance.invoicing import run_billing
from erp.finance.ledger import models as ledger
from erp.finance.ledger.seal import seal_ledger
from erp.finance.manual_journals import models as manual_journals
from erp.finance.open_items import models as open_items
from erp.finance.payables import models as payables
from erp.finance.permissions import DOCUMENT_PERMISSIONS
from erp.finance.receivables import models as receivables
from erp.finance.subscriptions import SUBSCRIPTIONS
from erp.kernel.assembly import Schedule
from erp.kernel.module import Module, Permission

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
    Permission("finance.period.reopen", "Reopen closed periods", ("controller",)),
    Permission("finance.period.post_soft_closed", "Post into soft-closed periods", ("accountant", "controller")),
)

FINANCE = Module(
    name="finance",
    models=(
        accounts,
        close,
        ledger,
        manual_journals,
        open_items,
        inventory_accounting,
        invoicing,
        credit_memos,
        receivables,
        payables,
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
    ),
    subscriptions=tuple(SUBSCRIPTIONS),
    permissions=PERMISSIONS + DOCUMENT_PERMISSIONS,
    jobs=((run_billing.JOB, run_billing.run_billing),),
    schedules=(
        Schedule("seal the ledger", timedelta(seconds=15), seal_ledger),
        Schedule("consolidated billing", timedelta(hours=1), run_billing.run_daily_billing),
    ),
)
