"""Do what the plan says, through the use cases that the pages call; each deed in one transaction of its own."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import text

from erp.crm.api import (
    LineEntry,
    OrderEntry,
    QuoteEntry,
    RmaEntry,
    RmaLineEntry,
    authorize_rma,
    enter_quote,
    place_sales_order,
    returnable_sales,
    send_quote,
)
from erp.finance.api import (
    BillLine,
    PaidItem,
    close_period,
    enter_supplier_bill,
    issue_consolidated_invoice,
    pay_supplier,
    record_cash_receipt,
)
from erp.inventory.api import (
    DeliveredLine,
    Disposal,
    Finding,
    OrderedLine,
    Pick,
    ReturnedGoods,
    confirm_picks,
    confirm_shipment,
    create_purchase_order,
    dispose_return,
    inspect_return,
    pack_shipment,
    purchase_order,
    receive_goods,
    receive_return,
    release_wave,
    submit_purchase_order,
)
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import period_of
from erp.overview.demo.catalogue import DemoItem
from erp.overview.demo.desk import Desk
from erp.overview.demo.plan import Delivery, Sale

SHELF_LIFE = timedelta(days=540)


def carry_out_delivery(work: UnitOfWork, desk: Desk, catalogue: dict[str, DemoItem], plan: Delivery) -> None:
    """Order a week before, receive on the day straight into the bins, and enter the supplier's bill."""
    company_id, branch_id = desk.companies[plan.company], desk.branches[plan.place]
    rate = Decimal("1.35") if plan.company == "MAPLE" else Decimal(1)
    order_id = create_purchase_order(
        work, supplier_id=desk.suppliers[plan.supplier], warehouse_id=desk.warehouses[plan.place],
        ordered_on=plan.on - timedelta(days=7 if plan.arrives else 2),
        expected_on=plan.on if plan.arrives else plan.on + timedelta(days=5),
        lines=[
            OrderedLine(desk.items[sku], Decimal(qty),
                        unit_cost=(catalogue[sku].unit_cost * rate).quantize(Decimal("0.0001")))
            for sku, qty in plan.lines
        ],
    )
    submit_purchase_order(work, order_id)
    if not plan.arrives:
        return
    ordered = purchase_order(work.session, order_id).lines
    receive_goods(work, order_id, [
        DeliveredLine(
            line.id, line.entered_qty, bin_id=desk.bin_of(plan.place, catalogue[line.sku].rank),
            lot_code=f"L{plan.on:%y%m}" if catalogue[line.sku].tracking == "lot" else "",
            expires_on=plan.on + SHELF_LIFE if catalogue[line.sku].tracking == "lot" else None,
        )
        for line in ordered
    ], received_on=plan.on)
    work.settle()
    if plan.billed:
        _bill(work, company_id, branch_id, desk, plan, order_id)


def _bill(
    work: UnitOfWork, company_id: UUID, branch_id: UUID, desk: Desk, plan: Delivery, order_id: UUID
) -> None:
    rows = work.execute(
        text("""SELECT l.id, l.qty, l.amount, i.description FROM inventory.goods_receipt_line l
                JOIN inventory.goods_receipt r ON r.id = l.goods_receipt_id JOIN inventory.item i ON i.id = l.item_id
                WHERE r.purchase_order_id = :order ORDER BY l.position"""), {"order": order_id}).all()
    enter_supplier_bill(
        work, company_id=company_id, branch_id=branch_id, supplier_id=desk.suppliers[plan.supplier],
        supplier_number=f"{plan.supplier[:3]}-{plan.place}-{plan.on:%y%m}", billed_on=plan.on,
        total_amount=sum((row.amount for row in rows), Decimal(0)),
        lines=[
            BillLine(row.description, row.qty, row.amount, grni_item_id=row.id, index=number)
            for number, row in enumerate(rows)
        ],
    )


def carry_out_sale(work: UnitOfWork, desk: Desk, plan: Sale) -> None:
    """Quote, or order and take the goods as far as the plan says and as the stock allows."""
    lines = [LineEntry(qty=Decimal(qty), item_id=desk.items[sku]) for sku, qty in plan.lines]
    if plan.freight is not None:
        lines.append(LineEntry(description="Freight", charge_kind="freight", unit_price=plan.freight))
    if plan.depth == "quoted":
        quote = enter_quote(work, QuoteEntry(
            company_id=desk.companies[plan.company], branch_id=desk.branches[plan.place],
            warehouse_id=desk.warehouses[plan.place], customer_id=desk.customers[plan.customer], quoted_on=plan.on,
            lines=tuple(lines),
        ))
        send_quote(work, quote.id)
        return
    order = place_sales_order(work, OrderEntry(
        company_id=desk.companies[plan.company], branch_id=desk.branches[plan.place],
        warehouse_id=desk.warehouses[plan.place], customer_id=desk.customers[plan.customer], ordered_on=plan.on,
        requested_on=plan.on + timedelta(days=1), lines=tuple(lines), customer_reference=f"PO {70000 + plan.number}",
        channel=("counter", "inside_sales", "web")[plan.number % 3],
    ))
    work.settle()
    if order.decision == "released" and plan.depth != "allocated" and _anything_allocated(work, order.id):
        _ship(work, desk, plan, order.id)


def _anything_allocated(work: UnitOfWork, order_id: UUID) -> bool:
    return bool(work.session.scalar(
        text("SELECT EXISTS (SELECT FROM inventory.demand_line WHERE origin_id = :order AND qty_allocated > 0)"),
        {"order": order_id},
    ))


def _ship(work: UnitOfWork, desk: Desk, plan: Sale, order_id: UUID) -> None:
    wave = release_wave(work, desk.warehouses[plan.place], origin_ids=[order_id])
    if plan.depth == "picking":
        return
    tasks = work.execute(text("SELECT id, qty FROM inventory.pick_task WHERE wave_id = :wave"), {"wave": wave.id})
    confirm_picks(work, [Pick(task.id, task.qty) for task in tasks])
    pack_shipment(work, wave.shipments[order_id])
    if plan.depth == "shipped":
        confirm_shipment(work, wave.shipments[order_id], occurred_on=plan.on)


def carry_out_return(work: UnitOfWork, desk: Desk, plan: Sale, on: date) -> None:
    """The customer sends back half of the first line of that sale; it gets as far as the plan says."""
    company_id = desk.companies[plan.company]
    sales = returnable_sales(work.session, company_id, desk.customers[plan.customer], before=on, limit=20)
    sale = next((s for s in sales if s.item_id == desk.items[plan.lines[0][0]]), None)
    if sale is None:
        return
    qty = max(Decimal(int(sale.qty_returnable / 2)), Decimal(1))
    rma = authorize_rma(work, RmaEntry(
        company_id=company_id, branch_id=desk.branches[plan.place], warehouse_id=desk.warehouses[plan.place],
        customer_id=desk.customers[plan.customer], authorized_on=on,
        restocking_fee_percent=Decimal(plan.number % 2 * 10),
        lines=(RmaLineEntry(qty, "other", original_shipment_line_id=sale.shipment_line_id),),
    ))
    work.settle()
    if plan.returns == "authorized":
        return
    expectation = work.session.scalars(
        text("SELECT id FROM inventory.return_expectation WHERE origin_id = :rma"), {"rma": rma.id}).one()
    came = receive_return(work, [ReturnedGoods(expectation, qty)], occurred_on=on)
    work.settle()
    if plan.returns == "received":
        return
    (line_id,) = came.line_ids
    inspect_return(work, came.id, [Finding(line_id, "as_new" if plan.number % 4 else "damaged")])
    disposition = "restock" if plan.number % 4 else "scrap"
    dispose_return(work, came.id, [Disposal(line_id, disposition, qty, "demo")], occurred_on=on)


def carry_out_billing(work: UnitOfWork, desk: Desk, company: str, on: date) -> None:
    """Customers billed daily or weekly get one invoice for what has shipped."""
    rows = work.execute(
        text("""SELECT DISTINCT branch_id, customer_id, payment_term_id FROM finance.unbilled_line
                WHERE company_id = :company AND is_open ORDER BY 1, 2, 3"""),
        {"company": desk.companies[company]}).all()
    for row in rows:
        issue_consolidated_invoice(
            work, company_id=desk.companies[company], branch_id=row.branch_id, customer_id=row.customer_id,
            payment_term_id=row.payment_term_id, invoiced_on=on, through=on)
        work.settle()


def carry_out_payments(work: UnitOfWork, desk: Desk, company: str, days_late: dict[str, int], on: date) -> None:
    """Customers pay what is due, each as many days late as it always is; the oldest items first."""
    owed = work.execute(
        text("""SELECT o.branch_id, o.customer_id, sum(o.balance_amount) AS amount
                FROM finance.open_item o
                JOIN unnest(CAST(:customers AS uuid[]), CAST(:days AS int[])) AS c(id, late) ON c.id = o.customer_id
                WHERE o.company_id = :company AND o.side = 'receivable' AND o.balance_amount > 0
                  AND o.due_on <= CAST(:today AS date) - c.late
                GROUP BY 1, 2 ORDER BY 1, 2"""),
        {"company": desk.companies[company], "customers": [desk.customers[code] for code in days_late],
         "days": list(days_late.values()), "today": on}).all()
    for row in owed:
        record_cash_receipt(
            work, company_id=desk.companies[company], branch_id=row.branch_id, customer_id=row.customer_id,
            amount=row.amount, received_on=on, reference=f"Transfer {on:%d %b}", oldest_first=True)
        work.settle()


def carry_out_supplier_payments(work: UnitOfWork, desk: Desk, company: str, on: date) -> None:
    """Supplier bills that are due are paid, one transfer a supplier and branch."""
    due = work.execute(
        text("""SELECT branch_id, supplier_id, id, balance_amount FROM finance.open_item
                WHERE company_id = :company AND side = 'payable' AND balance_amount > 0 AND due_on <= :today
                ORDER BY branch_id, supplier_id, due_on, id"""),
        {"company": desk.companies[company], "today": on}).all()
    for (branch_id, supplier_id), bills in groupby(due, key=lambda row: (row.branch_id, row.supplier_id)):
        items = [PaidItem(bill.id, bill.balance_amount) for bill in bills]
        pay_supplier(
            work, company_id=desk.companies[company], branch_id=branch_id, supplier_id=supplier_id,
            amount=sum((item.amount for item in items), Decimal(0)), paid_on=on, reference=f"Transfer {on:%d %b}",
            items=items)
        work.settle()


def carry_out_close(work: UnitOfWork, desk: Desk, company: str, year: int, month: int) -> None:
    """The month is closed on its checklist."""
    period = period_of(work.session, desk.companies[company], date(year, month, 1))
    close_period(work, period.id, note="Demo")
