"""Delete a saved view."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.unit_of_work import UnitOfWork
from erp.overview.saved_views.lock_view import lock_view


def delete_view(work: UnitOfWork, view_id: UUID) -> None:
    """The view is gone, for everybody it was shared with; the list opens as it is for whoever opened it in this view.

    Raises: NotFound, Forbidden.
    """
    lock_view(work, view_id)
    work.execute(text("DELETE FROM overview.saved_view WHERE id = :id"), {"id": view_id})
