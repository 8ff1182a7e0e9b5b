"""How much waits on the inspection desk."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.inventory.api import count_waiting_return_lines
from erp.kernel.actor import Actor


def goods_to_decide(session: Session, company_id: UUID, actor: Actor) -> int:
    """Returned lines that wait for a decision where this person may see them."""
    return count_waiting_return_lines(session, company_id, actor.branches_for("inventory.return.view"))
