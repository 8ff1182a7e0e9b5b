"""Carry an example out and judge it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from traceback import walk_tb
from typing import Any

from sqlalchemy.exc import DBAPIError

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.overview.examples.aging import aging
from erp.overview.examples.cash_rounding import cash_rounding
from erp.overview.examples.choices import check_choices
from erp.overview.examples.compare import Figure, Missing, compare
from erp.overview.examples.credit import credit
from erp.overview.examples.gs1 import gs1
from erp.overview.examples.payment_terms import payment_terms
from erp.overview.examples.period_close import period_close
from erp.overview.examples.pricing import pricing
from erp.overview.examples.purchase_tax import purchase_tax
from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice
from erp.overview.examples.reservation import reservation
from erp.overview.examples.restated_orders import restated_orders
from erp.overview.examples.stock import stock
from erp.overview.examples.taxes import taxes
from erp.overview.examples.uom import uom
from erp.overview.examples.uom_documents import uom_documents

PASSED, FAILED, NOT_OUR_CHOICE, NOT_COVERED = "passed", "failed", "not_our_choice", "not_covered"
OUTCOMES = (PASSED, FAILED, NOT_OUR_CHOICE, NOT_COVERED)

UNREADABLE = (KeyError, IndexError, TypeError, ValueError, ArithmeticError)  # of the example's own text

_HERE = str(Path(__file__).parent)
_PRODUCT = str(Path(__file__).parents[2])


def _raised_while_reading(error: BaseException) -> bool:
    """Whether the runner stumbled over an example's own text; an error that passed through the product is a fault."""
    frames = [frame.f_code.co_filename for frame, _line in walk_tb(error.__traceback__)]
    return not any(name.startswith(_PRODUCT) and not name.startswith(_HERE) for name in frames)


NOT_CARRIED_OUT = {
    "budgets": "budgets",
    "depreciation": "fixed assets",
    "intercompany-consolidation": "dealings between companies and their consolidation",
    "reconciliation-and-fx": "another currency, bank reconciliation",
    "replenishment": "replenishment rules",
}

Found = tuple[Mapping[str, Any], Mapping[str, Any]]
CarryOut = Callable[[Case, Services], Found]


@dataclass(frozen=True)
class Verdict:
    """What became of an example: its figures, and why where it was not carried out."""

    case: Case
    outcome: str
    figures: Sequence[Figure] = field(default_factory=tuple)
    reason: str = ""


def _alone(read: Callable[[Case], Mapping[str, Any]]) -> CarryOut:
    """An area whose rules need no database."""
    return lambda case, services: (case.expect, read(case))


def _with_services(read: Callable[[Case, Services], Mapping[str, Any]]) -> CarryOut:
    return lambda case, services: (case.expect, read(case, services))


def _either(with_products: CarryOut, otherwise: CarryOut) -> CarryOut:
    """Areas that speak of products in some examples and of stock or units alone in others."""
    return lambda case, services: (with_products if case.setup.get("products") else otherwise)(case, services)


def _units(case: Case, services: Services) -> Found:
    """Units of stock, of documents, or alone."""
    if case.setup.get("products"):
        return stock(case, services)
    product = case.setup.get("product", {})
    if "price_per_piece" in product:
        return case.expect, restated_orders(case, services)
    return case.expect, uom_documents(case, services) if "base" in product else uom(case)


def _taxes(case: Case, services: Services) -> Found:
    """Taxes alone, or documents whose total ends on whole coins."""
    if "cash_step" in case.setup:
        return case.expect, cash_rounding(case, services)
    if any("deductible_percent" in step.given for step in case.steps):
        return case.expect, purchase_tax(case, services)
    return case.expect, taxes(case)


AREAS: Mapping[str, CarryOut] = {
    "taxes-rounding": _taxes,
    "gs1-barcodes": _alone(gs1),
    "payment-terms": _with_services(payment_terms),
    "costing-average": stock,
    "costing-fifo": stock,
    "landed-cost": stock,
    "anglo-saxon-postings": stock,
    "returns-and-credit": stock,
    "count-adjustment": stock,
    "lots-serial-fefo": _either(stock, _with_services(reservation)),
    "uom-conversion": _units,
    "credit-limit": _with_services(credit),
    "aging": _with_services(aging),
    "period-close": _with_services(period_close),
    "price-lists-promotions": _with_services(pricing),
    "reservation-and-backorder": _with_services(reservation),
}


def run_case(case: Case, services: Services) -> Verdict:
    """Carry the example out by the use cases and compare every figure.

    An example one of whose figures the product does not answer is not covered, unless another is wrong.
    """
    carry_out = AREAS.get(case.area)
    if carry_out is None:
        return Verdict(case, NOT_COVERED, reason=NOT_CARRIED_OUT.get(case.area, f"the area {case.area}"))
    try:
        check_choices(case)
        expect, found = carry_out(case, services)
    except NotOurChoice as reason:
        return Verdict(case, NOT_OUR_CHOICE, reason=str(reason))
    except NotCovered as reason:
        return Verdict(case, NOT_COVERED, reason=str(reason))
    except UNREADABLE as error:
        if not _raised_while_reading(error):
            return Verdict(case, FAILED, reason=f"a fault of the product: {error!r}")
        return Verdict(case, NOT_COVERED, reason=f"written in a form that is not read: {error!r}")
    except Refused as error:
        return Verdict(case, FAILED, reason=f"refused: {error}")
    except DBAPIError as error:
        return Verdict(case, FAILED, reason=f"the database refused: {error.orig}")
    tolerance = Decimal(str(expect.get("tolerance", 0)))
    wanted = {key: value for key, value in expect.items() if key != "tolerance"}
    compared = list(compare(wanted, found, tolerance=tolerance))
    figures = [figure for figure in compared if isinstance(figure, Figure)]
    missing = [figure.path for figure in compared if isinstance(figure, Missing)]
    if not all(figure.agrees for figure in figures):
        return Verdict(case, FAILED, figures)
    if missing or not figures:
        return Verdict(case, NOT_COVERED, figures, f"no answer to {', '.join(missing) or 'anything'}")
    return Verdict(case, PASSED, figures)


def counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """How many of each outcome, in all and per area."""

    def of(some: Sequence[Verdict]) -> dict[str, int]:
        return {outcome: sum(1 for v in some if v.outcome == outcome) for outcome in OUTCOMES}

    areas = sorted({v.case.area for v in verdicts})
    return {**of(verdicts), "areas": {area: of([v for v in verdicts if v.case.area == area]) for area in areas}}
