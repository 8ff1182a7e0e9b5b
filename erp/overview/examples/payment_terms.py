"""Examples of payment terms: instalments, due dates, early-payment discounts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from erp.kernel.assembly import Services
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount, split_amount
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.overview.examples.shop import ACTOR
from erp.terms.api import Instalment, PaymentTermFacts, TermLine, define_payment_term, due_dates, due_on

PORTIONS = {
    "percent_of_remaining": "percent_of_rest",
    "percent_of_total": "percent",
    "fixed": "fixed",
    "remainder": "remainder",
    "goods": "net",
    "net": "net",
    "tax": "tax",
}
KNOWN = {
    "kind", "part", "percent", "amount", "add_months", "set_day", "add_days", "then", "next_month_day",
    "last_takes_rest", "end_of_next_month", "remainder",
}
SOME_DAY = date(2024, 1, 10)


def payment_terms(case: Case, services: Services) -> Mapping[str, Any]:
    """What is due when, and what paying early saves."""
    if "discount_percent" in case.setup:
        return _discount(case)
    found: dict[str, Any] = {}
    for step in case.steps:
        if step.do == "define_terms":
            found.update(_define(step, services))
        elif step.do == "due_date":
            terms = case.setup["terms"][step.given["terms"]]
            found.setdefault("due", {})[step.id] = due_on(_term_line(terms), _day(step)).isoformat()
        elif step.do == "invoice" and "terms" in case.setup:
            found.setdefault("instalments", {})[step.id] = _instalments(case, step)
        elif step.do == "pay" and "terms" in case.setup:
            found["paid_by_term"] = _paid(case, step)
        else:
            raise NotCovered(f"{step.do}: moving the instalments of an invoice")
    return found


def _paid(case: Case, payment: Step) -> list[Decimal]:
    """How a payment settles the instalments of the invoice before it: the earliest due first."""
    left, parts = payment.number("amount"), []
    for part in _cut(case, next(step for step in case.steps if step.do == "invoice")):
        parts.append(min(part.amount, left))
        left -= parts[-1]
    return parts


def _define(step: Step, services: Services) -> Mapping[str, Any]:
    percents = [Decimal(percent) for percent in step.given["percents"]]
    lines = [TermLine("percent", percent) for percent in percents]
    try:
        services.units.run(
            ACTOR, lambda work: define_payment_term(work, code=f"T{new_id().hex[-12:]}", name="Example", lines=lines)
        )
    except Refused:
        return {"refused": [{"step": step.id}], "total_percent": sum(percents, ZERO)}
    return {"accepted": [step.id], "refused": [], "total_percent": sum(percents, ZERO)}


def _instalments(case: Case, step: Step) -> Sequence[Mapping[str, Any]]:
    return [{"due": part.due_on.isoformat(), "amount": part.amount} for part in _cut(case, step)]


def _cut(case: Case, step: Step) -> Sequence[Instalment]:
    """The instalments of an invoice of a total, or of an amount of goods with tax upon it."""
    term = _term([_term_line(line) for line in case.setup["terms"]])
    if "total" in step.given:
        return due_dates(term, _day(step), step.number("total"), case.minor_units)
    net = Decimal(str(step.given.get("net", case.setup["net"])))
    tax = round_amount(net * Decimal(str(case.setup.get("tax_percent", 0))) / 100, case.minor_units)
    return due_dates(term, _day(step), net + tax, case.minor_units, tax)


def _term(lines: Sequence[TermLine], basis: str = "total") -> PaymentTermFacts:
    return PaymentTermFacts(new_id(), "EXAMPLE", "Example", tuple(lines), basis)


def _term_line(line: Mapping[str, Any]) -> TermLine:
    if line.keys() - KNOWN:
        raise NotCovered(f"instalments by {', '.join(sorted(line.keys() - KNOWN))}")
    kind = line.get("part", line.get("kind", "percent_of_total" if "percent" in line else "remainder"))
    next_day = int(line.get("next_month_day", 0) or 0)
    return TermLine(
        portion=PORTIONS[kind],
        value=Decimal(str(line.get("percent", line.get("amount", 0)))),
        add_months=int(line.get("add_months", 0)) + (1 if line.get("end_of_next_month") else 0),
        set_day=int(line["set_day"]) if line.get("set_day") else None,
        add_days=int(line.get("add_days", 0)),
        end_of_month=line.get("then") == "end_of_month" or bool(line.get("end_of_next_month")),
        next_month_day=next_day or None,
    )


def _discount(case: Case) -> Mapping[str, Any]:
    """One instalment with a discount; the discount's tax is its share of the invoice's."""
    setup = case.setup
    net = Decimal(setup["net"])
    tax = Decimal(setup.get("tax", 0)) + round_amount(net * Decimal(setup.get("tax_percent", 0)) / 100, 2)
    excluded = ("early_payment_discount", "excluded") in case.choices
    line = TermLine(
        "remainder",
        add_days=int(setup.get("due_in_days", setup.get("discount_days", 0))),
        discount_percent=Decimal(setup["discount_percent"]),
        discount_days=int(setup.get("discount_days", 0)),
    )
    day = _day(case.steps[0])
    (part,) = due_dates(
        _term([line], "net" if excluded else "total"), day, net + tax, case.minor_units, tax_amount=tax
    )
    weights = [net, ZERO if excluded else tax]
    of_net, of_tax = split_amount(part.discount_amount, weights, case.minor_units)
    cash = part.amount - part.discount_amount
    return {
        "tax": tax,
        "due_full": part.amount,
        "due_on": part.due_on.isoformat(),
        "discount_last_day": part.discount_until.isoformat() if part.discount_until else None,
        "cash_within_discount": cash,
        "cash": cash,
        "discount_net": of_net,
        "discount_cost": of_net,
        "discount_tax": of_tax,
    }


def _day(step: Step) -> date:
    return date.fromisoformat(step.given["on"]) if "on" in step.given else SOME_DAY
