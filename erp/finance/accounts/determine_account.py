"""Determine accounts: the most specific rule for a kind of amount, an item family and a branch wins."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.accounts.roles import BY_NAME
from erp.kernel.errors import Refused
from erp.kernel.reference import remembered_each

Request = tuple[str, UUID | None, UUID | None]  # role, item family, branch

_DETERMINE = text("""
    SELECT asked.n, found.account_id, family.code AS family_code, branch.code AS branch_code
    FROM unnest(CAST(:roles AS text[]), CAST(:families AS uuid[]), CAST(:branches AS uuid[])) WITH ORDINALITY
         AS asked(role, family_id, branch_id, n)
    LEFT JOIN LATERAL (
        SELECT d.account_id FROM finance.account_determination d
        WHERE d.company_id = :company AND d.role = asked.role
          AND (d.family_id IS NULL OR d.family_id = asked.family_id)
          AND (d.branch_id IS NULL OR d.branch_id = asked.branch_id)
        ORDER BY d.family_id IS NULL, d.branch_id IS NULL
        LIMIT 1) AS found ON true
    LEFT JOIN inventory.item_family family ON family.id = asked.family_id AND found.account_id IS NULL
    LEFT JOIN organization.branch branch ON branch.id = asked.branch_id AND found.account_id IS NULL
    ORDER BY asked.n
""")


def determine_accounts(session: Session, company_id: UUID, requests: Collection[Request]) -> dict[Request, UUID]:
    """The account of every request, in one execution whatever their number.

    A rule for the family and branch comes before one for the family, that before one for the branch, and that before
    the general one.

    Raises: Refused naming every account that no rule determines.
    """
    asked = list(dict.fromkeys(requests))
    if not asked:
        return {}
    return remembered_each(
        session, ("finance.account_determination",), ("account", company_id), asked,
        lambda missing: _read(session, company_id, missing),
    )


def _read(session: Session, company_id: UUID, asked: Sequence[Request]) -> dict[Request, UUID]:
    roles, families, branches = (list(column) for column in zip(*asked, strict=True))
    rows = session.execute(
        _DETERMINE, {"company": company_id, "roles": roles, "families": families, "branches": branches}
    ).all()
    missing = [_named(asked[row.n - 1][0], row) for row in rows if row.account_id is None]
    if missing:
        raise Refused(
            "The books have no account for %(missing)s. A controller sets it under Ledger, Account determination.",
            missing='; '.join(missing),
        )
    return {asked[row.n - 1]: row.account_id for row in rows}


def _named(role: str, row: Any) -> str:
    text_of_role = BY_NAME[role].text if role in BY_NAME else role
    scope = [f"item family {row.family_code}"] if row.family_code else []
    scope += [f"branch {row.branch_code}"] if row.branch_code else []
    return f"“{text_of_role}”" + (f" ({', '.join(scope)})" if scope else "")
