"""What the books hold after a step: stock with its value, and the entries each step made."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.inventory.api import unit_costs
from erp.kernel.db import new_session
from erp.kernel.money import ZERO
from erp.overview.examples.shop import MAIN, Shop

# The roles examples name, by the accounts of the default chart.
ROLES = {
    "1000": "cash", "1100": "ar", "1150": "unbilled", "1200": "inventory", "1250": "supplier_returns_clearing",
    "1300": "tax_receivable", "2000": "ap", "2100": "grni", "2150": "landed_cost_clearing", "2200": "tax_payable",
    "3100": "retained_earnings", "4000": "revenue", "4300": "revenue", "5000": "cogs", "5100": "price_variance",
    "5200": "inventory_adjustment", "5250": "count_gain_loss", "5300": "scrap_loss", "6700": "write_off",
    "6900": "rounding",
}  # fmt: skip

_POOLS = text(
    "SELECT p.item_id, p.warehouse_id, t.code AS lot, p.qty, p.value, "
    "  (SELECT json_agg(json_build_array(y.qty_remaining::text, y.value_remaining::text) "
    "                   ORDER BY y.queue_id, y.id) "
    "     FROM inventory.cost_layer y WHERE y.pool_id = p.id AND y.is_open) AS layers "
    "FROM inventory.cost_pool p LEFT JOIN inventory.lot t ON t.id = p.lot_id WHERE p.company_id = :company"
)
_BALANCES = text(
    "SELECT b.item_id, b.warehouse_id, l.code AS lot, sum(b.qty_on_hand) AS qty "
    "FROM inventory.stock_balance b LEFT JOIN inventory.lot l ON l.id = b.lot_id "
    "WHERE b.company_id = :company AND b.owner_id IS NULL GROUP BY b.item_id, b.warehouse_id, l.code"
)
_ENTRIES = text(
    "SELECT e.correlation_id, e.subledger, a.code, sum(l.debit - l.credit) AS amount "
    "FROM finance.journal_line l JOIN finance.journal_entry e ON e.id = l.entry_id "
    "JOIN finance.account a ON a.id = l.account_id "
    "WHERE l.company_id = :company GROUP BY e.correlation_id, e.subledger, a.code"
)

_CARD = text(
    "SELECT correlation_id, sum(qty) OVER (ORDER BY occurred_on, id) AS balance FROM inventory.stock_movement "
    "WHERE company_id = :company ORDER BY occurred_on, id"
)

Entries = dict[tuple[str, str], dict[str, Decimal]]


def inventory_value(shop: Shop) -> Decimal:
    """What all goods are worth in the books."""
    with new_session(shop.services.engine) as session:
        rows = session.execute(_POOLS, {"company": shop.company_id})
        return sum((row.value for row in rows), ZERO)


def stock_now(shop: Shop) -> dict[str, dict[str, Any]]:
    """Every product, and every product in a place or of a lot, with quantity, value and unit cost."""
    with new_session(shop.services.engine) as session:
        return _stock(shop, session)


def _stock(shop: Shop, session: Session) -> dict[str, dict[str, Any]]:
    names = {item_id: name for name, item_id in shop.items.items()}
    places = {place.warehouse_id: name for name, place in shop.places.items()}
    found: dict[str, dict[str, Any]] = {
        name: {"on_hand": ZERO, "value": ZERO, "layers": []} for name in shop.items
    }
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in session.execute(_BALANCES, {"company": shop.company_id}):
        name, place = names[row.item_id], places.get(row.warehouse_id, MAIN)
        found[name]["on_hand"] += row.qty
        for key in {f"{name}@{place}", f"{name}#{row.lot}", f"{name}@{place}#{row.lot}"}:
            parts[key] += row.qty
    for row in session.execute(_POOLS, {"company": shop.company_id}):
        name = names[row.item_id]
        found[name]["value"] += row.value
        found[name]["layers"] += _layers(row.layers or [])
        if row.warehouse_id is not None or row.lot is not None:
            key = f"{name}#{row.lot}" if row.lot else f"{name}@{places[row.warehouse_id]}"
            found[key] = {"on_hand": parts[key], "value": row.value}
            if row.qty:
                found[key]["unit_cost"] = Fraction(row.value) / Fraction(row.qty)
    for key, qty in parts.items():
        found.setdefault(key, {"on_hand": qty})
    known = unit_costs(session, shop.company_id, list(names))
    for key in parts:
        name = key.partition("#")[0]
        if name in shop.items and shop.facts(name).get("costing") == "standard":  # a lot is worth its quantity at it
            found[key] |= {"unit_cost": known[shop.items[name]], "value": parts[key] * known[shop.items[name]]}
    for name, item_id in shop.items.items():
        facts = found[name]
        if facts["on_hand"]:
            facts["unit_cost"] = Fraction(facts["value"]) / Fraction(facts["on_hand"])
        elif item_id in known:
            facts["unit_cost"] = known[item_id]
    return found


def _layers(rows: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Layers oldest first; neighbours of the same cost are one."""
    merged: list[list[Fraction]] = []
    for qty, value in ((Fraction(q), Fraction(v)) for q, v in rows):
        if merged and merged[-1][1] / merged[-1][0] == value / qty:
            merged[-1] = [merged[-1][0] + qty, merged[-1][1] + value]
        else:
            merged.append([qty, value])
    return [{"qty": qty, "unit_cost": value / qty} for qty, value in merged]


def stock_card_now(shop: Shop) -> list[dict[str, Any]]:
    """Every movement by its business date, under its step's name, with what was on hand after it."""
    with new_session(shop.services.engine) as session:
        rows = session.execute(_CARD, {"company": shop.company_id})
        return [{"entry": shop.step_of.get(row.correlation_id, ""), "balance_after": row.balance} for row in rows]


def entries(shop: Shop) -> Entries:
    """What each step posted, by (step, subledger): role and amount, debit positive."""
    found: Entries = defaultdict(lambda: defaultdict(Decimal))
    with new_session(shop.services.engine) as session:
        for row in session.execute(_ENTRIES, {"company": shop.company_id}):
            step = shop.step_of.get(row.correlation_id, "")
            found[step, row.subledger][ROLES.get(row.code, row.code)] += row.amount
    return found


def balances(posted: Entries) -> Mapping[str, Decimal]:
    """Every role's balance, debit positive."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for roles in posted.values():
        for role, amount in roles.items():
            total[role] += amount
    return total
