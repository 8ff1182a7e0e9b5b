"""Read the board: what stands in each column, how soon it must leave, and the first cards of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from erp.inventory.fulfilment_board.card_faces import CardFace, order_faces, shipment_faces
from erp.inventory.fulfilment_board.cards import DUES, STATES, BoardChoice, cards_statement

TOP = 20  # cards shown in a column; the rest stand in its list
ZERO = Decimal(0)


@dataclass(frozen=True)
class Card:
    """One card: its figures (base units; kilograms of what is weighed) and what is written on it."""

    id: UUID
    state: str
    promised_on: date
    priority: int
    lines: int
    qty: Decimal
    weight_kg: Decimal | None
    is_weighed: bool
    face: CardFace

    @property
    def is_order(self) -> bool:
        """On no wave yet: a card of an order, not of a shipment."""
        return self.state in ("to_allocate", "ready")


@dataclass(frozen=True)
class Group:
    """The cards of a column that leave by the same cut-off with the same carrier; ``shown`` are the first of them."""

    due: str
    carrier_id: UUID | None
    carrier_code: str | None
    cut_off: time | None
    count: int
    shown: Sequence[Card]


@dataclass(frozen=True)
class BoardColumn:
    """A column with its totals over all of its cards."""

    state: str
    count: int
    lines: int
    qty: Decimal
    weight_kg: Decimal
    is_weighed: bool
    groups: Sequence[Group]

    @property
    def more(self) -> int:
        """How many cards are not shown."""
        return self.count - sum(len(group.shown) for group in self.groups)


# The cards are gone through once: counted in their groups, and the first of each column picked out.
_BOARD = """
    WITH card AS ({cards})
    SELECT state, due, carrier_id, carrier_code, cut_off, NULL::uuid AS id, count(*) AS cards, sum(lines) AS lines,
           sum(qty) AS qty, sum(weight_kg) AS weight_kg, bool_and(is_weighed) AS is_weighed,
           NULL::date AS promised_on, NULL::integer AS priority
    FROM card GROUP BY state, due, carrier_id, carrier_code, cut_off
    UNION ALL
    SELECT state, due, carrier_id, carrier_code, cut_off, id, place, lines, qty, weight_kg, is_weighed, promised_on,
           priority
    FROM (SELECT card.*, row_number() OVER (PARTITION BY state ORDER BY
              due, cut_off NULLS LAST, carrier_code COLLATE "C" NULLS LAST, priority, promised_on, id) AS place
          FROM card) placed
    WHERE place <= :top"""


def board(session: Session, choice: BoardChoice) -> list[BoardColumn]:
    """The six columns, each with its totals and its first cards in the order in which they must leave.

    Three executions, however many orders there are.
    """
    rows = session.execute(text(_BOARD.format(cards=cards_statement(choice))), {**choice.values, "top": TOP}).all()
    groups = [row for row in rows if row.id is None]
    shown = sorted((row for row in rows if row.id is not None), key=lambda row: row.cards)
    orders = [row.id for row in shown if row.state in ("to_allocate", "ready")]
    shipments = [row.id for row in shown if row.state not in ("to_allocate", "ready")]
    faces = order_faces(session, choice.warehouse_ids, orders, choice.today) | shipment_faces(session, shipments)
    return [_column(state, groups, shown, faces) for state in STATES]


def _column(
    state: str, groups: Sequence[Row[Any]], shown: Sequence[Row[Any]], faces: Mapping[UUID, CardFace]
) -> BoardColumn:
    ours = sorted((row for row in groups if row.state == state), key=_order)
    cards: dict[tuple[int, UUID | None], list[Card]] = {}
    for row in shown:
        if row.state == state and row.id in faces:
            cards.setdefault((row.due, row.carrier_id), []).append(_card(row, faces[row.id]))
    return BoardColumn(
        state=state,
        count=sum(row.cards for row in ours),
        lines=sum(int(row.lines) for row in ours),
        qty=sum((row.qty for row in ours), ZERO),
        weight_kg=sum((row.weight_kg or ZERO for row in ours), ZERO),
        is_weighed=all(row.is_weighed for row in ours),
        groups=[
            Group(
                DUES[row.due], row.carrier_id, row.carrier_code, row.cut_off, row.cards,
                cards.get((row.due, row.carrier_id), []),
            )
            for row in ours
        ],
    )


def _order(row: Row[Any]) -> tuple[int, bool, time, bool, str]:
    return (
        row.due, row.cut_off is None, row.cut_off or time(), row.carrier_code is None, row.carrier_code or ""
    )


def _card(row: Row[Any], face: CardFace) -> Card:
    return Card(
        row.id, row.state, row.promised_on, row.priority, int(row.lines), row.qty, row.weight_kg, row.is_weighed, face
    )
