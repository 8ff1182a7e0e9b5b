"""The list behind the board's columns: the same rows, all of them."""

from typing import Any

from sqlalchemy import Date, Integer, Numeric, Select, Text, Uuid, case, column, select, text

from erp.inventory.fulfilment_board.cards import DUES, BoardChoice, cards_statement

_KINDS = (
    column("id", Uuid), column("origin_id", Uuid), column("origin_kind", Text), column("origin_number", Text),
    column("shipment_number", Text), column("consignee_name", Text), column("state", Text), column("due", Integer),
    column("promised_on", Date), column("priority", Integer), column("carrier_id", Uuid), column("carrier_code", Text),
    column("lines", Integer), column("qty", Numeric), column("weight_kg", Numeric),
)  # fmt: skip


def cards_listed(choice: BoardChoice, state: str | None = None, due: str | None = None) -> Select[Any]:
    """The chosen cards with their names, of one column or one cut-off where it is named."""
    cards = text(cards_statement(choice, names=True)).bindparams(**choice.values).columns(*_KINDS).subquery("cards")
    found = cards.c
    statement = select(
        found.id, found.origin_id, found.origin_kind, found.origin_number, found.shipment_number,
        found.consignee_name, found.state, found.due.label("due_rank"), found.promised_on, found.priority,
        found.carrier_code, found.lines, found.qty, found.weight_kg,
        case(dict(enumerate(DUES)), value=found.due).label("due"),
    )  # fmt: skip
    if state:
        statement = statement.where(found.state == state)
    if due:
        statement = statement.where(found.due == DUES.index(due))
    return statement
