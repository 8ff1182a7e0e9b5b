"""What the modules above may ask of finance. A table of contents: no logic lives here."""

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.accounts.install_chart import install_chart
from erp.finance.accounts.set_determination import set_determination
from erp.finance.close.close_period import close_period
from erp.finance.close.close_year import ClosedYear, close_year
from erp.finance.consolidated_billing.issue_consolidated_invoice import issue_consolidated_invoice
from erp.finance.credit_memos.issue_manual_credit_memo import ManualCredit, issue_manual_credit_memo
from erp.finance.credit_memos.memos_of_step import StepMemo, memos_of_step
from erp.finance.dunning.block_dunning import block_dunning, lift_dunning_block
from erp.finance.dunning.propose_reminders import propose_reminders
from erp.finance.dunning.send_reminders import send_reminders
from erp.finance.dunning.set_dunning_levels import LevelDraft, set_dunning_levels
from erp.finance.ledger.entries_of_step import StepEntry, entries_of_step
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.finance.ledger.seal import seal_ledger
from erp.finance.manual_journals.approve import approve_manual_journal
from erp.finance.manual_journals.submit import JournalLineDraft, submit_manual_journal
from erp.finance.open_items.aging import BUCKETS as AGE_BUCKETS
from erp.finance.open_items.aging import AgedItem, AgedParty, aging, open_items_on
from erp.finance.open_items.apply import Application
from erp.finance.open_items.expected_loss import ExpectedLoss, expected_losses
from erp.finance.payables.enter_supplier_bill import BillLine, enter_supplier_bill
from erp.finance.receivables.apply_cash import apply_cash
from erp.finance.receivables.record_cash_receipt import ReceiptApplication, RecordedReceipt, record_cash_receipt
from erp.finance.receivables.refund_customer import refund_customer
from erp.finance.reports.income_statement import income_statement
from erp.finance.reports.margin_by_family import FamilyMargin, margin_by_family
from erp.finance.reports.trial_balance import trial_balance
from erp.finance.supplier_payments.pay_supplier import PaidItem, pay_supplier

__all__ = [
    "AGE_BUCKETS",
    "AgedItem",
    "AgedParty",
    "Application",
    "BillLine",
    "ClosedYear",
    "EntryDraft",
    "ExpectedLoss",
    "FamilyMargin",
    "JournalLineDraft",
    "LevelDraft",
    "LineDraft",
    "ManualCredit",
    "PaidItem",
    "ReceiptApplication",
    "RecordedReceipt",
    "StepEntry",
    "StepMemo",
    "aging",
    "apply_cash",
    "approve_manual_journal",
    "block_dunning",
    "close_period",
    "close_year",
    "determine_accounts",
    "enter_supplier_bill",
    "entries_of_step",
    "expected_losses",
    "income_statement",
    "install_chart",
    "issue_consolidated_invoice",
    "issue_manual_credit_memo",
    "lift_dunning_block",
    "margin_by_family",
    "memos_of_step",
    "open_items_on",
    "pay_supplier",
    "post_entries",
    "propose_reminders",
    "record_cash_receipt",
    "refund_customer",
    "seal_ledger",
    "send_reminders",
    "set_determination",
    "set_dunning_levels",
    "submit_manual_journal",
    "trial_balance",
]
