"""What the modules above may ask of finance. A table of contents: no logic lives here."""

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.accounts.install_chart import install_chart
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries

__all__ = [
    "EntryDraft",
    "LineDraft",
    "determine_accounts",
    "install_chart",
    "post_entries",
]
