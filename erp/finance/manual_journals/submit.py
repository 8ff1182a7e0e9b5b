"""Submit a manual journal: somebody proposes an entry that no document posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from erp.finance.accounts.models import Account
from erp.finance.manual_journals.models import ManualJournal, ManualJournalLine
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.kernel.numbering import draw_numbers
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company


@dataclass(frozen=True)
class JournalLineDraft:
    """One amount, on one side. ``row`` is the row it was typed in, to mark what is wrong with it."""

    account_id: UUID
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    branch_id: UUID | None = None
    row: int = 0


def submit_manual_journal(
    work: UnitOfWork, *, company_id: UUID, posted_on: date, memo: str, lines: Sequence[JournalLineDraft]
) -> ManualJournal:
    """Write down a balanced proposal and hand it on for approval by somebody else. Nothing is posted yet.

    Units: company currency.
    Raises: Refused for lines that do not balance, an account of another company, a retired one, or a control account.
    """
    work.require("finance.manual_journal.submit")
    if not memo.strip():
        raise Refused("Say what the journal is for.", field="memo")
    check_lines(work, company_id, lines)
    journal = ManualJournal(
        id=new_id(),
        company_id=company_id,
        number=draw_numbers(work, "manual_journal")[0],
        status="submitted",
        posted_on=posted_on,
        memo=memo.strip(),
        submitted_by=work.actor.name,
        submitted_at=work.now,
        decision_note="",
    )
    work.session.add(journal)
    work.session.flush()
    insert_rows(
        work,
        ManualJournalLine,
        [
            {
                "id": new_id(), "company_id": company_id, "manual_journal_id": journal.id, "position": position,
                "account_id": line.account_id, "debit": line.debit, "credit": line.credit,
                "branch_id": line.branch_id,
            }
            for position, line in enumerate(lines, start=1)
        ],
    )
    return journal


def check_lines(work: UnitOfWork, company_id: UUID, lines: Sequence[JournalLineDraft]) -> None:
    """Refuse what could not be posted, naming the row.

    Raises: Refused
    """
    if len(lines) < 2:
        raise Refused("A journal needs at least two lines.", field="lines-0-account")
    places = company(work.session, company_id).minor_units
    accounts: dict[UUID, Any] = {
        row.id: row
        for row in work.session.execute(
            select(Account.id, Account.code, Account.name, Account.control, Account.status).where(
                Account.company_id == company_id, Account.id.in_({line.account_id for line in lines})
            )
        )
    }
    for line in lines:
        account = accounts.get(line.account_id)
        mark = f"lines-{line.row}-"
        if account is None:
            raise Refused("There is no such account in this company.", field=f"{mark}account")
        if account.status != "active":
            raise Refused(
                "Account %(code)s %(name)s is retired.",
                field=f"{mark}account", code=account.code, name=account.name,
            )
        if account.control is not None:
            raise Refused(
                "Account %(code)s %(name)s is the sum of a subledger: it changes only through its documents (an "
                "adjustment, an invoice, a credit memo, a payment).",
                field=f"{mark}account", code=account.code, name=account.name,
            )
        if line.debit < 0 or line.credit < 0 or (line.debit == 0) == (line.credit == 0):
            raise Refused("Write an amount above zero as debit or as credit.", field=f"{mark}debit")
        if any(amount != round_amount(amount, places) for amount in (line.debit, line.credit)):
            raise Refused(
                "Amounts of this company have %(places)s decimal places.",
                field=f"{mark}debit", places=places,
            )
    difference = sum((line.debit - line.credit for line in lines), ZERO)
    if difference:
        side = "debits exceed credits" if difference > 0 else "credits exceed debits"
        raise Refused(
            "The journal does not balance: %(side)s by %(difference)s.",
            field="lines-0-debit", side=side, difference=abs(difference),
        )
