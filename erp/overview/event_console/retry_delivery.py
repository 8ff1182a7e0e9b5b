"""Try a failed delivery again."""

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict
from erp.kernel.unit_of_work import UnitOfWork


def retry_delivery(work: UnitOfWork, delivery_id: UUID) -> None:
    """A delivery that waits or is dead is due at once, with all its attempts before it again.

    Raises: Conflict for one that is done, settled or being worked on.
    """
    work.require("overview.delivery.retry")
    row = work.execute(
        text("""UPDATE kernel.delivery SET status = 'pending', attempts = 0, due_at = clock_timestamp()
                WHERE id = :id AND status IN ('pending', 'dead') RETURNING id"""),
        {"id": delivery_id},
    ).one_or_none()
    if row is None:
        raise Conflict("This delivery is not waiting: it was done, settled, or is being worked on right now.")
    work.deliveries.append(delivery_id)
