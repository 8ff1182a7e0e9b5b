"""Find what a scanned number means at the receiving desk."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound

_BY_NUMBER = text("""
    SELECT 'purchase_order' AS kind, id FROM inventory.purchase_order WHERE number = :code
    UNION ALL SELECT 'transfer', id FROM inventory.transfer_order WHERE number = :code
    UNION ALL (SELECT 'return', origin_id FROM inventory.return_expectation WHERE origin_number = :code LIMIT 1)""")


def find_expected(session: Session, code: str) -> tuple[str, UUID]:
    """The kind and id of the purchase order, transfer or RMA of that number. Raises: NotFound."""
    found = session.execute(_BY_NUMBER, {"code": code.strip().upper()}).first()
    if found is None:
        raise NotFound(
            "%(code)s is no purchase order, transfer or return of ours. Scan the number on the papers.",
            field="code", code=code,
        )
    return found.kind, found.id
