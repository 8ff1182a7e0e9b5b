"""Post journal entries whose lines name the role of an amount instead of an account."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.accounts.determine_account import determine_accounts
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.kernel.money import ZERO
from erp.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RoleLine:
    """One amount of an entry: debit where positive, credit where negative.

    ``account_id`` overrides the determination, for lines somebody gave an account.
    """

    role: str
    amount: Decimal
    branch_id: UUID
    family_id: UUID | None = None
    warehouse_id: UUID | None = None
    customer_id: UUID | None = None
    supplier_id: UUID | None = None
    channel: str | None = None
    salesperson_id: UUID | None = None
    subledger_kind: str | None = None
    subledger_id: UUID | None = None
    account_id: UUID | None = None

    @property
    def request(self) -> tuple[str, UUID | None, UUID | None]:
        return (self.role, self.family_id, self.branch_id)


@dataclass(frozen=True)
class RoleEntry:
    """One journal entry to be, with its lines by role."""

    posted_on: date
    purpose: str
    memo: str
    subledger: str
    source_kind: str
    source_id: UUID
    lines: Sequence[RoleLine]


def post_by_role(work: UnitOfWork, company_id: UUID, entries: Sequence[RoleEntry]) -> None:
    """Determine every account at once, and post what has an amount.

    Lines that differ in nothing but the amount become one; an entry without any amount is not posted.
    The source is the event being handled, or the one this step will publish.
    Raises: Refused naming the account that no rule determines, or the closed period.
    """
    folded = [(entry, fold(entry.lines)) for entry in entries]
    folded = [(entry, lines) for entry, lines in folded if lines]
    if not folded:
        return
    requests = {line.request for _, lines in folded for line in lines if line.account_id is None}
    accounts = determine_accounts(work.session, company_id, requests)
    drafts = [
        EntryDraft(
            company_id=company_id,
            posted_on=entry.posted_on,
            purpose=entry.purpose,
            memo=entry.memo,
            subledger=entry.subledger,
            source_kind=entry.source_kind,
            source_id=entry.source_id,
            lines=[_draft(line, line.account_id or accounts[line.request]) for line in lines],
        )
        for entry, lines in folded
    ]
    post_entries(work, drafts, source_event_id=work.event_id or work.reserve_event_id())


def fold(lines: Sequence[RoleLine]) -> list[RoleLine]:
    """Add up lines that differ in nothing but the amount, in the order of their first; drop what comes to zero."""
    sums: dict[RoleLine, Decimal] = {}
    for line in lines:
        key = replace(line, amount=ZERO)
        sums[key] = sums.get(key, ZERO) + line.amount
    return [replace(key, amount=amount) for key, amount in sums.items() if amount]


def _draft(line: RoleLine, account_id: UUID) -> LineDraft:
    return LineDraft(
        account_id=account_id,
        debit=max(line.amount, ZERO),
        credit=max(-line.amount, ZERO),
        branch_id=line.branch_id,
        warehouse_id=line.warehouse_id,
        customer_id=line.customer_id,
        supplier_id=line.supplier_id,
        item_family_id=line.family_id,
        channel=line.channel,
        salesperson_id=line.salesperson_id,
        subledger_kind=line.subledger_kind,
        subledger_id=line.subledger_id,
    )
