"""Approve a manual journal: a second person answers for it, and it stands in the ledger."""

from uuid import UUID

from sqlalchemy import select

from erp.finance.events import JournalApproved
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.finance.manual_journals.models import ManualJournal, ManualJournalLine
from erp.kernel.errors import Conflict, Forbidden, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def approve_manual_journal(work: UnitOfWork, journal_id: UUID) -> ManualJournal:
    """Post a journal that somebody else submitted, on the day it names.

    Approving a posted journal changes nothing.

    Raises: NotFound; Conflict unless it waits for approval; Forbidden to whoever submitted it; Refused where its day is
    closed.
    Effects: one journal entry; JournalApproved.
    """
    work.require("finance.manual_journal.approve")
    journal = lock_journal(work, journal_id)
    if journal.status == "posted":
        return journal
    require_undecided(work, journal, "approved")
    lines = work.session.scalars(
        select(ManualJournalLine)
        .where(ManualJournalLine.manual_journal_id == journal.id)
        .order_by(ManualJournalLine.position)
    )
    draft = EntryDraft(
        company_id=journal.company_id,
        posted_on=journal.posted_on,
        purpose="manual_journal",
        memo=journal.memo,
        subledger="general",
        source_kind="manual_journal",
        source_id=journal.id,
        lines=[
            LineDraft(line.account_id, debit=line.debit, credit=line.credit, branch_id=line.branch_id)
            for line in lines
        ],
    )
    [journal.entry_id] = post_entries(work, [draft], source_event_id=work.reserve_event_id())
    journal.status = "posted"
    journal.decided_by, journal.decided_at = work.actor.name, work.now
    work.session.flush()
    work.publish(
        JournalApproved(
            company_id=journal.company_id,
            occurred_on=journal.posted_on,
            manual_journal_id=journal.id,
            number=journal.number,
        )
    )
    return journal


def lock_journal(work: UnitOfWork, journal_id: UUID) -> ManualJournal:
    """The journal, locked until the transaction ends.

    Raises: NotFound
    """
    journal = work.session.get(
        ManualJournal, journal_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if journal is None:
        raise NotFound("There is no such manual journal.")
    return journal


def require_undecided(work: UnitOfWork, journal: ManualJournal, verb: str) -> None:
    """Only what waits may be decided, and never by the person who proposed it.

    Raises: Conflict, Forbidden
    """
    if journal.status != "submitted":
        raise Conflict(
            "Journal %(number)s is %(status)s: it can no longer be %(verb)s.",
            number=journal.number, status=journal.status, verb=verb,
        )
    if journal.submitted_by == work.actor.name:
        raise Forbidden(
            "You submitted journal %(number)s: it has to be %(verb)s by somebody else.",
            number=journal.number, verb=verb,
        )
