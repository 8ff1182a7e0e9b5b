"""Change a price list's name and standing, or end some of its prices."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import text

from erp.crm.pricing.create_price_list import drop_default
from erp.crm.pricing.models import PriceList
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated, Refused
from erp.kernel.rows import lock_rows, update_rows
from erp.kernel.unit_of_work import UnitOfWork


def change_price_list(
    work: UnitOfWork, price_list_id: UUID, *, version: int, name: str, is_default: bool, status: str = "active"
) -> None:
    """Rename the list, make it the default, or retire it. Raises: NotFound, Conflict, Refused."""
    work.require("crm.price_list.change")
    rows = lock_rows(work, PriceList, [price_list_id], ("company_id", "version", "is_default"))
    if not rows:
        raise NotFound("There is no such price list.")
    if rows[0].version != version:
        raise Outdated(
            "Somebody else changed this price list meanwhile. Nothing was saved: look at it as it is now, then save "
            "again.",
            who=changed_by(work.session, "crm.price_list", price_list_id),
        )
    if not name.strip():
        raise Refused("A price list needs a name.", field="name")
    if status not in ("active", "retired"):
        raise Refused("A price list is active or retired.", field="status")
    if is_default and status == "retired":
        raise Refused("A retired list cannot be the default. Make another one the default first.", field="status")
    if is_default and not rows[0].is_default:
        drop_default(work, rows[0].company_id)
    update_rows(
        work,
        PriceList,
        ("id",),
        [
            {
                "id": price_list_id,
                "name": name.strip(),
                "is_default": is_default,
                "status": status,
                "version": version + 1,
            }
        ],
    )


def end_prices(work: UnitOfWork, price_list_id: UUID, line_ids: Collection[UUID], *, last_day: date) -> None:
    """Let prices hold until a last day; one that would begin after it is taken out. Raises: NotFound."""
    work.require("crm.price_list.change")
    params = {"list": price_list_id, "ids": list(line_ids), "last": last_day}
    removed = work.execute(
        text("""DELETE FROM crm.price_list_line WHERE price_list_id = :list AND id = ANY(CAST(:ids AS uuid[]))
                   AND valid_from > :last RETURNING id"""),
        params,
    ).all()
    ended = work.execute(
        text("""UPDATE crm.price_list_line SET valid_to = :last
                 WHERE price_list_id = :list AND id = ANY(CAST(:ids AS uuid[])) RETURNING id"""),
        params,
    ).all()
    if len(removed) + len(ended) != len(set(line_ids)):
        raise NotFound("Some of these prices are not in the list any more. Reload the page.")
