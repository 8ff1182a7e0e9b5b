"""A saved view before it is changed, and who may change it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from erp.kernel.errors import NotFound
from erp.kernel.unit_of_work import UnitOfWork

SHARE = "overview.saved_view.share"


def lock_view(work: UnitOfWork, view_id: UUID) -> Row[Any]:
    """The view, locked, for its owner; one that is shared also for whoever may share views.

    Raises: NotFound, also for what others keep to themselves; Forbidden.
    """
    view = work.execute(
        text("""SELECT id, company_id, list, user_id, name, query, is_shared FROM overview.saved_view
                WHERE id = :id FOR NO KEY UPDATE"""),
        {"id": view_id},
    ).one_or_none()
    if view is None or (view.user_id != work.actor.user_id and not view.is_shared):
        raise NotFound("There is no such view any more. Load the list again.")
    if view.user_id != work.actor.user_id:
        work.require(SHARE)
    return view
