"""Determine the tax of a set of lines: which code applies where the goods go, to what they are, for whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import Refused
from erp.kernel.reference import remembered_each
from erp.terms.taxes.arithmetic import TaxComponentFacts, effective_percent

EXEMPT = "EXEMPT"

_TABLES = ("terms.tax_code", "terms.tax_component", "terms.tax_rate", "terms.tax_rule")
_Wanted = tuple[str, str, str, str, str, date]  # country, region, postal code, class, status, day

# Every request finds its most specific rule; the exact place counts before the item's class, and that before the
# customer's status.
_DETERMINE = text("""
    SELECT asked.n, rule.tax_code_id, code.code, code.name,
           (SELECT jsonb_agg(jsonb_build_array(c.id, c.name, c.kind, rate.rate::text, c.included, c.affects_later,
                                               c.ignores_earlier) ORDER BY c.position)
            FROM terms.tax_component c
            LEFT JOIN terms.tax_rate rate ON rate.tax_component_id = c.id
                 AND asked.on_day BETWEEN rate.valid_from AND coalesce(rate.valid_to, 'infinity')
            WHERE c.tax_code_id = rule.tax_code_id) AS components
    FROM unnest(CAST(:country AS text[]), CAST(:region AS text[]), CAST(:postal AS text[]), CAST(:class AS text[]),
                CAST(:status AS text[]), CAST(:on_day AS date[])) WITH ORDINALITY
         AS asked(country, region, postal, class, status, on_day, n)
    CROSS JOIN LATERAL (
        SELECT r.tax_code_id FROM terms.tax_rule r
        WHERE r.company_id = :company
          AND r.ship_to_country IN ('', asked.country)
          AND r.ship_to_region IN ('', asked.region)
          AND starts_with(asked.postal, r.postal_prefix)
          AND r.item_tax_class IN ('', asked.class)
          AND r.customer_tax_status IN ('', asked.status)
          AND asked.on_day BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
        ORDER BY length(r.postal_prefix) DESC, r.ship_to_region DESC, r.ship_to_country DESC,
                 r.item_tax_class DESC, r.customer_tax_status DESC
        LIMIT 1) AS rule
    JOIN terms.tax_code code ON code.id = rule.tax_code_id
""")


@dataclass(frozen=True)
class TaxRequest:
    """A line whose tax is asked for. ``exempt``: a certificate valid on the day frees the customer."""

    key: object
    ship_to_country: str
    ship_to_region: str
    ship_to_postal_code: str
    item_tax_class: str
    customer_tax_status: str
    exempt: bool
    on: date


@dataclass(frozen=True)
class TaxCodeFacts:
    """The code that applies to a line on its day; ``rate_percent`` is for people, the components are for figures."""

    code_id: UUID | None
    code: str
    name: str
    rate_percent: Decimal
    components: tuple[TaxComponentFacts, ...] = ()


_EXEMPT_FACTS = TaxCodeFacts(None, EXEMPT, "Exempt by certificate", Decimal(0))


def determine_tax(
    session: Session, company_id: UUID, requests: Sequence[TaxRequest]
) -> dict[object, TaxCodeFacts]:
    """The tax code of every line, in one execution whatever their number.

    Raises: Refused where no rule covers a line, or a tax has no rate on its day: tax is never left out in silence.
    """
    found: dict[object, TaxCodeFacts] = {request.key: _EXEMPT_FACTS for request in requests if request.exempt}
    asked = list(dict.fromkeys(_wanted(request) for request in requests if not request.exempt))
    if not asked:
        return found
    by_wanted = remembered_each(
        session, _TABLES, ("tax", company_id), asked, lambda missing: _read(session, company_id, missing)
    )
    for request in requests:
        if request.exempt:
            continue
        if _wanted(request) not in by_wanted:
            raise Refused(_missing(request))
        found[request.key] = by_wanted[_wanted(request)]
    return found


def _read(session: Session, company_id: UUID, asked: Sequence[_Wanted]) -> dict[_Wanted, TaxCodeFacts]:
    country, region, postal, tax_class, status, on_day = (list(column) for column in zip(*asked, strict=True))
    rows = session.execute(
        _DETERMINE,
        {
            "company": company_id, "country": country, "region": region, "postal": postal, "class": tax_class,
            "status": status, "on_day": on_day,
        },
    )
    return {asked[row.n - 1]: _facts(row, asked[row.n - 1][5]) for row in rows}


def _wanted(request: TaxRequest) -> _Wanted:
    return (
        request.ship_to_country, request.ship_to_region, request.ship_to_postal_code, request.item_tax_class,
        request.customer_tax_status, request.on,
    )


def _facts(row: Any, on: date) -> TaxCodeFacts:
    components = []
    for component_id, name, kind, rate, included, affects_later, ignores_earlier in row.components or ():
        if rate is None:
            raise Refused(
                "Tax %(name)s of code %(code)s has no rate on %(on)s. Add one under Setup, Tax codes.",
                name=name, code=row.code, on=f"{on:%d %B %Y}",
            )
        components.append(
            TaxComponentFacts(
                UUID(component_id), name, kind, Decimal(rate), included, affects_later, ignores_earlier
            )
        )
    facts = tuple(components)
    return TaxCodeFacts(row.tax_code_id, row.code, row.name, effective_percent(facts), facts)


def _missing(request: TaxRequest) -> str:
    place = " ".join(
        part for part in (request.ship_to_country, request.ship_to_region, request.ship_to_postal_code) if part
    )
    return (
        f"No tax rule covers items of tax class {request.item_tax_class or '(none)'} "
        f"shipped to {place or '(no place)'} "
        f"for customers of tax status {request.customer_tax_status or '(none)'} on {request.on:%d %B %Y}. "
        "Add a rule under Setup, Tax rules; where no tax is due, one that leads to a code without taxes."
    )
