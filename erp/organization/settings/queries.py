"""Read settings."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.organization.settings.definitions import definition, setting_values
from erp.organization.settings.models import CompanySetting


def settings(session: Session, company_id: UUID) -> dict[str, Any]:
    """Every setting of the company, chosen or at its default."""
    rows = session.execute(
        select(CompanySetting.key, CompanySetting.value).where(CompanySetting.company_id == company_id)
    )
    return setting_values({row.key: row.value for row in rows})


def setting(session: Session, company_id: UUID, key: str) -> Any:
    """One setting of the company: a word, a Decimal or a whole number by its kind.

    Raises: NotFound for a key that is no setting.
    """
    definition(key)
    return settings(session, company_id)[key]
