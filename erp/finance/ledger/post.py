"""Post journal entries: the one door into the general ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.finance.ledger.models import JournalEntry
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

_INSERT_LINES = text("""
    INSERT INTO finance.journal_line
        (id, entry_id, company_id, position, posted_on, account_id, debit, credit, currency, currency_debit,
         currency_credit, rate, branch_id, warehouse_id, customer_id, supplier_id, item_family_id, channel,
         salesperson_id, subledger_kind, subledger_id)
    SELECT l.id, l.entry_id, c.id, l.position, l.posted_on, l.account_id, l.debit, l.credit,
           coalesce(l.currency, c.currency), coalesce(l.currency_debit, l.debit), coalesce(l.currency_credit, l.credit),
           l.rate, l.branch_id, l.warehouse_id, l.customer_id, l.supplier_id, l.item_family_id, l.channel,
           l.salesperson_id, l.subledger_kind, l.subledger_id
    FROM unnest(CAST(:id AS uuid[]), CAST(:entry_id AS uuid[]), CAST(:company_id AS uuid[]),
                CAST(:position AS integer[]), CAST(:posted_on AS date[]), CAST(:account_id AS uuid[]),
                CAST(:debit AS numeric[]), CAST(:credit AS numeric[]), CAST(:currency AS text[]),
                CAST(:currency_debit AS numeric[]), CAST(:currency_credit AS numeric[]), CAST(:rate AS numeric[]),
                CAST(:branch_id AS uuid[]), CAST(:warehouse_id AS uuid[]), CAST(:customer_id AS uuid[]),
                CAST(:supplier_id AS uuid[]), CAST(:item_family_id AS uuid[]), CAST(:channel AS text[]),
                CAST(:salesperson_id AS uuid[]), CAST(:subledger_kind AS text[]), CAST(:subledger_id AS uuid[]))
         WITH ORDINALITY
         AS l(id, entry_id, company_id, position, posted_on, account_id, debit, credit, currency, currency_debit,
              currency_credit, rate, branch_id, warehouse_id, customer_id, supplier_id, item_family_id, channel,
              salesperson_id, subledger_kind, subledger_id, n)
    JOIN organization.company c ON c.id = l.company_id
    ORDER BY l.n
""")


@dataclass(frozen=True)
class LineDraft:
    """One amount to be posted, on one side, in company currency, with the dimensions it will be read by.

    ``subledger_kind`` and ``subledger_id`` name the row of the subledger that the line stands for; control accounts
    take no line without them. Without ``currency`` the line is in the company's own.
    """

    account_id: UUID
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    branch_id: UUID | None = None
    warehouse_id: UUID | None = None
    customer_id: UUID | None = None
    supplier_id: UUID | None = None
    item_family_id: UUID | None = None
    channel: str | None = None
    salesperson_id: UUID | None = None
    subledger_kind: str | None = None
    subledger_id: UUID | None = None
    currency: str | None = None
    currency_debit: Decimal | None = None
    currency_credit: Decimal | None = None
    rate: Decimal = Decimal(1)


@dataclass(frozen=True)
class EntryDraft:
    """One entry to be posted. ``purpose`` tells apart the entries that one event causes: it may post each once."""

    company_id: UUID
    posted_on: date
    purpose: str
    memo: str
    subledger: str
    source_kind: str
    source_id: UUID
    lines: Sequence[LineDraft]
    reverses_id: UUID | None = None


def post_entries(
    work: UnitOfWork, drafts: Sequence[EntryDraft], *, source_event_id: UUID | None = None
) -> list[UUID]:
    """Write entries into the ledger, two executions whatever their number, and return their ids in order.

    The source is the event being handled, or the one reserved by a use case that will publish it. Lines without an
    amount are left out; an entry left without lines is not posted.

    Raises: Refused for an entry that does not balance; from the database for a closed period, a retired account, or a
    control account without subledger reference; Conflict where the event has posted that purpose before.
    Effects: the entry's period stays locked, shared, until the transaction ends.
    """
    source = source_event_id or work.event_id
    if source is None:
        raise RuntimeError("a journal entry must name the event it comes from")
    entries: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    for draft in drafts:
        kept = [line for line in draft.lines if line.debit or line.credit]
        if not kept:
            continue
        _require_balance(draft, kept)
        entry_id = new_id()
        entries.append(_entry_row(work, draft, entry_id, source))
        lines += [
            {
                "id": new_id(), "entry_id": entry_id, "company_id": draft.company_id, "position": position,
                "posted_on": draft.posted_on, **vars(line),
            }
            for position, line in enumerate(kept, start=1)
        ]
    if not entries:
        return []
    insert_rows(work, JournalEntry, entries)
    work.execute(_INSERT_LINES, {name: [line[name] for line in lines] for name in lines[0]})
    return [entry["id"] for entry in entries]  # type: ignore[misc]


def _entry_row(work: UnitOfWork, draft: EntryDraft, entry_id: UUID, source: UUID) -> dict[str, object]:
    return {
        "id": entry_id,
        "company_id": draft.company_id,
        "posted_on": draft.posted_on,
        "purpose": draft.purpose,
        "memo": draft.memo,
        "source_event_id": source,
        "source_kind": draft.source_kind,
        "source_id": draft.source_id,
        "reverses_id": draft.reverses_id,
        "subledger": draft.subledger,
        "actor": work.actor.name,
        "correlation_id": work.correlation_id,
    }


def _require_balance(draft: EntryDraft, lines: Sequence[LineDraft]) -> None:
    """The database proves it again at the commit; here the message can name the entry."""
    difference = sum((line.debit - line.credit for line in lines), ZERO)
    if difference:
        raise Refused(
            "“%(memo)s” does not balance: debits exceed credits by %(difference)s.",
            memo=draft.memo, difference=difference,
        )
