"""On which page the document behind a journal entry is shown."""

# source kind of the entry -> endpoint, and the name of its argument
DOCUMENT_PAGES = {
    "goods_receipt": ("inventory_receiving.show", "goods_receipt_id"),
    "landed_cost": ("inventory_landed_costs.show", "landed_cost_id"),
    "shipment": ("inventory_shipping.show", "shipment_id"),
    "return_receipt": ("inventory_returns.show", "receipt_id"),
    "stock_adjustment": ("inventory_adjustments.show", "adjustment_id"),
    "transfer_order": ("inventory_transfers.show", "transfer_order_id"),
    "sales_invoice": ("finance_invoicing.show", "invoice_id"),
    "credit_memo": ("finance_credit_memos.show", "credit_memo_id"),
    "cash_receipt": ("finance_receivables.show_receipt", "receipt_id"),
    "supplier_bill": ("finance_payables.show", "bill_id"),
    "supplier_payment": ("finance_supplier_payments.show", "payment_id"),
    "manual_journal": ("finance_manual_journals.show", "journal_id"),
    "journal_reversal": ("finance_manual_journals.show", "journal_id"),
}
