"""What may be done with rows of a list at once: which actions the page offers, and which rows somebody chose."""

from __future__ import annotations

from uuid import UUID

from flask import request

from erp.kernel.errors import Refused
from erp.kernel.row_actions import RowAction
from erp.web.doors import house
from erp.web.visitors import current_actor, current_visitor

MOST_TICKED = 500  # on one page


def row_actions() -> list[RowAction]:
    """The actions of the list being shown that this person may take."""
    visitor = current_visitor()
    if visitor is None or visitor.actor.user_id is None:  # the work is done later, in a person's name
        return []
    return [
        action for module in house().services.modules for action in module.row_actions
        if action.list == request.endpoint and current_actor().may(action.permission)
    ]  # fmt: skip


def asked_action(actions: list[RowAction]) -> RowAction | None:
    """The action the address asks for.

    Raises: Refused for one that this list does not have, or not for this person.
    """
    name = request.args.get("act")
    if not name:
        return None
    found = next((action for action in actions if action.name == name), None)
    if found is None:
        raise Refused("That cannot be done from this list, or not by you. Go back to the list and choose again.")
    return found


def chosen_ids() -> list[UUID] | None:
    """The rows that were ticked; None means every row of the selection.

    Raises: Refused
    """
    if request.args.get("all"):
        return None
    try:
        return [UUID(text) for text in request.args.getlist("ids")[:MOST_TICKED]]
    except ValueError:
        raise Refused("The rows cannot be read from the address. Go back to the list and choose again.") from None
