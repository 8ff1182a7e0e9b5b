"""What the invoices of one branch are made with: company, branch and fiscal year, read once for a step."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from erp.kernel.errors import Refused
from erp.organization.api import BranchFacts, CompanyFacts, branch, company, fiscal_year_of


@dataclass(frozen=True)
class Books:
    """The legal entity and branch that issue a document, and the year its number is drawn in."""

    company: CompanyFacts
    branch: BranchFacts
    fiscal_year: int

    @property
    def currency(self) -> str:
        return self.company.currency

    @property
    def seller(self) -> dict[str, Any]:
        """Who issues the paper, as it is printed and stays printed."""
        return {
            "name": self.company.name,
            "address": self.company.address or self.branch.address,
            "tax_number": self.company.tax_number,
            "email": self.company.email,
            "phone": self.company.phone,
            "branch": self.branch.name,
        }

    def number(self, prefix: str, series_number: int) -> str:
        """The number on the paper: INV-<branch>-<fiscal year>-000123."""
        return f"{prefix}-{self.branch.code}-{self.fiscal_year}-{series_number:06d}"


def read_books(session: Session, company_id: UUID, branch_id: UUID, on: date, currency: str) -> Books:
    """Read them.

    Raises: Refused for a currency that is not the company's, or a day without a posting period.
    """
    facts = company(session, company_id)
    if currency != facts.currency:
        raise Refused(
            "%(name)s keeps its books in %(currency)s; documents in %(currency2)s cannot be invoiced.",
            name=facts.name, currency=facts.currency, currency2=currency,
        )
    return Books(facts, branch(session, branch_id), fiscal_year_of(session, company_id, on))
