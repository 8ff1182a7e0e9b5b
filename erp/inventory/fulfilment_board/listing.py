"""The list behind the board's columns: the same rows, all of them."""

from typing import Any

from sqlalchemy import Date, Integer, Numeric, Select, Text, Uuid, case, column, literal_column, select, text

from erp.inventory.fulfilment_board.cards import DUES, BoardChoice, cards_statement

_KINDS = (
    column("id", Uuid), column("origin_id", Uuid), column("state", Text), column("due", Integer),
    column("promised_on", Date), column("priority", Integer), column("carrier_code", Text), column("lines", Integer),
    column("qty", Numeric), column("weight_kg", Numeric),
)  # fmt: skip


def _named(of_order: str, of_shipment: str) -> str:
    """A name of the card, looked up for the rows that are shown and for no other."""
    return f"""CASE WHEN cards.state IN ('to_allocate', 'ready') THEN
        (SELECT {of_order} FROM inventory.demand_line d WHERE d.origin_id = cards.origin_id LIMIT 1)
        ELSE (SELECT {of_shipment} FROM inventory.shipment s WHERE s.id = cards.id) END"""  # noqa: S608


_NAMES = (
    literal_column(_named("d.origin_number", "s.origin_number"), Text).label("origin_number"),
    literal_column(_named("NULL::text", "s.number"), Text).label("shipment_number"),
    literal_column(_named("d.consignee ->> 'name'", "s.consignee_name"), Text).label("consignee_name"),
)


def cards_listed(choice: BoardChoice, state: str | None = None, due: str | None = None) -> Select[Any]:
    """The chosen cards with their names, of one column or one cut-off where it is named."""
    cards = text(cards_statement(choice)).bindparams(**choice.values).columns(*_KINDS).subquery("cards")
    found = cards.c
    statement = select(
        found.id, found.state, found.due.label("due_rank"), found.promised_on, found.priority, found.carrier_code,
        found.lines, found.qty, found.weight_kg, *_NAMES, case(dict(enumerate(DUES)), value=found.due).label("due"),
    )  # fmt: skip
    if state:
        statement = statement.where(found.state == state)
    if due:
        statement = statement.where(found.due == DUES.index(due))
    return statement
