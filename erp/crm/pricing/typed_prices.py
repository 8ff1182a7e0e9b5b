"""From prices as typed on a page to price rows: codes become items and families."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from erp.crm.pricing.page_queries import families_by_code
from erp.crm.pricing.set_prices import PriceRow
from erp.inventory.api import items_by_code
from erp.kernel.errors import NotFound, Refused


def typed_prices(
    session: Session, rows: Sequence[Mapping[str, Any]], *, valid_from: date, valid_to: date | None
) -> list[PriceRow]:
    """The rows, looked up in two executions. Raises: NotFound or Refused marking the row as typed."""
    if not rows:
        raise Refused("Enter at least one price.", field="lines-0-item")
    scanned = items_by_code(session, [row["item"] for row in rows])
    families = families_by_code(session, [row["family"] for row in rows])
    prices = []
    for row in rows:
        found = scanned.get(row["item"])
        if row["item"] and found is None:
            raise NotFound("There is no item %(row)s.", field=f"lines-{row['index']}-item", row=row['item'])
        family_id = families.get(row["family"].strip().upper())
        if row["family"] and family_id is None:
            raise NotFound("There is no item family %(row)s.", field=f"lines-{row['index']}-family", row=row['family'])
        has_price = row["unit_price"] is not None
        prices.append(
            PriceRow(
                valid_from=valid_from,
                valid_to=valid_to,
                item_id=found.item.id if found else None,
                family_id=family_id,
                unit=(row["unit"].upper() or (found.unit if found else None)) if has_price else None,
                min_qty=row["min_qty"] or Decimal(0),
                unit_price=row["unit_price"],
                discount_percent=row["discount_percent"],
            )
        )
    return prices
