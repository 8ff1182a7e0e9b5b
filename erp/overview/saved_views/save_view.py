"""Save what a list shows under a name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Forbidden, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.saved_views.lock_view import SHARE
from erp.overview.saved_views.set_usual_view import set_usual_view

MOST_VIEWS = 40  # of one person and list: more than fits into anybody's strip

_SAVE = text("""
    INSERT INTO overview.saved_view AS v (id, company_id, list, user_id, name, query, is_shared, created_at)
    SELECT :id, :company, :list, :user, :name, :query, :shared, :now
     WHERE (SELECT count(*) FROM overview.saved_view WHERE company_id = :company AND list = :list
            AND user_id = :user AND name <> :name) < :most
    ON CONFLICT (company_id, list, user_id, name) DO UPDATE SET query = excluded.query, is_shared = excluded.is_shared
    RETURNING v.id
""")


def save_view(
    work: UnitOfWork, *, company_id: UUID, list_: str, name: str, query: str, is_shared: bool = False,
    is_usual: bool = False,
) -> UUID:  # fmt: skip
    """Keep a list's filters, order and columns for the person who asks; their view of the same name is replaced.

    Raises: Forbidden (sharing without the right; no person), Refused (no name, nothing to keep, too many).
    """
    if work.actor.user_id is None:
        raise Forbidden("Only a person has views of their own.")
    if is_shared:
        work.require(SHARE)
    if not name.strip():
        raise Refused("Give the view a name.", field="name")
    if not query:
        raise Refused("There is nothing to keep yet: choose filters, an order or columns first.", field="name")
    view_id: UUID | None = work.execute(
        _SAVE,
        {
            "id": new_id(), "company": company_id, "list": list_, "user": work.actor.user_id, "name": name.strip(),
            "query": query, "shared": is_shared, "now": work.now, "most": MOST_VIEWS,
        },
    ).scalar_one_or_none()  # fmt: skip
    if view_id is None:
        raise Refused(
            "You have %(most)s views of this list. Delete one before you save another.", field="name", most=MOST_VIEWS
        )
    if is_usual:
        set_usual_view(work, view_id, is_usual=True)
    return view_id
