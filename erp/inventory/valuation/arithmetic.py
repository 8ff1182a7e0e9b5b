"""The arithmetic of cost, without a database: what a quantity takes with it, and what it leaves behind.

Moving average: value leaves as value x qty / on hand, rounded half up to the currency; the last unit takes the rest.
FIFO, LIFO and highest cost first: each layer gives its own value by the same rule. Standard: a pool is always worth its
quantity at standard, so what leaves is the difference. Layers are used up in their order under every method (the oldest
first, except under LIFO and highest cost), so that each issue knows the receipts it came from.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from erp.kernel.errors import Refused
from erp.kernel.money import round_amount, split_amount

ZERO = Decimal(0)
LAYERED = ("fifo", "lifo", "highest_cost")  # methods under which goods leave at their own receipt's cost


@dataclass
class LayerState:
    """A cost layer as it stands under the lock of its pool."""

    id: UUID
    qty_remaining: Decimal
    value_remaining: Decimal


@dataclass
class PoolState:
    """A cost pool as it stands under its lock, with the layers needed for the step, in their order."""

    id: UUID
    company_id: UUID
    item_id: UUID
    warehouse_id: UUID | None
    family_id: UUID
    method: str
    standard_unit_cost: Decimal | None
    minor_units: int
    qty: Decimal
    value: Decimal
    layers: list[LayerState] = field(default_factory=list)
    lot_id: UUID | None = None


@dataclass(frozen=True)
class Taken:
    """A quantity of one layer that an issue used, and its share of the issue's amount."""

    layer_id: UUID
    qty: Decimal
    amount: Decimal


class PoolShort(Refused):
    """The pool holds less than should leave it."""


def share_of(value: Decimal, qty: Decimal, whole: Decimal, minor_units: int) -> Decimal:
    """The value that ``qty`` of ``whole`` carries; the last unit takes what is left.

    Rounding: half up to the currency's minor unit.
    """
    if qty == whole:
        return value
    return round_amount(value * qty / whole, minor_units)


def at_standard(pool: PoolState, qty: Decimal) -> Decimal:
    """What so many units are worth at standard, rounded half up to the currency's minor unit."""
    return round_amount((pool.standard_unit_cost or ZERO) * qty, pool.minor_units)


def take_in(pool: PoolState, qty: Decimal, amount: Decimal) -> Decimal:
    """Put goods into a pool and return the value they bring: the amount given or, at standard, the standard's."""
    brought = amount
    if pool.method == "standard":
        brought = max(at_standard(pool, pool.qty + qty) - pool.value, ZERO)
    pool.qty += qty
    pool.value += brought
    return brought


def take_out(pool: PoolState, qty: Decimal) -> tuple[Decimal, list[Taken]]:
    """Take goods out of a pool: the amount that leaves, and the layers it came from.

    Raises: PoolShort where the pool, or its layers, hold less.
    """
    if qty > pool.qty:
        raise PoolShort(
            "Only %(normalize)s of the item stand in the books, %(qty)s should leave.",
            normalize=f"{pool.qty.normalize() + 0:f}", qty=qty,
        )
    from_layers = _use_layers(pool, qty)
    if pool.method in LAYERED:
        links = from_layers
        amount = sum((taken.amount for taken in links), ZERO)
    else:
        if pool.method == "standard":
            amount = max(pool.value - at_standard(pool, pool.qty - qty), ZERO)
        else:
            amount = share_of(pool.value, qty, pool.qty, pool.minor_units)
        if qty == pool.qty:
            amount = pool.value
        parts = split_amount(amount, [taken.qty for taken in from_layers], pool.minor_units)
        links = [Taken(t.layer_id, t.qty, part) for t, part in zip(from_layers, parts, strict=True)]
    pool.qty -= qty
    pool.value -= amount
    return amount, links


def _use_layers(pool: PoolState, qty: Decimal) -> list[Taken]:
    """Use up layers in their order; each amount is the layer's own value."""
    used, left = [], qty
    for layer in pool.layers:
        if left == 0:
            break
        if layer.qty_remaining == 0:
            continue
        part = min(left, layer.qty_remaining)
        value = share_of(layer.value_remaining, part, layer.qty_remaining, pool.minor_units)
        layer.qty_remaining -= part
        layer.value_remaining -= value
        left -= part
        used.append(Taken(layer.id, part, value))
    if left:
        raise PoolShort("The receipts of the item hold %(left)s less than should leave.", left=left)
    return used


def returned_amount(
    issue_qty: Decimal, issue_amount: Decimal, back_qty: Decimal, qty: Decimal, minor_units: int
) -> Decimal:
    """What ``qty`` units of an issue come back at, after ``back_qty`` of it have come back before.

    The returns of one issue add up to its amount exactly: each takes the rounded cumulative share less what the
    earlier ones took.
    """
    after = round_amount(issue_amount * (back_qty + qty) / issue_qty, minor_units)
    before = round_amount(issue_amount * back_qty / issue_qty, minor_units)
    return after - before


def current_cost(pool: PoolState, qty: Decimal, last_unit_cost: Decimal) -> Decimal:
    """What goods of unknown origin come in at: the pool's present unit cost or, empty, the last one known.

    Rounding: half up to the currency's minor unit.
    """
    if pool.method == "standard":
        return at_standard(pool, qty)
    if pool.qty > 0:
        return round_amount(pool.value * qty / pool.qty, pool.minor_units)
    return round_amount(last_unit_cost * qty, pool.minor_units)

