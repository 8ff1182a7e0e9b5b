"""Reads of long work."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor


def count_failed(session: Session, company_id: UUID, actor: Actor) -> int:
    """Long work that ended with an error; work belongs to the house, not to one company."""
    return int(session.scalar(text("SELECT count(*) FROM kernel.job WHERE status = 'failed'")) or 0)
