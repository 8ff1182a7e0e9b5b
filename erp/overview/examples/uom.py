"""Examples of units: exact conversions, within a kind of unit or across a bridge the item gives."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from erp.kernel.errors import Refused
from erp.kernel.money import round_to_step
from erp.kernel.quantity import from_base
from erp.overview.examples.read_cases import Case, NotCovered, Step


def uom(case: Case) -> Mapping[str, Any]:
    """Quantities and prices in another unit. A figure is exact; it is rounded where it is compared."""
    converted: dict[str, Fraction] = {}
    refused: list[dict[str, str]] = []
    rounded = {step.id: _to_step(step) for step in case.steps if step.do == "round_to_step"}
    for step in case.steps:
        if step.id in rounded:
            continue
        if step.do not in ("convert_qty", "convert_price"):
            raise NotCovered(f"{step.do} in units of its own")
        try:
            converted[step.id] = _converted(case, step)
        except Refused:
            if not step.must_be_refused:
                raise
            refused.append({"step": step.id})
    return {"converted": converted, "unrounded": converted, "rounded": rounded, "refused": refused}


def _to_step(step: Step) -> Mapping[str, Decimal]:
    """The nearest whole number of steps, the next above and the next below."""
    value, size = step.number("value"), step.number("step")
    return {way: round_to_step(value, size, way) for way in ("nearest", "up", "down")}


def _converted(case: Case, step: Step) -> Fraction:
    if step.given.get("method", "nearest") not in ("nearest", "half_up"):
        raise NotCovered("rounding a quantity up or down")
    rounding = Decimal(str(step.given.get("rounding", "1")))
    if rounding.normalize().as_tuple().digits != (1,):
        raise NotCovered("rounding a quantity to a step")
    factor = _factor(case, step)
    if step.do == "convert_price":
        return Fraction(step.number("price")) * factor
    return from_base(step.number("qty"), factor.numerator, factor.denominator)


def _factor(case: Case, step: Step) -> Fraction:
    """How many of the one unit make one of the other."""
    units = case.setup["units"]
    start, end = units[step.given["from"]], units[step.given["to"]]
    factor = Fraction(end["factor"]) / Fraction(start["factor"])
    if start["category"] == end["category"]:
        return factor
    bridge = step.given.get("bridge")
    if not bridge:
        raise Refused(f"{start['category']} does not convert to {end['category']}.")
    if "per_base_unit" in bridge:
        return factor / Fraction(bridge["per_base_unit"])
    return factor * Fraction(bridge["base_per_unit"])
