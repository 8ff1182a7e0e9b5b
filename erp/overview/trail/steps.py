"""Which document leads to which: one small query for each step, forward and backward.

A step is written once; both directions read it. ``low`` is the earlier document, ``high`` what followed from it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One kind of document leading to another; ``rows`` selects (low_id, high_id) pairs."""

    low: str
    high: str
    rows: str


STEPS = (
    Step("quote", "sales_order", "SELECT quote_id AS low_id, id AS high_id FROM crm.sales_order"),
    Step("sales_order", "shipment",
         "SELECT origin_id AS low_id, id AS high_id FROM inventory.shipment WHERE origin_kind = 'sales_order'"),
    Step("wave", "shipment", "SELECT wave_id AS low_id, shipment_id AS high_id FROM inventory.pick_task"),
    Step("sales_order", "rma", """
        SELECT ol.order_id AS low_id, rl.rma_id AS high_id
        FROM crm.rma_line rl JOIN crm.sales_order_line ol ON ol.id = rl.order_line_id"""),
    Step("shipment", "sales_invoice",
         "SELECT shipment_id AS low_id, invoice_id AS high_id FROM finance.sales_invoice_line"),
    Step("sales_order", "sales_invoice", """
        SELECT b.order_id AS low_id, i.id AS high_id
        FROM finance.sales_invoice i JOIN crm.billing_line b ON b.document_id = i.origin_id
        WHERE i.kind = 'charges'"""),
    Step("rma", "return_receipt", "SELECT origin_id AS low_id, id AS high_id FROM inventory.return_receipt"),
    Step("return_receipt", "credit_memo",
         "SELECT origin_id AS low_id, id AS high_id FROM finance.credit_memo WHERE origin_kind = 'return_receipt'"),
    Step("shipment", "credit_memo",
         "SELECT origin_id AS low_id, id AS high_id FROM finance.credit_memo WHERE origin_kind = 'shipment'"),
    Step("sales_invoice", "credit_memo", """
        SELECT il.invoice_id AS low_id, cl.credit_memo_id AS high_id
        FROM finance.credit_memo_line cl JOIN finance.sales_invoice_line il ON il.id = cl.invoice_line_id"""),
    Step("sales_invoice", "cash_receipt", """
        SELECT due.document_id AS low_id, paid.document_id AS high_id
        FROM finance.cash_application a JOIN finance.open_item due ON due.id = a.to_item_id
        JOIN finance.open_item paid ON paid.id = a.from_item_id WHERE paid.kind = 'cash_receipt'"""),
    Step("purchase_order", "goods_receipt",
         "SELECT purchase_order_id AS low_id, id AS high_id FROM inventory.goods_receipt"),
    Step("stock_count", "stock_adjustment",
         "SELECT id AS low_id, adjustment_id AS high_id FROM inventory.stock_count"),
    Step("goods_receipt", "supplier_bill", """
        SELECT r.goods_receipt_id AS low_id, l.bill_id AS high_id
        FROM finance.supplier_bill_line l JOIN inventory.goods_receipt_line r ON r.id = l.grni_item_id"""),
    Step("supplier_bill", "supplier_payment", """
        SELECT due.document_id AS low_id, paid.document_id AS high_id
        FROM finance.cash_application a JOIN finance.open_item due ON due.id = a.to_item_id
        JOIN finance.open_item paid ON paid.id = a.from_item_id WHERE paid.kind = 'supplier_payment'"""),
)

# Documents that bundle many others: they are shown, but the trail does not go on through them.
BUNDLES = frozenset({"wave", "cash_receipt", "supplier_payment"})
