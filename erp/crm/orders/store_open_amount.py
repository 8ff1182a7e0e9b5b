"""Set anew what an order adds to its customer's exposure, from its lines as they now stand."""

from typing import Any

from sqlalchemy import Row, text

from erp.kernel.unit_of_work import UnitOfWork

# The open share of every line, net and tax: of goods by quantity, of charges and services by the amount not yet billed.
_STORE = text("""
    UPDATE crm.sales_order o
       SET decision = :decision, version = o.version + 1,
           cancel_reason = CASE WHEN :reason = '' THEN o.cancel_reason ELSE :reason END,
           open_amount = CASE WHEN :decision <> 'released' THEN 0 ELSE (
               SELECT round(coalesce(sum((l.net_amount + l.tax_amount) * CASE
                          WHEN l.is_stocked OR l.amount = 0 THEN (l.qty - l.qty_shipped - l.qty_cancelled) / l.qty
                          ELSE least((l.amount - l.amount_billed) / l.amount,
                                     (l.qty - l.qty_shipped - l.qty_cancelled) / l.qty) END), 0), :minor_units)
                 FROM crm.sales_order_line l WHERE l.order_id = o.id) END
     WHERE o.id = :order
""")


def store_open_amount(
    work: UnitOfWork, order: Row[Any], minor_units: int, *, decision: str | None = None, cancel_reason: str = ""
) -> None:
    """Recompute and store the open amount of a locked order, with its decision where that changes too.

    Units: order currency, tax included.
    Rounding: summed exactly, rounded once, half up.
    """
    work.execute(
        _STORE,
        {
            "order": order.id,
            "decision": decision or order.decision,
            "reason": cancel_reason,
            "minor_units": minor_units,
        },
    )
