"""Reverse a posted manual journal: an entry that undoes it, linked both ways; the original stays as it was."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from erp.finance.events import JournalReversed
from erp.finance.ledger.models import JournalEntry, JournalLine
from erp.finance.ledger.post import EntryDraft, LineDraft, post_entries
from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import first_open_date

REVERSIBLE = ("manual_journal", "journal_reversal")


def reverse_entry(work: UnitOfWork, entry_id: UUID, *, reason: str, posted_on: date | None = None) -> UUID:
    """Post the entry with its sides exchanged; return the new entry's id.

    Without a day it is dated like the original, or on the first open day after it where that is closed. Entries that
    documents posted are corrected through their documents (a void, a return, a credit memo), never from here.

    Raises: NotFound; Refused without a reason, for another kind of entry, or where no day is open; Conflict where it
    has been reversed already.
    Effects: one journal entry that names the original; JournalReversed.
    """
    work.require("finance.journal_entry.reverse")
    if not reason.strip():
        raise Refused("Say why the entry is reversed.", field="reason")
    entry = work.session.get(JournalEntry, entry_id)
    if entry is None:
        raise NotFound("There is no such journal entry.")
    if entry.source_kind not in REVERSIBLE:
        raise Refused(
            "%(number)s was posted by a document (%(replace)s): correct that document, and the books follow.",
            number=entry.number, replace=entry.source_kind.replace('_', ' '),
        )
    earlier = work.session.scalar(select(JournalEntry.number).where(JournalEntry.reverses_id == entry_id))
    if earlier is not None:
        raise Conflict("%(number)s has been reversed by %(earlier)s already.", number=entry.number, earlier=earlier)
    day = posted_on or first_open_date(work.session, entry.company_id, entry.subledger, entry.posted_on)
    if day < entry.posted_on:
        raise Refused("A reversal cannot come before what it reverses.", field="posted_on")
    draft = EntryDraft(
        company_id=entry.company_id,
        posted_on=day,
        purpose="journal_reversal",
        memo=f"Reversal of {entry.number}: {reason.strip()}",
        subledger=entry.subledger,
        source_kind="journal_reversal",
        source_id=entry.source_id,
        lines=_exchanged(work, entry_id),
        reverses_id=entry_id,
    )
    [reversal_id] = post_entries(work, [draft], source_event_id=work.reserve_event_id())
    work.publish(
        JournalReversed(
            company_id=entry.company_id,
            occurred_on=day,
            entry_id=reversal_id,
            reverses_id=entry_id,
            reason=reason.strip(),
        )
    )
    return reversal_id


def _exchanged(work: UnitOfWork, entry_id: UUID) -> list[LineDraft]:
    lines = work.session.scalars(
        select(JournalLine).where(JournalLine.entry_id == entry_id).order_by(JournalLine.position)
    )
    return [
        LineDraft(
            account_id=line.account_id,
            debit=line.credit,
            credit=line.debit,
            branch_id=line.branch_id,
            warehouse_id=line.warehouse_id,
            customer_id=line.customer_id,
            supplier_id=line.supplier_id,
            item_family_id=line.item_family_id,
            channel=line.channel,
            salesperson_id=line.salesperson_id,
            subledger_kind=line.subledger_kind,
            subledger_id=line.subledger_id,
            currency=line.currency,
            currency_debit=line.currency_credit,
            currency_credit=line.currency_debit,
            rate=line.rate,
        )
        for line in lines
    ]
