"""Journal entries for tests, posted through the ledger's one door."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.organization import BuiltCompany


def post(
    work: UnitOfWork,
    company: BuiltCompany,
    posted_on: date,
    lines: Sequence[tuple[str, str]],
    *,
    branch_id: UUID | None = None,
    subledger: str = "general",
    memo: str = "Test entry",
    reverses_id: UUID | None = None,
) -> UUID:
    """Post one entry of (account code, signed amount): debit where positive, credit where negative."""
    drafts = []
    for code, amount in lines:
        value = Decimal(amount)
        drafts.append(
            LineDraft(
                account_id=company.accounts[code],
                debit=max(value, Decimal(0)),
                credit=max(-value, Decimal(0)),
                branch_id=branch_id or company.branch_id,
            )
        )
    event_id = new_id()
    draft = EntryDraft(
        company_id=company.id,
        posted_on=posted_on,
        purpose="test",
        memo=memo,
        subledger=subledger,
        source_kind="test",
        source_id=event_id,
        lines=drafts,
        reverses_id=reverses_id,
    )
    return post_entries(work, [draft], source_event_id=event_id)[0]
