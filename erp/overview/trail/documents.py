"""The kinds of document a trail can pass through: where they stand, how they are dated, who may open them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentKind:
    """How one kind of document is read and shown."""

    title: str
    table: str
    day: str  # SQL of its date
    state: str  # SQL of the word for its state
    endpoint: str
    argument: str
    permission: str
    branch: str = "branch_id"  # SQL of the branch it belongs to


DOCUMENTS = {
    "quote": DocumentKind(
        "Quote", "crm.quote", "quoted_on", "decision", "crm_quotes.show", "quote_id", "crm.quote.view"),
    "sales_order": DocumentKind(
        "Sales order", "crm.sales_order", "ordered_on", "decision", "crm_orders.show", "order_id",
        "crm.sales_order.view"),
    "wave": DocumentKind(
        "Wave", "inventory.wave", "released_at", "'released'", "inventory_waves.show", "wave_id",
        "inventory.wave.view",
        "(SELECT w.branch_id FROM inventory.warehouse w WHERE w.id = wave.warehouse_id)"),
    "shipment": DocumentKind(
        "Shipment", "inventory.shipment", "coalesce(shipped_on, promised_on)", "status", "inventory_shipping.show",
        "shipment_id", "inventory.shipment.view"),
    "sales_invoice": DocumentKind(
        "Invoice", "finance.sales_invoice", "invoiced_on", "'posted'", "finance_invoicing.show", "invoice_id",
        "finance.sales_invoice.view"),
    "cash_receipt": DocumentKind(
        "Cash receipt", "finance.cash_receipt", "received_on", "kind", "finance_receivables.show_receipt",
        "receipt_id", "finance.cash_receipt.view"),
    "rma": DocumentKind("RMA", "crm.rma", "authorized_on", "decision", "crm_returns.show", "rma_id", "crm.rma.view"),
    "return_receipt": DocumentKind(
        "Return receipt", "inventory.return_receipt", "received_on", "'received'", "inventory_returns.show",
        "receipt_id", "inventory.return.view"),
    "credit_memo": DocumentKind(
        "Credit memo", "finance.credit_memo", "credited_on", "reason", "finance_credit_memos.show", "credit_memo_id",
        "finance.credit_memo.view"),
    "purchase_order": DocumentKind(
        "Purchase order", "inventory.purchase_order", "ordered_on", "status", "inventory_purchasing.show",
        "purchase_order_id", "inventory.purchase_order.view"),
    "goods_receipt": DocumentKind(
        "Goods receipt", "inventory.goods_receipt", "received_on", "'received'", "inventory_receiving.show",
        "goods_receipt_id", "inventory.goods_receipt.view"),
    "supplier_bill": DocumentKind(
        "Supplier bill", "finance.supplier_bill", "billed_on", "status", "finance_payables.show", "bill_id",
        "finance.supplier_bill.view"),
    "supplier_payment": DocumentKind(
        "Supplier payment", "finance.supplier_payment", "paid_on", "'paid'", "finance_supplier_payments.show",
        "payment_id", "finance.supplier_payment.view"),
    "transfer_order": DocumentKind(
        "Transfer", "inventory.transfer_order", "coalesce(shipped_on, requested_on)", "status",
        "inventory_transfers.show", "transfer_order_id", "inventory.transfer.view",
        "(SELECT w.branch_id FROM inventory.warehouse w WHERE w.id = transfer_order.from_warehouse_id)"),
    "stock_count": DocumentKind(
        "Stock count", "inventory.stock_count", "opened_at", "status", "inventory_counts.show", "count_id",
        "inventory.count.view"),
    "stock_adjustment": DocumentKind(
        "Stock adjustment", "inventory.stock_adjustment", "occurred_on", "'posted'", "inventory_adjustments.show",
        "adjustment_id", "inventory.adjustment.view"),
    "manual_journal": DocumentKind(
        "Manual journal", "finance.manual_journal", "posted_on", "status", "finance_manual_journals.show", "journal_id",
        "finance.journal_entry.view", "CAST(NULL AS uuid)"),
}
