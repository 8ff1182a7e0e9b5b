"""Bring goods back at the cost at which they had left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.inventory.valuation.arithmetic import PoolState, current_cost, returned_amount, take_in
from erp.inventory.valuation.ledger import NewEntry, NewLayer, add_layers, append_entries
from erp.inventory.valuation.pools import CostKey, last_unit_costs, lock_pools, write_pools
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork

ZERO = Decimal(0)


@dataclass(frozen=True)
class GivenBack:
    """A quantity that comes back. ``original_source_line_id`` is the line it had left with, if that is known."""

    key: UUID
    company_id: UUID
    item_id: UUID
    warehouse_id: UUID
    qty: Decimal
    occurred_on: date
    source_kind: str
    source_line_id: UUID
    original_source_line_id: UUID | None = None
    lot_id: UUID | None = None

    @property
    def cost_key(self) -> CostKey:
        return CostKey(self.company_id, self.item_id, self.warehouse_id, self.lot_id)


@dataclass(frozen=True)
class GivenBackCost:
    """The cost at which a quantity came back, and the entry that says so."""

    amount: Decimal
    entry_id: UUID
    family_id: UUID


@dataclass
class _Link:
    layer_id: UUID
    queue_id: UUID
    qty: Decimal
    amount: Decimal


@dataclass
class _Issue:
    """An issue as it stands: what left, what has come back of it, which layers it had used."""

    entry_id: UUID
    qty: Decimal
    amount: Decimal
    back_qty: Decimal
    links: list[_Link]


_ISSUES = text(
    "SELECT e.id, e.source_line_id, -e.qty AS qty, -e.amount AS amount, "
    "  coalesce((SELECT sum(r.qty) FROM inventory.cost_entry r "
    "    WHERE r.corrects_id = e.id AND r.kind IN ('customer_return', 'void')), 0) AS back_qty "
    "FROM inventory.cost_entry e "
    "WHERE e.source_line_id = ANY(CAST(:lines AS uuid[])) AND e.kind = 'issue'"
)
_LINKS = text(
    "SELECT c.issue_entry_id, c.layer_id, l.queue_id, c.qty, c.amount "
    "FROM inventory.cost_consumption c JOIN inventory.cost_layer l ON l.id = c.layer_id "
    "WHERE c.issue_entry_id = ANY(CAST(:entries AS uuid[])) ORDER BY c.issue_entry_id, c.id"
)


def give_back_cost(
    work: UnitOfWork, lines: Sequence[GivenBack], source_event_id: UUID, kind: str = "customer_return",
    *, at_current_cost: bool = False,
) -> dict[UUID, GivenBackCost]:
    """Goods come back at the cost originally consumed; without an original, at the pool's current cost.

    The parts of one issue come back at its mean and add up to its amount; an issue that comes back whole restores
    its layers one by one. Either way the goods take the place in the queue that they had left. At standard cost they
    come back at the standard of today. ``at_current_cost``: at moving average they come back at today's average.

    Units: ``qty`` base units, positive.
    Rounding: half up, cumulative over the returns of one issue.
    Raises: Refused where more would come back than had left.
    """
    if not lines:
        return {}
    pools = lock_pools(work, {line.cost_key for line in lines}, create=True)
    issues = _load_issues(work, [y.original_source_line_id for y in lines if y.original_source_line_id])
    empty = {pools[y.cost_key].id for y in lines if y.original_source_line_id not in issues}
    last_costs = last_unit_costs(work, empty)
    entries, layers, given_back = [], [], {}
    for line in lines:
        pool = pools[line.cost_key]
        issue = issues.get(line.original_source_line_id) if line.original_source_line_id else None
        entry_id = new_id()
        if issue is None:
            cost = current_cost(pool, line.qty, last_costs.get(pool.id, pool.standard_unit_cost or ZERO))
            amount = take_in(pool, line.qty, cost)
            layers.append(_layer(pool, entry_id, line, line.qty, amount))
        else:
            present = at_current_cost and pool.method == "moving_average" and pool.qty > 0
            amount, back = _bring_back(pool, entry_id, line, issue, present=present)
            layers += back
        entries.append(
            NewEntry(
                entry_id,
                pool,
                line.warehouse_id,
                kind,
                line.qty,
                amount,
                line.occurred_on,
                line.source_kind,
                line.source_line_id,
                corrects_id=issue.entry_id if issue else None,
            )
        )
        given_back[line.key] = GivenBackCost(amount, entry_id, pool.family_id)
    write_pools(work, pools.values())
    append_entries(work, entries, source_event_id)
    add_layers(work, layers)
    return given_back


def _load_issues(work: UnitOfWork, source_lines: Sequence[UUID]) -> dict[UUID | None, _Issue]:
    """The issues of the lines, by line. The locks of the pools are held, so nobody returns of them meanwhile."""
    if not source_lines:
        return {}
    issues: dict[UUID | None, _Issue] = {}
    for row in work.execute(_ISSUES, {"lines": list(source_lines)}):
        issues[row.source_line_id] = _Issue(row.id, row.qty, row.amount, row.back_qty, [])
    by_entry: dict[UUID, list[_Link]] = defaultdict(list)
    for row in work.execute(_LINKS, {"entries": [issue.entry_id for issue in issues.values()]}):
        by_entry[row.issue_entry_id].append(_Link(row.layer_id, row.queue_id, row.qty, row.amount))
    for issue in issues.values():
        issue.links = by_entry[issue.entry_id]
    return issues


def _bring_back(
    pool: PoolState, entry_id: UUID, line: GivenBack, issue: _Issue, *, present: bool
) -> tuple[Decimal, list[NewLayer]]:
    if issue.back_qty + line.qty > issue.qty:
        left = issue.qty - issue.back_qty
        raise Refused(
            "Only %(normalize)s of the %(normalize2)s delivered can still come back.",
            field="qty", normalize=f"{left.normalize() + 0:f}", normalize2=f"{issue.qty.normalize() + 0:f}",
        )
    if present:
        cost = current_cost(pool, line.qty, ZERO)
    else:
        cost = returned_amount(issue.qty, issue.amount, issue.back_qty, line.qty, pool.minor_units)
    whole = line.qty == issue.qty
    issue.back_qty += line.qty
    amount = take_in(pool, line.qty, cost)
    if whole and amount == issue.amount:
        return amount, [
            _layer(pool, entry_id, line, link.qty, link.amount, link.queue_id, link.layer_id)
            for link in issue.links
        ]
    first = min((link.queue_id for link in issue.links), default=None)
    return amount, [_layer(pool, entry_id, line, line.qty, amount, first)]


def _layer(
    pool: PoolState,
    entry_id: UUID,
    line: GivenBack,
    qty: Decimal,
    value: Decimal,
    queue_id: UUID | None = None,
    parent_layer_id: UUID | None = None,
) -> NewLayer:
    return NewLayer(
        pool,
        entry_id,
        qty,
        value,
        line.occurred_on,
        line.source_kind,
        line.source_line_id,
        queue_id,
        parent_layer_id,
    )
