"""Read the chart of accounts and the account determination."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.finance.accounts.models import Account
from erp.finance.accounts.roles import ROLES, Role
from erp.kernel.errors import NotFound

_RULES = text("""
    SELECT d.id, d.role, d.family_id, d.branch_id, d.account_id, a.code AS account_code, a.name AS account_name,
           f.code AS family_code, b.code AS branch_code
    FROM finance.account_determination d
    JOIN finance.account a ON a.id = d.account_id
    LEFT JOIN inventory.item_family f ON f.id = d.family_id
    LEFT JOIN organization.branch b ON b.id = d.branch_id
    WHERE d.company_id = :company
    ORDER BY d.role, f.code NULLS FIRST, b.code NULLS FIRST
""")
_GAPS = text("""
    SELECT r.role, f.code AS family_code, b.code AS branch_code
    FROM unnest(CAST(:roles AS text[]), CAST(:by_family AS boolean[])) AS r(role, by_family)
    CROSS JOIN (SELECT id, code FROM organization.branch WHERE company_id = :company AND status = 'active'
                UNION ALL SELECT NULL, NULL WHERE NOT EXISTS
                    (SELECT FROM organization.branch WHERE company_id = :company AND status = 'active')) AS b
    CROSS JOIN LATERAL (SELECT i.id, i.code FROM inventory.item_family i
                        JOIN inventory.item_family_company c ON c.family_id = i.id AND c.company_id = :company
                             AND c.status = 'active' AND r.by_family
                        UNION ALL SELECT NULL, NULL WHERE NOT r.by_family OR NOT EXISTS
                            (SELECT FROM inventory.item_family_company
                             WHERE company_id = :company AND status = 'active')) AS f
    WHERE NOT EXISTS (SELECT FROM finance.account_determination d
                      WHERE d.company_id = :company AND d.role = r.role
                        AND (d.family_id IS NULL OR d.family_id = f.id)
                        AND (d.branch_id IS NULL OR d.branch_id = b.id))
    ORDER BY r.role, f.code, b.code
""")
_FAMILIES = text("""
    SELECT f.id, f.code, f.name FROM inventory.item_family f
    JOIN inventory.item_family_company c ON c.family_id = f.id AND c.company_id = :company AND c.status = 'active'
    ORDER BY f.code
""")


@dataclass(frozen=True)
class DeterminationRow:
    """One kind of amount: its general account, the exceptions, and for whom no account is set."""

    role: Role
    general: Any | None
    exceptions: tuple[Any, ...]
    gaps: tuple[str, ...]


def accounts(session: Session, company_id: UUID, *, active_only: bool = False) -> list[Account]:
    """The chart of accounts, by code."""
    statement = select(Account).where(Account.company_id == company_id).order_by(Account.code.collate("C"))
    if active_only:
        statement = statement.where(Account.status == "active")
    return list(session.scalars(statement))


def account(session: Session, company_id: UUID, account_id: UUID) -> Account:
    """One account of the company.

    Raises: NotFound
    """
    found = session.get(Account, account_id)
    if found is None or found.company_id != company_id:
        raise NotFound("There is no such account in this company.")
    return found


def account_ids_by_code(session: Session, company_id: UUID, codes: Sequence[str]) -> dict[str, UUID]:
    """The accounts of some codes; codes that no account has are left out."""
    wanted = {code.strip().upper() for code in codes}
    rows = session.execute(
        select(Account.code, Account.id).where(Account.company_id == company_id, Account.code.in_(wanted))
    )
    return {row.code: row.id for row in rows}


def determination_matrix(session: Session, company_id: UUID) -> list[DeterminationRow]:
    """Every kind of amount with its rules and gaps, for the active branches and item families."""
    rules: dict[str, list[Any]] = {}
    for rule in session.execute(_RULES, {"company": company_id}):
        rules.setdefault(rule.role, []).append(rule)
    gaps: dict[str, list[str]] = {}
    asked = {
        "company": company_id, "roles": [role.name for role in ROLES], "by_family": [role.by_family for role in ROLES],
    }
    for gap in session.execute(_GAPS, asked):
        scope = " · ".join(code for code in (gap.family_code, gap.branch_code) if code)
        gaps.setdefault(gap.role, []).append(scope or "every branch")
    found = []
    for role in ROLES:
        of_role = rules.get(role.name, [])
        general = next((rule for rule in of_role if rule.family_id is None and rule.branch_id is None), None)
        exceptions = tuple(rule for rule in of_role if rule is not general)
        found.append(DeterminationRow(role, general, exceptions, tuple(gaps.get(role.name, ()))))
    return found


def active_families(session: Session, company_id: UUID) -> list[Any]:
    """The item families that the company trades, by code."""
    return list(session.execute(_FAMILIES, {"company": company_id}))
