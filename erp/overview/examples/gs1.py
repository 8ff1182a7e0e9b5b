"""Examples of codes: check digits, dates, element strings, measures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from erp.inventory.api import looks_like_gtin
from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit, is_checked
from erp.kernel.gs1.elements import Gs1Element, gs1_date, implied_decimals, read_gs1
from erp.overview.examples.gs1_labels import label_of, list_of
from erp.overview.examples.read_cases import Case, NotCovered, Step

FIGURES = {
    "check_digit": "check_digit", "gs1_date": "date", "measure": "value", "pad14": "padded", "validate": "valid",
}  # fmt: skip


def gs1(case: Case) -> Mapping[str, Any]:
    """What is read from each code."""
    found: dict[str, Any] = {}
    today = date(int(case.setup.get("today_year", 2025)), 1, 1)
    for step in case.steps:
        if step.do == "scan":
            try:
                found["elements"] = [_element(e) for e in read_gs1(step.given["data"].replace("{GS}", "\x1d"), today)]
            except Refused:
                if not step.must_be_refused:
                    raise
                found.setdefault("refused", []).append({"step": step.id})
        elif step.do == "write_label":
            found.setdefault("label", {})[step.id] = label_of(case, step.given)
        elif step.do == "write_list":
            found.setdefault("lists", {})[step.id] = list_of(case, step)
        elif step.do in FIGURES:
            value = _value(case, step, today)
            for name in {FIGURES[step.do], step.do}:
                found.setdefault(name, {})[step.id] = value
        else:
            raise NotCovered(f"{step.do}: writing codes")
    return found


def _value(case: Case, step: Step, today: date) -> Any:
    given = step.given
    if step.do == "check_digit":
        return check_digit(given["digits"])
    if step.do == "gs1_date":
        return gs1_date(given["value"], today).isoformat()
    if step.do == "measure":
        decimals = case.setup.get("rules", {}).get(given["ai"], {}).get("decimals", 0)
        return implied_decimals(given["data"], int(decimals))
    code = str(given.get("code", given.get("digits", given.get("value", ""))))
    if not code:
        raise NotCovered(f"{step.do} of another form")
    if step.do == "pad14":
        return code.zfill(14)
    return is_checked(code) and (looks_like_gtin(code) or len(code) in (17, 18))


def _element(element: Gs1Element) -> dict[str, Any]:
    value: str | Decimal = element.value.isoformat() if isinstance(element.value, date) else element.value
    return {
        "ai": element.ai,
        "value": value,
        "meaning": element.meaning,
        "currency": element.prefix,
        "country": element.prefix,
    }
