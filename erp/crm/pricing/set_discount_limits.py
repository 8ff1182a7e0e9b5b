"""Say how far below the calculated price each role may go."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def set_discount_limits(work: UnitOfWork, company_id: UUID, limits: Mapping[str, Decimal]) -> None:
    """Replace the company's limits by role, in per cent. Raises: Refused (not between 0 and 100)."""
    work.require("crm.discount_limit.change")
    for role, percent in limits.items():
        if not 0 <= percent <= 100:
            raise Refused("A limit lies between 0 and 100 %.", field=role)
    roles = sorted(limits)
    work.execute(
        text("DELETE FROM crm.discount_limit WHERE company_id = :company AND NOT role = ANY(CAST(:roles AS text[]))"),
        {"company": company_id, "roles": roles},
    )
    work.execute(
        text("""
            INSERT INTO crm.discount_limit AS d (company_id, role, max_percent)
            SELECT :company, given.role, given.percent
              FROM unnest(CAST(:roles AS text[]), CAST(:percents AS numeric[])) AS given(role, percent)
            ON CONFLICT (company_id, role) DO UPDATE SET max_percent = excluded.max_percent
             WHERE d.max_percent <> excluded.max_percent
        """),
        {"company": company_id, "roles": roles, "percents": [limits[role] for role in roles]},
    )
