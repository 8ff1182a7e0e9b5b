"""What the modules above may ask of finance. A table of contents: no logic lives here."""

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.accounts.install_chart import install_chart
from erp.finance.close.close_period import close_period
from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.finance.open_items.apply import Application
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.record_cash_receipt import ReceiptApplication, RecordedReceipt, record_cash_receipt

__all__ = [
    "Application",
    "EntryDraft",
    "LineDraft",
    "ManualCredit",
    "ReceiptApplication",
    "RecordedReceipt",
    "apply_cash",
    "close_period",
    "determine_accounts",
    "install_chart",
    "issue_manual_credit_memo",
    "post_entries",
    "record_cash_receipt",
]
