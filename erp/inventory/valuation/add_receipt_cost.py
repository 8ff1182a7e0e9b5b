"""Add a cost to goods received earlier: freight, duty, or a bill that differs from the order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.events import AdjustedCostLine, ReceiptCostAdjusted
from erp.inventory.locations.queries import warehouses
from erp.inventory.valuation.arithmetic import LAYERED, LayerState, PoolState
from erp.inventory.valuation.ledger import NewEntry, append_entries
from erp.inventory.valuation.pools import lock_item_pools, write_layers, write_pools
from erp.inventory.valuation.trace_receipts import ReceiptLayer, Whereabouts, receipt_layers, trace_receipts
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import round_amount, split_amount
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)
CAUSES = ("landed_cost", "bill_price_difference")


@dataclass(frozen=True)
class LateCost:
    """An amount, positive or negative, that belongs to the goods of one receipt line."""

    goods_receipt_line_id: UUID
    amount: Decimal


@dataclass
class _Shares:
    """What one receipt line's late cost is in one warehouse."""

    on_hand: Decimal = ZERO
    sold: Decimal = ZERO
    other: Decimal = ZERO
    variance: Decimal = ZERO
    by_pool: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def add_receipt_cost(
    work: UnitOfWork,
    costs: Sequence[LateCost],
    *,
    occurred_on: date,
    cause: str,
    origin_kind: str,
    origin_id: UUID,
    to_variance: bool = False,
) -> UUID:
    """A late cost follows the goods: what is on hand becomes dearer, what is sold becomes cost of sales now.

    Each received unit takes an equal share; goods that were moved to another warehouse or came back take theirs
    where they are. Under standard cost, or ``to_variance``, all of it is variance. A reduction never makes stock worth
    less than nothing: what the goods on hand cannot bear goes to cost of sales. Earlier entries stay as they are.

    Units: amounts in company currency, whole minor units, signed.
    Rounding: the shares of a receipt line add up to its amount; odd cents go to the largest remainders.
    Raises: NotFound for an unknown receipt line; Refused for an amount that is no whole number of minor units.
    Effects: publishes ReceiptCostAdjusted on ``occurred_on``, which the caller takes from an open period.
    """
    if cause not in CAUSES:
        raise Refused("A late cost is one of %(causes)s.", field="cause", causes=', '.join(CAUSES))
    amounts: dict[UUID, Decimal] = defaultdict(Decimal)
    for cost in costs:
        amounts[cost.goods_receipt_line_id] += cost.amount
    receipts = receipt_layers(work, amounts)
    pools = lock_item_pools(work, {(layer.company_id, layer.item_id) for layer in receipts.values()})
    for line_id, amount in amounts.items():
        if amount != round_amount(amount, pools[receipts[line_id].pool_id].minor_units):
            raise Refused(
                "%(amount)s is no amount of the company's currency. Round it first.",
                field="amount", amount=amount,
            )
    places = trace_receipts(work, receipts)
    layers = _lock_layers(work, [p.layer_id for p in places if p.layer_id])
    shares = _share_out(amounts, receipts, places, pools, layers, to_variance=to_variance)
    event_id = work.reserve_event_id()
    entries = [
        NewEntry(
            new_id(), pools[pool_id], warehouse_id, "late_cost", ZERO, amount, occurred_on, origin_kind, line_id,
            corrects_id=receipts[line_id].cost_entry_id,
        )
        for (line_id, warehouse_id), share in shares.items()
        for pool_id, amount in share.by_pool.items()
        if amount
    ]
    if entries:
        write_pools(work, {pool.id: pool for pool in pools.values()}.values())
        write_layers(work, layers.values())
        append_entries(work, entries, event_id)
    adjustment_id = new_id()
    work.publish(
        ReceiptCostAdjusted(
            company_id=next(iter(receipts.values())).company_id,
            occurred_on=occurred_on,
            adjustment_id=adjustment_id,
            cause=cause,
            origin_kind=origin_kind,
            origin_id=origin_id,
            lines=_event_lines(work, receipts, shares),
        )
    )
    return adjustment_id


def _lock_layers(work: UnitOfWork, layer_ids: Sequence[UUID]) -> dict[UUID, LayerState]:
    """The open layers that take a share. The locks of their pools are held already."""
    if not layer_ids:
        return {}
    rows = work.execute(
        text(
            "SELECT id, qty_remaining, value_remaining FROM inventory.cost_layer "
            "WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE"
        ),
        {"ids": list(layer_ids)},
    )
    return {row.id: LayerState(row.id, row.qty_remaining, row.value_remaining) for row in rows}


def _share_out(
    amounts: Mapping[UUID, Decimal],
    receipts: Mapping[UUID, ReceiptLayer],
    places: Sequence[Whereabouts],
    pools: Mapping[UUID, PoolState],
    layers: Mapping[UUID, LayerState],
    *,
    to_variance: bool,
) -> dict[tuple[UUID, UUID], _Shares]:
    """Split each amount over where its goods are, by (receipt line, warehouse), and raise pools and layers."""
    by_line: dict[UUID, list[Whereabouts]] = defaultdict(list)
    for place in places:
        by_line[place.receipt_line_id].append(place)
    shares: dict[tuple[UUID, UUID], _Shares] = defaultdict(_Shares)
    for line_id, amount in amounts.items():
        pool = pools[receipts[line_id].pool_id]
        if to_variance or pool.method == "standard":
            shares[line_id, receipts[line_id].warehouse_id].variance += amount
            continue
        weights = [Decimal(p.qty.numerator) / Decimal(p.qty.denominator) for p in by_line[line_id]]
        parts = split_amount(amount, weights, pool.minor_units)
        for place, part in zip(by_line[line_id], parts, strict=True):
            share = shares[line_id, place.warehouse_id]
            if place.fate == "on_hand" and place.pool_id and place.layer_id:
                borne = _raise_value(pools[place.pool_id], layers[place.layer_id], part)
                share.on_hand += borne
                share.by_pool[place.pool_id] += borne
                share.sold += part - borne
            elif place.fate == "sold":
                share.sold += part
            else:
                share.other += part
    return shares


def _raise_value(pool: PoolState, layer: LayerState, part: Decimal) -> Decimal:
    """Add to the value on hand, or take from it what it can bear; answer what was added."""
    floor = -min(pool.value, layer.value_remaining) if pool.method in LAYERED else -pool.value
    borne = max(part, floor)
    pool.value += borne
    layer.value_remaining = max(layer.value_remaining + borne, ZERO)
    return borne


def _event_lines(
    work: UnitOfWork, receipts: Mapping[UUID, ReceiptLayer], shares: Mapping[tuple[UUID, UUID], _Shares]
) -> tuple[AdjustedCostLine, ...]:
    branches = {w.id: w.branch_id for w in warehouses(work.session, ids={warehouse_id for _, warehouse_id in shares})}
    return tuple(
        AdjustedCostLine(
            goods_receipt_line_id=line_id,
            item_id=receipts[line_id].item_id,
            family_id=receipts[line_id].family_id,
            warehouse_id=warehouse_id,
            branch_id=branches[warehouse_id],
            amount=share.on_hand + share.sold + share.other + share.variance,
            on_hand_amount=share.on_hand,
            sold_amount=share.sold,
            other_amount=share.other,
            variance_amount=share.variance,
        )
        for (line_id, warehouse_id), share in shares.items()
    )
