"""The close checklist: it evaluates itself, as often as anybody looks."""

from uuid import UUID

from sqlalchemy.orm import Session

from erp.finance.close.check_deliveries import check_deliveries
from erp.finance.close.check_documents import check_documents
from erp.finance.close.check_line import BLOCKING, CheckLine
from erp.finance.close.check_subledgers import check_subledgers
from erp.finance.close.check_tasks import check_tasks
from erp.organization.api import SUBLEDGERS, period


def evaluate_checklist(session: Session, period_id: UUID) -> list[CheckLine]:
    """Every line of the checklist for a period, with its figures at the end of its last day.

    Raises: NotFound
    """
    found = period(session, period_id)
    return [
        *check_deliveries(session, found.company_id, found.last_day),
        *check_documents(session, found.company_id, found.last_day),
        *check_subledgers(session, found.company_id, found.last_day),
        *check_tasks(
            session, found.company_id, period_id, found.last_day,
            is_closed=all(getattr(found, f"{name}_state") == "closed" for name in SUBLEDGERS),
        ),
    ]


def blocking(lines: list[CheckLine]) -> list[CheckLine]:
    """The lines over which a period does not close."""
    return [line for line in lines if line.state == BLOCKING]
