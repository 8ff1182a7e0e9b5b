"""Read the cash desk: money that settles nothing yet, what its customer owes, and what was matched lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.cash_desk.suggest import Debt
from erp.kernel.money import ZERO

CREDIT_KINDS = {"receipts": ("cash_receipt",), "memos": ("credit_memo",), "all": ("cash_receipt", "credit_memo")}
MOST_CREDITS = 60
MOST_DEBTS = 200


@dataclass(frozen=True)
class WaitingCredit:
    """A receipt or credit memo of which ``left_amount`` settles nothing yet."""

    id: UUID
    kind: str
    document_id: UUID
    number: str
    customer_id: UUID
    customer_code: str
    customer_name: str
    branch_id: UUID
    currency: str
    original_amount: Decimal
    left_amount: Decimal
    posted_on: date
    method: str
    reference: str
    note: str


@dataclass(frozen=True)
class OpenDebt:
    """Something the account tree owes; ``discount_taken_amount`` was taken on it before."""

    id: UUID
    customer_id: UUID
    branch_id: UUID
    kind: str
    document_id: UUID
    number: str
    instalment: int
    currency: str
    open_amount: Decimal
    posted_on: date
    due_on: date
    discount_until: date | None
    discount_amount: Decimal
    discount_taken_amount: Decimal

    def discount_left(self, paid_on: date, grace_days: int) -> Decimal:
        """The discount that may still be taken by money that came on a day."""
        if self.discount_until is None or paid_on > self.discount_until + timedelta(days=grace_days):
            return ZERO
        return min(max(self.discount_amount - self.discount_taken_amount, ZERO), self.open_amount)

    def as_debt(self, paid_on: date, grace_days: int) -> Debt:
        """The debt as suggestions look at it."""
        return Debt(self.id, self.number, self.open_amount, self.discount_left(paid_on, grace_days), self.due_on)


@dataclass(frozen=True)
class ItemNow:
    """An open item as it stands now, and its last application, where it has one."""

    id: UUID
    number: str
    currency: str
    balance_amount: Decimal
    actor: str | None
    applied_at: datetime | None


@dataclass(frozen=True)
class LatestMatch:
    """One of the last applications: what it settled, who made it, and whether it was undone."""

    id: UUID
    from_item_id: UUID | None
    from_number: str | None
    to_number: str
    to_kind: str
    to_document_id: UUID
    customer_name: str
    currency: str
    amount: Decimal
    discount_amount: Decimal
    write_off_amount: Decimal
    actor: str
    recorded_at: datetime
    is_undone: bool


_FROM = """
    FROM finance.open_item i
    JOIN crm.customer c ON c.id = i.party_id
    LEFT JOIN finance.cash_receipt r ON r.id = i.document_id
    LEFT JOIN finance.credit_memo m ON m.id = i.document_id
    WHERE i.company_id = :company AND i.side = 'receivable'
"""
_CREDITS = f"""
    SELECT i.id, i.kind, i.document_id, i.number, i.party_id, c.code, c.name, i.branch_id, i.currency,
           -i.original_amount, -i.balance_amount, i.posted_on, coalesce(r.method, ''),
           coalesce(r.reference, m.invoice_numbers, ''), coalesce(r.note, m.explanation, ''){_FROM}"""
_WAITING = """
      AND i.balance_amount < 0 AND i.kind = ANY(CAST(:kinds AS text[]))
      AND (CAST(:branches AS uuid[]) IS NULL OR i.branch_id = ANY(CAST(:branches AS uuid[])))
      AND (:part = '' OR i.number ILIKE :part OR c.code ILIKE :part OR c.name ILIKE :part OR r.reference ILIKE :part)
"""
_LIST = text(f"{_CREDITS}{_WAITING} ORDER BY i.posted_on, i.id LIMIT :limit")
_NEXT = text(f"""{_CREDITS}{_WAITING} AND i.id <> :id
    ORDER BY (i.posted_on, i.id) < (CAST(:posted_on AS date), CAST(:id AS uuid)), i.posted_on, i.id LIMIT 1""")
_ONE = text(f"{_CREDITS} AND i.id = :id AND i.kind IN ('cash_receipt', 'credit_memo')")
_TOTAL = text(f"SELECT count(*), coalesce(sum(-i.balance_amount), 0){_FROM}{_WAITING}")
_DEBTS = text("""
    SELECT i.id, i.party_id, i.branch_id, i.kind, i.document_id, i.number, i.instalment, i.currency, i.balance_amount,
           i.posted_on, i.due_on, i.discount_until, i.discount_amount,
           CASE WHEN i.discount_amount = 0 THEN 0 ELSE coalesce((SELECT sum(a.discount_amount)
                FROM finance.cash_application a WHERE a.to_item_id = i.id), 0) END
    FROM finance.open_item i
    WHERE i.company_id = :company AND i.side = 'receivable' AND i.balance_amount > 0
      AND i.party_id = ANY(CAST(:parties AS uuid[])) AND i.currency = :currency AND i.posted_on <= :on
      AND (CAST(:branches AS uuid[]) IS NULL OR i.branch_id = ANY(CAST(:branches AS uuid[])))
    ORDER BY position(i.number IN upper(:reference)) = 0, i.due_on, i.id LIMIT :limit
""")
_OWED = text("""
    SELECT count(*), coalesce(sum(i.balance_amount), 0) FROM finance.open_item i
    WHERE i.company_id = :company AND i.side = 'receivable' AND i.balance_amount > 0
      AND i.party_id = ANY(CAST(:parties AS uuid[])) AND i.currency = :currency AND i.posted_on <= :on
      AND (CAST(:branches AS uuid[]) IS NULL OR i.branch_id = ANY(CAST(:branches AS uuid[])))
""")
_NOW = text("""
    SELECT i.id, i.number, i.currency, i.balance_amount, a.actor, a.recorded_at
    FROM finance.open_item i
    LEFT JOIN LATERAL (SELECT actor, recorded_at FROM finance.cash_application
                       WHERE from_item_id = i.id OR to_item_id = i.id ORDER BY id DESC LIMIT 1) a ON true
    WHERE i.company_id = :company AND i.id = ANY(CAST(:ids AS uuid[]))
""")
_LATEST = text("""
    SELECT a.id, a.from_item_id, f.number, t.number, t.kind, t.document_id, c.name, t.currency, a.amount,
           a.discount_amount, a.write_off_amount, a.actor, a.recorded_at,
           EXISTS (SELECT FROM finance.cash_application r WHERE r.reverses_id = a.id)
    FROM finance.cash_application a
    JOIN finance.open_item t ON t.id = a.to_item_id
    JOIN crm.customer c ON c.id = t.party_id
    LEFT JOIN finance.open_item f ON f.id = a.from_item_id
    WHERE a.company_id = :company AND a.applied_on = :on AND a.side = 'receivable' AND a.reverses_id IS NULL
      AND a.actor = :actor
    ORDER BY a.id DESC LIMIT :limit
""")


def credits_waiting(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, *, kind: str = "receipts", q: str = "",
    limit: int = MOST_CREDITS,
) -> list[WaitingCredit]:
    """Money that settles nothing yet, the oldest first."""
    rows = session.execute(_LIST, {**_asked(company_id, branch_ids, kind, q), "limit": limit})
    return [WaitingCredit(*tuple(row)) for row in rows]


def credits_total(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, *, kind: str = "receipts", q: str = ""
) -> tuple[int, Decimal]:
    """How many they are, and what they come to."""
    row = session.execute(_TOTAL, _asked(company_id, branch_ids, kind, q)).one()
    return row[0], row[1]


def next_credit(
    session: Session, company_id: UUID, branch_ids: Collection[UUID] | None, after: WaitingCredit, *,
    kind: str = "receipts", q: str = "",
) -> UUID | None:
    """The one that comes after this one in the list, from the end on to its beginning; none where it is the last."""
    asked = {**_asked(company_id, branch_ids, kind, q), "id": after.id, "posted_on": after.posted_on}
    found: UUID | None = session.scalar(_NEXT, asked)
    return found


def one_credit(session: Session, company_id: UUID, item_id: UUID) -> WaitingCredit | None:
    """A receipt or credit memo by its open item, whether anything of it is left or not."""
    row = session.execute(_ONE, {"company": company_id, "id": item_id}).one_or_none()
    return WaitingCredit(*tuple(row)) if row else None


def debts_of(
    session: Session, company_id: UUID, party_ids: Collection[UUID], credit: WaitingCredit, on: date,
    branch_ids: Collection[UUID] | None, limit: int = MOST_DEBTS,
) -> list[OpenDebt]:
    """What an account tree owes in the credit's currency: what its reference names first, then the earliest due."""
    rows = session.execute(
        _DEBTS,
        {**_owing(company_id, party_ids, credit, on, branch_ids), "reference": credit.reference, "limit": limit},
    )
    return [OpenDebt(*tuple(row)) for row in rows]


def debts_total(
    session: Session, company_id: UUID, party_ids: Collection[UUID], credit: WaitingCredit, on: date,
    branch_ids: Collection[UUID] | None,
) -> tuple[int, Decimal]:
    """How many items that is in all, and what they come to."""
    row = session.execute(_OWED, _owing(company_id, party_ids, credit, on, branch_ids)).one()
    return row[0], row[1]


def items_now(session: Session, company_id: UUID, item_ids: Collection[UUID]) -> dict[UUID, ItemNow]:
    """How some open items stand now, and who applied them last."""
    rows = session.execute(_NOW, {"company": company_id, "ids": list(item_ids)})
    return {row.id: ItemNow(*tuple(row)) for row in rows}


def latest_matches(session: Session, company_id: UUID, on: date, actor: str, limit: int = 12) -> list[LatestMatch]:
    """What a person matched on a day, the latest first."""
    rows = session.execute(_LATEST, {"company": company_id, "on": on, "actor": actor, "limit": limit})
    return [LatestMatch(*tuple(row)) for row in rows]


def _asked(company_id: UUID, branch_ids: Collection[UUID] | None, kind: str, q: str) -> dict[str, object]:
    part = "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in q)
    return {
        "company": company_id, "branches": None if branch_ids is None else list(branch_ids),
        "kinds": list(CREDIT_KINDS[kind]), "part": f"%{part}%" if part else "",
    }


def _owing(
    company_id: UUID, party_ids: Collection[UUID], credit: WaitingCredit, on: date,
    branch_ids: Collection[UUID] | None,
) -> dict[str, object]:
    return {
        "company": company_id, "parties": list(party_ids), "currency": credit.currency, "on": on,
        "branches": None if branch_ids is None else list(branch_ids),
    }
