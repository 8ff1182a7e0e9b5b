"""Read the letterhead of a company."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from erp.kernel.languages import LANGUAGES, LOCALES, default_locale
from erp.organization.companies.queries import company
from erp.organization.letterhead.models import Letterhead


@dataclass(frozen=True)
class LetterheadFacts:
    """What stands on a company's papers. ``logo`` is an address that carries the picture in itself, or empty."""

    name: str
    address: str
    country: str
    tax_number: str
    email: str
    phone: str
    sheet: str = "a4"
    language: str = "en"
    bank: str = ""
    closing: str = ""
    logo: str = ""

    def language_for(self, wanted: str) -> str:
        """The language of a paper: the reader's where we have it, else the company's."""
        return wanted if wanted in LANGUAGES else self.language

    def locale_for(self, language: str, country: str = "") -> str:
        """How a paper writes numbers and days: as in the reader's country where we know that, else as the language."""
        for land in (country, self.country):
            if (named := f"{language}_{land}") in LOCALES:
                return named
        return default_locale(language)


class Stationery(TypedDict):
    """What every print template is given: the letterhead, and how the paper speaks and writes numbers and days."""

    letterhead: LetterheadFacts
    language: str
    locale: str


def stationery(session: Session, company_id: UUID, *, language: str = "", country: str = "") -> Stationery:
    """The letterhead of a company for a reader: in the reader's language, written as in the reader's country.

    Raises: NotFound for a company that is none.
    """
    facts = letterhead(session, company_id)
    spoken = facts.language_for(language)
    return Stationery(letterhead=facts, language=spoken, locale=facts.locale_for(spoken, country))


def letterhead(session: Session, company_id: UUID) -> LetterheadFacts:
    """The letterhead of a company.

    Raises: NotFound for a company that is none.
    """
    owner = company(session, company_id)
    chosen = session.get(Letterhead, company_id)
    facts = {
        "name": owner.name, "address": owner.address, "country": owner.country, "tax_number": owner.tax_number,
        "email": owner.email, "phone": owner.phone,
    }
    if chosen is None:
        return LetterheadFacts(**facts)
    logo = ""
    if chosen.logo is not None:
        logo = f"data:{chosen.logo_type};base64,{b64encode(chosen.logo).decode()}"
    return LetterheadFacts(
        **facts, sheet=chosen.sheet, language=chosen.language, bank=chosen.bank, closing=chosen.closing, logo=logo
    )
