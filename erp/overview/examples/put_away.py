"""Examples of put-away: into which bins a delivery goes, and what fits nowhere."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from erp.inventory.api import set_put_away_rule, suggest_bins
from erp.kernel.assembly import Services
from erp.overview.examples.read_cases import Case, NotCovered
from erp.overview.examples.shop import MAIN, open_shop


def put_away(case: Case, services: Services) -> Mapping[str, Any]:
    """The bins a receipt goes to by the rules of the warehouse, in the unit it came in."""
    if len(case.steps) != 1 or case.steps[0].do != "receive":
        raise NotCovered("put-away of something else than one receipt")
    (step,) = case.steps
    unit = case.setup.get("receipt_uom", {})
    factor = Decimal(unit.get("factor", "1"))
    shop = open_shop(services, replace(case, setup={**case.setup, "products": {"P": {"uom": "unit"}}}))
    names = {}
    for rule in case.setup["putaway_rules"]:
        place = shop.place(f"{MAIN}/{rule['warehouse']}")
        names[place.bin_id] = rule["warehouse"]
        shop.run(partial(
            set_put_away_rule, bin_id=place.bin_id, item_id=shop.items["P"], priority=int(rule["priority"]),
            qty_capacity=Decimal(rule["capacity"]),
        ))
    qty, whole = step.number("qty") * factor, factor if unit.get("whole_only") else None
    shares, left = shop.run(
        lambda work: suggest_bins(work.session, shop.place(None).warehouse_id, shop.items["P"], qty, whole)
    )
    return {
        "putaway": [{"warehouse": names[share.bin_id], "qty": share.qty / factor} for share in shares],
        "unassigned": left / factor,
    }
