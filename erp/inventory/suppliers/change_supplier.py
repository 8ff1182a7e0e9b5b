"""A supplier's name, address or standing changes; the audit trail keeps what it was."""

from uuid import UUID

from erp.inventory.suppliers.models import Supplier
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated, Refused
from erp.kernel.unit_of_work import UnitOfWork

_CHANGEABLE = frozenset(
    {
        "name",
        "tax_number",
        "email",
        "phone",
        "address_line",
        "city",
        "region",
        "postal_code",
        "country_code",
        "language",
        "status",
    }
)


def change_supplier(
    work: UnitOfWork, supplier_id: UUID, *, version: int, reason: str = "", **changes: str | None
) -> None:
    """Change the given fields of a supplier. A blocked supplier gets no new purchase orders.

    Raises: NotFound; Conflict where somebody changed it since ``version`` was read; Refused without a name.
    """
    work.require("inventory.supplier.manage")
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise TypeError(f"no such field of a supplier: {', '.join(sorted(unknown))}")
    supplier = work.session.get(Supplier, supplier_id, with_for_update={"key_share": True})
    if supplier is None:
        raise NotFound("There is no such supplier.")
    if supplier.version != version:
        raise Outdated(
            "Somebody else changed this supplier meanwhile. Nothing was saved: look at it as it is now, then save "
            "again.",
            who=changed_by(work.session, "inventory.supplier", supplier_id),
        )
    if not (changes.get("name", supplier.name) or "").strip():
        raise Refused("Give the supplier a name.", field="name")
    if changes.get("status", supplier.status) not in ("active", "blocked"):
        raise Refused("A supplier is either active or blocked.", field="status")
    if reason:
        work.note(reason)
    for name, value in changes.items():
        setattr(supplier, name, (value or "").strip())
    supplier.version += 1
    work.session.flush()
