"""Whether everybody who must hear of the period's events has heard."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.finance.close.check_line import BLOCKING, DONE, OPEN, CheckLine, counted

PAGE = "overview_event_console.deliveries"
_UNDELIVERED = text("""
    SELECT count(*) FILTER (WHERE affects_close) AS affecting, count(*) FILTER (WHERE NOT affects_close) AS others
    FROM kernel.delivery
    WHERE company_id = :company AND status IN ('pending', 'running', 'dead') AND occurred_on <= :last_day
""")


def check_deliveries(session: Session, company_id: UUID, last_day: date) -> list[CheckLine]:
    """Events not yet delivered: blocking where the books depend on the listener, else only shown."""
    row = session.execute(_UNDELIVERED, {"company": company_id, "last_day": last_day}).one()
    return [
        CheckLine(
            "deliveries", "Is everything delivered that changes figures?",
            BLOCKING if row.affecting else DONE,
            counted(row.affecting, "delivery outstanding", "deliveries outstanding"), "administrator",
            proof=PAGE, stops=True,
        ),
        CheckLine(
            "messages", "Are e-mails and other messages sent?", OPEN if row.others else DONE,
            counted(row.others, "message outstanding", "messages outstanding"), "administrator",
            proof=PAGE,
        ),
    ]
