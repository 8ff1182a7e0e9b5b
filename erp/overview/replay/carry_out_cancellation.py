"""A cancellation of the file happens: RMA, return receipt, inspection, restocking, credit memo; charges are credited.

A returned line is matched to the customer's latest earlier sales of the item at the same price, as many as it takes.
What no such sale covers is authorized without one, at the file's price. Where nobody is named there is no sale to
find.
"""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import OriginalSale, RmaEntry, RmaLineEntry, authorize_rma, returnable_sales
from erp.finance.api import ManualCredit, issue_manual_credit_memo
from erp.inventory.api import Disposal, Finding, ReturnedGoods, dispose_return, inspect_return, receive_return
from erp.kernel.actor import Actor
from erp.kernel.marks import mark_once
from erp.kernel.money import round_amount
from erp.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from erp.overview.replay.desk import Desk
from erp.overview.replay.read_file import FileDocument, FileLine

MOST_SALES = 20_000
REASON = "other"
CREDIT_REASONS = {
    "AMAZONFEE": "fee_deduction",
    "BANK CHARGES": "fee_deduction",
    "CRUK": "fee_deduction",
    "B": "bad_debt",
    "S": "goodwill",
}  # everything else is a lower price: postage given back, a discount, a manual correction


def carry_out_cancellation(
    units: UnitOfWorkFactory, actor: Actor, source: str, desk: Desk, document: FileDocument
) -> None:
    """Take the goods back and credit them; credit what is no goods by itself; each step once.

    Raises: Refused where a rule of the product forbids it; nothing of the refused step stands then.
    """
    if document.goods:
        rma_id = units.run(actor, lambda work: _authorize(work, source, desk, document))
        units.run(actor, lambda work: _take_back(work, source, desk, document, rma_id))
    if document.charges:
        units.run(actor, lambda work: _credit_charges(work, source, desk, document))


def match_sales(
    lines: tuple[FileLine, ...], items: dict[str, UUID], sales: list[OriginalSale]
) -> list[tuple[FileLine, OriginalSale | None, Decimal]]:
    """Each returned line in parts: with the sale it came from, the latest first, and what is left without one."""
    left = {sale.shipment_line_id: sale.qty_returnable for sale in sales}
    by_item: dict[tuple[UUID, Decimal], list[OriginalSale]] = defaultdict(list)
    for sale in sales:
        by_item[sale.item_id, sale.net_unit_price.normalize()].append(sale)
    parts: list[tuple[FileLine, OriginalSale | None, Decimal]] = []
    for line in lines:
        open_qty = Decimal(-line.qty)
        for sale in by_item[items[line.sku], line.price.normalize()]:
            qty = min(open_qty, left[sale.shipment_line_id])
            if qty > 0:
                parts.append((line, sale, qty))
                left[sale.shipment_line_id] -= qty
                open_qty -= qty
        if open_qty > 0:
            parts.append((line, None, open_qty))
    return parts


def _authorize(work: UnitOfWork, source: str, desk: Desk, document: FileDocument) -> UUID:
    customer_id = desk.customers[document.customer_code]
    if not mark_once(work, source, f"{document.key} authorized"):
        found = work.session.scalar(
            text("""SELECT id FROM crm.rma
                    WHERE company_id = :company AND customer_id = :customer AND customer_reference = :reference"""),
            {"company": desk.company_id, "customer": customer_id, "reference": document.number},
        )
        return UUID(str(found))
    sales = []
    if document.lines[0].customer:
        items = {desk.items[line.sku] for line in document.goods}
        sales = returnable_sales(
            work.session, desk.company_id, customer_id, item_ids=items, before=document.on, limit=MOST_SALES
        )
    return authorize_rma(
        work,
        RmaEntry(
            company_id=desk.company_id,
            branch_id=desk.branch_id,
            warehouse_id=desk.warehouse_id,
            customer_id=customer_id,
            authorized_on=document.on,
            customer_reference=document.number,
            lines=tuple(
                RmaLineEntry(qty, REASON, original_shipment_line_id=sale.shipment_line_id)
                if sale is not None
                else RmaLineEntry(qty, REASON, item_id=desk.items[line.sku], unit_price=line.price)
                for line, sale, qty in match_sales(document.goods, desk.items, sales)
            ),
        ),
    ).id


def _take_back(work: UnitOfWork, source: str, desk: Desk, document: FileDocument, rma_id: UUID) -> None:
    """Receive, inspect and restock all of it; the credit memo follows from the last of it."""
    if not mark_once(work, source, f"{document.key} returned"):
        return
    expected = work.execute(
        text("""SELECT e.id, e.qty, i.sku FROM inventory.return_expectation e
                JOIN inventory.item i ON i.id = e.item_id WHERE e.origin_id = :rma ORDER BY e.id"""),
        {"rma": rma_id},
    ).all()
    received = receive_return(
        work,
        [ReturnedGoods(row.id, row.qty) for row in expected],
        occurred_on=document.on,
    )
    inspect_return(work, received.id, [Finding(line_id, "as_new") for line_id in received.line_ids])
    dispose_return(
        work,
        received.id,
        [
            Disposal(line_id, "restock", row.qty, bin_id=desk.bin_of(row.sku))
            for line_id, row in zip(received.line_ids, expected, strict=True)
        ],
        occurred_on=document.on,
    )


def _credit_charges(work: UnitOfWork, source: str, desk: Desk, document: FileDocument) -> None:
    """One credit memo for each kind of reason among the charges."""
    if not mark_once(work, source, f"{document.key} credited"):
        return
    by_reason: dict[str, list[FileLine]] = defaultdict(list)
    for line in document.charges:
        by_reason[CREDIT_REASONS.get(line.sku, "price_adjustment")].append(line)
    for reason, lines in by_reason.items():
        issue_manual_credit_memo(
            work,
            company_id=desk.company_id,
            branch_id=desk.branch_id,
            customer_id=desk.customers[document.customer_code],
            reason=reason,
            explanation=f"{document.number}: {lines[0].charge_name}",
            credited_on=document.on,
            lines=[
                ManualCredit(line.charge_name, -round_amount(line.qty * line.price), number)
                for number, line in enumerate(lines)
            ],
        )
