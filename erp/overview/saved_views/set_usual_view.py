"""Choose the view in which a list opens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Forbidden, NotFound
from erp.kernel.unit_of_work import UnitOfWork

_SET = text("""
    INSERT INTO overview.usual_view AS u (user_id, company_id, list, view_id)
    SELECT :user, v.company_id, v.list, v.id FROM overview.saved_view v
     WHERE v.id = :view AND (v.user_id = :user OR v.is_shared)
    ON CONFLICT (user_id, company_id, list) DO UPDATE SET view_id = excluded.view_id
    RETURNING u.view_id
""")
_UNSET = text("DELETE FROM overview.usual_view WHERE view_id = :view AND user_id = :user")


def set_usual_view(work: UnitOfWork, view_id: UUID, *, is_usual: bool) -> None:
    """Let the list open in this view for the person who asks, or no longer. Each list has one at most.

    Raises: NotFound for a view that is gone or not theirs to see; Forbidden where nobody asks.
    """
    if work.actor.user_id is None:
        raise Forbidden("Only a person has views of their own.")
    where = {"view": view_id, "user": work.actor.user_id}
    if not is_usual:
        work.execute(_UNSET, where)
    elif work.execute(_SET, where).one_or_none() is None:
        raise NotFound("There is no such view any more. Load the list again.")
