"""Move a customer, and every account under it, to another place in the account trees."""

from uuid import UUID

from sqlalchemy import text

from erp.crm.credit.lock_account import lock_credit_accounts
from erp.crm.credit.open_account import open_missing_accounts
from erp.crm.customers.lock_customer import lock_customer
from erp.kernel.errors import NotFound, Refused
from erp.kernel.unit_of_work import UnitOfWork

_SUBTREE = text("""
    WITH RECURSIVE subtree AS (
        SELECT id FROM crm.customer WHERE id = :customer
        UNION ALL
        SELECT below.id FROM crm.customer below JOIN subtree ON below.parent_id = subtree.id
    )
    SELECT id FROM subtree
""")


def move_customer(
    work: UnitOfWork, customer_id: UUID, *, parent_id: UUID | None, version: int, reason: str
) -> UUID:
    """Put the customer under another parent, or at the top; its credit counts in the new tree from now on.

    Effects: locks the credit accounts of both trees, so that no order is checked against half a tree.
    Raises: NotFound, Conflict, Refused (no reason, or the parent stands below the customer).
    """
    work.require("crm.customer_terms.change")
    if not reason.strip():
        raise Refused("Moving an account needs a reason: it changes whose credit it counts in.", field="reason")
    found = work.execute(
        text("SELECT id, root_id FROM crm.customer WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": [customer_id] + ([parent_id] if parent_id else [])},
    )
    roots: dict[UUID, UUID] = {row.id: row.root_id for row in found}
    if customer_id not in roots:
        raise NotFound("There is no such customer.")
    if parent_id is not None and parent_id not in roots:
        raise NotFound("There is no such parent customer.", field="parent")
    lock_credit_accounts(work, set(roots.values()))
    lock_customer(work, customer_id, version)
    subtree = set(work.session.scalars(_SUBTREE, {"customer": customer_id}))
    if parent_id in subtree:
        raise Refused("The new parent stands below this customer. Move that one first.", field="parent")
    work.note(reason.strip())
    root_id = customer_id if parent_id is None else roots[parent_id]
    work.execute(
        text(
            "UPDATE crm.customer SET root_id = :root, version = version + 1, "
            "parent_id = CASE WHEN id = :customer THEN CAST(:parent AS uuid) ELSE parent_id END "
            "WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"root": root_id, "customer": customer_id, "parent": parent_id, "ids": list(subtree)},
    )
    open_missing_accounts(work, root_id)
    return customer_id
