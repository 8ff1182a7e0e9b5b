"""Rename a saved view, share it, or keep it to oneself again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.saved_views.lock_view import SHARE, lock_view


def change_view(work: UnitOfWork, view_id: UUID, *, name: str, is_shared: bool) -> None:
    """Give a view another name, or another circle of people. What it shows is changed by saving over it.

    Whoever opened the list in a view that is no longer shared opens it as it is from now on.
    Raises: NotFound, Forbidden, Refused (no name), Conflict (the owner has another view of that name).
    """
    view = lock_view(work, view_id)
    if is_shared and not view.is_shared:
        work.require(SHARE)
    if not name.strip():
        raise Refused("Give the view a name.", field="name")
    taken = work.session.scalar(
        text("""SELECT 1 FROM overview.saved_view WHERE company_id = :company AND list = :list AND user_id = :owner
                AND name = :name AND id <> :id"""),
        {"company": view.company_id, "list": view.list, "owner": view.user_id, "name": name.strip(), "id": view_id},
    )
    if taken is not None:
        raise Conflict("There is a view named %(name)s already. Choose another name.", field="name", name=name.strip())
    work.execute(
        text("UPDATE overview.saved_view SET name = :name, is_shared = :shared WHERE id = :id"),
        {"id": view_id, "name": name.strip(), "shared": is_shared},
    )
    if view.is_shared and not is_shared:
        work.execute(
            text("DELETE FROM overview.usual_view WHERE view_id = :id AND user_id <> :owner"),
            {"id": view_id, "owner": view.user_id},
        )
