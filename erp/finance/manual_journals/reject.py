"""Reject or withdraw a manual journal: it will not be posted."""

from uuid import UUID

from erp.finance.manual_journals.approve import lock_journal, require_undecided
from erp.finance.manual_journals.models import ManualJournal
from erp.kernel.errors import Conflict, Forbidden, Refused
from erp.kernel.unit_of_work import UnitOfWork


def reject_manual_journal(work: UnitOfWork, journal_id: UUID, *, note: str) -> ManualJournal:
    """Decline a journal that somebody else submitted, saying why.

    Raises: NotFound; Conflict unless it waits for approval; Forbidden to whoever submitted it; Refused without reason.
    """
    work.require("finance.manual_journal.approve")
    if not note.strip():
        raise Refused("Say why the journal is rejected.", field="note")
    journal = lock_journal(work, journal_id)
    require_undecided(work, journal, "rejected")
    journal.status, journal.decision_note = "rejected", note.strip()
    journal.decided_by, journal.decided_at = work.actor.name, work.now
    work.session.flush()
    return journal


def withdraw_manual_journal(work: UnitOfWork, journal_id: UUID) -> ManualJournal:
    """Take back one's own proposal before anybody has decided on it.

    Raises: NotFound; Conflict unless it waits for approval; Forbidden to everybody else.
    """
    work.require("finance.manual_journal.submit")
    journal = lock_journal(work, journal_id)
    if journal.status != "submitted":
        raise Conflict(
            "Journal %(number)s is %(status)s: it can no longer be withdrawn.",
            number=journal.number, status=journal.status,
        )
    if journal.submitted_by != work.actor.name:
        raise Forbidden(
            "Journal %(number)s is %(submitted_by)s's: reject it instead.",
            number=journal.number, submitted_by=journal.submitted_by,
        )
    journal.status = "cancelled"
    work.session.flush()
    return journal
