"""What the inspection desk shows beside the goods: how much waits, and the pictures of what came back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import ReturnedLine
from erp.dossier.api import Attachment, attachments_of
from erp.inventory.api import WaitingReturnLine, count_waiting_return_lines
from erp.kernel.actor import Actor

SHOWN_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # that every browser draws
MOST_PICTURES = 24


def goods_to_decide(session: Session, company_id: UUID, actor: Actor) -> int:
    """Returned lines that wait for a decision where this person may see them."""
    return count_waiting_return_lines(session, company_id, actor.branches_for("inventory.return.view"))


def pictures_of(session: Session, line: WaitingReturnLine, sale: ReturnedLine | None) -> Sequence[Attachment]:
    """The pictures of the return receipt, the latest first, then those that came with the authorization."""
    found = [*attachments_of(session, "return_receipt", line.receipt_id)][::-1]
    if sale is not None:
        found += attachments_of(session, "rma", sale.rma_id)
    return [each for each in found if each.removed_at is None and each.media_type in SHOWN_TYPES][:MOST_PICTURES]
