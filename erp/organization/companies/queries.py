"""Read companies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound
from erp.kernel.reference import remembered
from erp.organization.settings.definitions import setting_values

_TABLES = ("organization.company", "organization.company_setting", "organization.currency")
_FACTS = """
    SELECT c.id, c.code, c.name, c.currency, u.minor_units, c.fiscal_year_start_month, c.tax_number, c.address,
           c.country, c.email, c.phone, c.status,
           (SELECT jsonb_object_agg(s.key, s.value) FROM organization.company_setting s WHERE s.company_id = c.id)
               AS chosen
    FROM organization.company c JOIN organization.currency u ON u.code = c.currency
"""


@dataclass(frozen=True)
class CompanyFacts:
    """A company as other modules see it; ``settings`` holds every key, chosen or at its default."""

    id: UUID
    code: str
    name: str
    currency: str
    minor_units: int
    fiscal_year_start_month: int
    tax_number: str
    address: str
    country: str
    email: str
    phone: str
    status: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def company(session: Session, company_id: UUID) -> CompanyFacts:
    """One company with its settings.

    Raises: NotFound
    """
    return remembered(session, _TABLES, ("company", company_id), lambda: _read_company(session, company_id))


def _read_company(session: Session, company_id: UUID) -> CompanyFacts:
    row = session.execute(text(f"{_FACTS} WHERE c.id = :id"), {"id": company_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such company.")
    return _facts(row)


def companies(session: Session) -> list[CompanyFacts]:
    """Every company, by code."""
    return [_facts(row) for row in session.execute(text(f"{_FACTS} ORDER BY c.code"))]


def company_by_code(session: Session, code: str) -> CompanyFacts:
    """The company of that code.

    Raises: NotFound
    """
    row = session.execute(text(f"{_FACTS} WHERE c.code = :code"), {"code": code.strip().upper()}).one_or_none()
    if row is None:
        raise NotFound("There is no company %(code)s.", code=code)
    return _facts(row)


def _facts(row: Any) -> CompanyFacts:
    values = row._asdict()
    chosen = values.pop("chosen") or {}
    return CompanyFacts(**values, settings=setting_values(chosen))
