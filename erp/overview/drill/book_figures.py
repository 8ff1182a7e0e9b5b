"""What the books of a house say, in figures that two runs of the same trade must share to the cent."""

from __future__ import annotations

import time

from erp.overview.drill.scratch_house import DrillFailed, ScratchHouse, last_json

Figures = dict[str, str]

_FIGURES = """
    SELECT 'account ' || a.code, sum(l.debit - l.credit)::text
      FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id GROUP BY a.code
    UNION ALL
    SELECT 'on hand ' || i.sku, w.qty_on_hand::text
      FROM inventory.item_warehouse w JOIN inventory.item i ON i.id = w.item_id
    UNION ALL
    SELECT 'value ' || i.sku, p.value::text FROM inventory.cost_pool p JOIN inventory.item i ON i.id = p.item_id
    UNION ALL
    SELECT 'owed by ' || c.code, sum(o.balance_amount)::text FROM finance.open_item o
      JOIN crm.customer c ON c.id = o.customer_id WHERE o.side = 'receivable' GROUP BY c.code
    UNION ALL SELECT 'events ' || name, count(*)::text FROM kernel.event GROUP BY name
    UNION ALL
    SELECT 'told ' || subscriber || ' ' || status, count(*)::text FROM kernel.delivery GROUP BY subscriber, status
    UNION ALL SELECT 'pieces of the replay', count(*)::text FROM kernel.import_mark
"""
_UNTOLD = "SELECT count(*) FROM kernel.delivery WHERE status IN ('pending', 'running')"
# A worker killed in the middle of a delivery holds it until its lease is over; then the sweep gives it to another.
_LEASE_AND_SWEEP = 400.0


def wait_until_told(house: ScratchHouse) -> float:
    """Wait until every listener has heard of everything; the seconds it took.

    Raises: DrillFailed where somebody never heard.
    """
    began = time.monotonic()

    def told() -> bool:
        with house.connect() as connection:
            row = connection.execute(_UNTOLD).fetchone()
        return row is not None and row[0] == 0

    house.wait_for(told, "every listener was told of everything", _LEASE_AND_SWEEP)
    return time.monotonic() - began


def book_figures(house: ScratchHouse) -> Figures:
    """Accounts, stock, value, what each customer owes, events by name and who was told of them."""
    with house.connect() as connection:
        return {str(name): str(value) for name, value in connection.execute(_FIGURES).fetchall()}


def differences(expected: Figures, found: Figures) -> dict[str, tuple[str | None, str | None]]:
    """The figures that are not the same, as expected and as found."""
    return {
        name: (expected.get(name), found.get(name))
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    }


def invariants_broken(house: ScratchHouse) -> int:
    """How many invariants `erp verify` finds broken.

    Raises: DrillFailed where it could not look.
    """
    done = house.run("verify", "--json")
    try:
        return int(str(last_json(done.stdout)["broken"]))
    except (KeyError, ValueError):
        raise DrillFailed(f"erp verify failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}") from None
