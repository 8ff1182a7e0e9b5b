"""Examples of labels that are written: one by one, and put together in codes of a limited length."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from erp.kernel.gs1.elements import SEPARATOR
from erp.kernel.gs1.write import write_gs1, write_gs1_lists
from erp.overview.examples.read_cases import Case, NotCovered, Step

_SERIALS = re.compile(r"(\d+) serials (\S*?)(\d+)\.\.(\S*?)(\d+) of (\d+)")
_LOTS = re.compile(r"lots? (.+) of (\d+)")
_LOT = re.compile(r"(\S+) \((\d+)\)")
POSITIONS = ("first", "second", "third", "fourth", "fifth")


def label_of(case: Case, given: Mapping[str, Any]) -> str:
    """One label."""
    qty, expires = given.get("qty", given.get("count")), given.get("expires_on", given.get("expiry"))
    return write_gs1(
        str(given["gtin"]), qty=None if qty is None else int(str(qty)), serial=str(given.get("serial") or ""),
        lot=str(given.get("lot") or ""), expires_on=date.fromisoformat(expires) if expires else None,
        separator=case.setup.get("separator", SEPARATOR),
    )


def list_of(case: Case, step: Step) -> Mapping[str, Any]:
    """How many codes a list of labels makes, and how many labels each holds."""
    labels = [label for named in step.given["labels"] for label in _labels(case, named)]
    separator = case.setup.get("separator", SEPARATOR)
    lists = write_gs1_lists(labels, max_length=int(case.setup["max_length"]), separator=separator)
    sizes = {f"labels_in_{name}": len(part) for name, part in zip(POSITIONS, lists, strict=False)}
    return {"count": len(lists), **sizes}


def _labels(case: Case, named: Any) -> Iterator[str]:
    """A label of an earlier step, one written out, or several in words: serials from one to another, lots."""
    earlier = {step.id: step for step in case.steps if step.do == "write_label"}
    if isinstance(named, Mapping):
        yield label_of(case, named)
    elif named in earlier:
        yield label_of(case, earlier[named].given)
    elif found := _SERIALS.fullmatch(named):
        _, start, first, _, last, gtin = found.groups()
        for n in range(int(first), int(last) + 1):
            yield label_of(case, {"gtin": gtin, "serial": f"{start}{n:0{len(first)}}"})
    elif (found := _LOTS.fullmatch(named)) and _LOT.search(found[1]):
        for lot, qty in _LOT.findall(found[1]):
            yield label_of(case, {"gtin": found[2], "lot": lot, "qty": qty})
    else:
        raise NotCovered(f"labels described as {named}")
