"""Record on the RMA what has been decided about returned goods."""

from sqlalchemy import text

from erp.inventory.events import ReturnDispositioned
from erp.kernel.unit_of_work import UnitOfWork

_RECORD = text("""
    UPDATE crm.rma_line l SET qty_dispositioned = l.qty_dispositioned + given.qty
      FROM (SELECT id, sum(qty) AS qty
              FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS row(id, qty) GROUP BY id) given
     WHERE l.id = given.id
""")


def record_disposition(work: UnitOfWork, event: ReturnDispositioned) -> None:
    """Raise the dispositioned quantities of the RMA's lines; the RMA is closed once nothing of it waits."""
    if event.origin_kind != "rma":
        return
    work.execute(
        _RECORD,
        {
            "ids": [line.origin_line_id for line in event.lines],
            "quantities": [line.qty for line in event.lines],
        },
    )
