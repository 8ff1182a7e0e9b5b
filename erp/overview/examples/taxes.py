"""Examples of tax: components inside and on top of prices, rounded by line or by document."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO, round_amount
from erp.overview.examples.read_cases import Case, NotCovered, Step
from erp.terms.api import TaxableLine, TaxComponentFacts, TaxResult, compute_tax

ROUNDING = {"per_line": "line", "per_document": "document"}


def taxes(case: Case) -> Mapping[str, Any]:
    """The document's net, its taxes and its total."""
    if "taxes" in case.setup:
        return _document(case)
    if "included" in case.setup:
        return _included(case)
    if all(step.do == "round_amount" for step in case.steps):
        (step,) = case.steps
        return {
            code: round_amount(step.number("value"), int(facts["minor"]))
            for code, facts in case.setup["currencies"].items()
        }
    raise NotCovered(_why(case))


def _why(case: Case) -> str:
    return f"{case.steps[0].do} among taxes" if case.steps else "no steps"


def components(setup: Mapping[str, Mapping[str, Any]]) -> dict[str, TaxComponentFacts]:
    """The taxes of an example as components of a tax code, in their order."""
    return {
        key: TaxComponentFacts(
            id=new_id(),
            name=key,
            kind=str(tax["kind"]),
            rate=Decimal(str(tax.get("rate", tax.get("amount")))),
            included=bool(tax.get("included")),
            affects_later=bool(tax.get("affects_later")),
            ignores_earlier=bool(tax.get("ignores_earlier")),
        )
        for key, tax in setup.items()
    }


def _document(case: Case) -> Mapping[str, Any]:
    levied = components(case.setup["taxes"])
    wanted = ROUNDING[case.setup.get("rounding", "per_line")]
    by_document = wanted == "document"
    lines = [_line(step, levied, case.minor_units, exact=by_document) for step in case.steps]
    step = case.setup.get("currency", {}).get("rounding")
    result = compute_tax(lines, wanted, case.minor_units, rounding_unit=Decimal(step) if step else None)
    found: dict[str, Any] = {
        "net": result.net_amount,
        "total": result.total_amount,
        "taxes": {key: _sum(result, component.id) for key, component in levied.items()},
        "by_line_set": [
            {"lines": part["lines"], "tax": part["tax"], **_sum(result, levied[part["tax"]].id, part["lines"])}
            for part in case.expect.get("by_line_set", [])
        ],
    }
    for key in case.expect:
        if key.startswith("price_before_tax_of_"):
            found[key] = _before(Decimal(key.rpartition("_")[2]), list(levied.values()))
    return found


def _line(
    step: Step, levied: Mapping[str, TaxComponentFacts], minor_units: int, *, exact: bool
) -> TaxableLine:
    if step.do != "line":
        raise NotCovered(f"{step.do} among taxes")
    discount = step.number("discount_percent", "0")
    amount = step.number("qty") * step.number("unit_price") * (100 - discount) / 100
    if not exact:
        amount = round_amount(amount, minor_units)
    return TaxableLine(step.id, amount, tuple(levied[key] for key in step.given["taxes"]), step.number("qty"))


def _sum(result: TaxResult, component_id: object, keys: Sequence[str] | None = None) -> dict[str, Decimal]:
    parts = [
        part
        for key, line in result.lines.items()
        if keys is None or key in keys
        for part in line.parts
        if part.component_id == component_id
    ]
    return {
        "base": sum((part.base_amount for part in parts), ZERO),
        "amount": sum((part.tax_amount for part in parts), ZERO),
    }


def _before(price: Decimal, levied: Sequence[TaxComponentFacts]) -> Decimal:
    """The price of one unit whose taxes bring it to ``price``: the same taxes, contained in it."""
    inside = tuple(
        TaxComponentFacts(
            tax.id, tax.name, tax.kind, tax.rate, included=True,
            affects_later=tax.affects_later, ignores_earlier=tax.ignores_earlier,
        )
        for tax in levied
    )
    return compute_tax([TaxableLine("price", price, inside)]).net_amount


def _included(case: Case) -> Mapping[str, Any]:
    """Percentages and amounts a unit, all of them in the price."""
    if "discount_on_net" in case.setup or "discount_on_total" in case.setup:
        raise NotCovered("a discount on the whole document")
    qty = Decimal(case.setup["qty"])
    levied = components({
        f"{n}": {"kind": "percent", "rate": tax["percent"], "included": True}
        if "percent" in tax
        else {"kind": "fixed_per_unit", "amount": tax["per_unit"], "included": True}
        for n, tax in enumerate(case.setup["included"])
    })
    line = TaxableLine("line", qty * Decimal(case.setup["price"]), tuple(levied.values()), qty)
    result = compute_tax([line], minor_units=case.minor_units)

    def of_kind(kind: str) -> Decimal:
        return sum((_sum(result, tax.id)["amount"] for tax in levied.values() if tax.kind == kind), ZERO)

    return {
        "net": result.net_amount,
        "total": result.total_amount,
        "percent_tax": of_kind("percent"),
        "unit_tax": of_kind("fixed_per_unit"),
    }
