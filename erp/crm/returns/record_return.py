"""Record on the RMA what has come back."""

from sqlalchemy import text

from erp.inventory.events import ReturnReceived
from erp.kernel.unit_of_work import UnitOfWork

_RECORD = text("""
    UPDATE crm.rma_line l SET qty_received = l.qty_received + given.qty
      FROM (SELECT id, sum(qty) AS qty
              FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS numeric[])) AS row(id, qty) GROUP BY id) given
     WHERE l.id = given.id
""")


def record_return(work: UnitOfWork, event: ReturnReceived) -> None:
    """Raise the received quantities of the RMA's lines; that it is received follows from them."""
    if event.origin_kind != "rma":
        return
    work.execute(
        _RECORD,
        {
            "ids": [line.origin_line_id for line in event.lines],
            "quantities": [line.qty for line in event.lines],
        },
    )
