"""To whom finance listens, in the order of execution: the map of automatic postings."""

from erp.crm.events import ChargesFulfilled
from erp.finance.accounts.require_accounts import require_accounts, require_branch_accounts
from erp.finance.credit_memos.credit_void import credit_void
from erp.finance.credit_memos.issue_credit_memo import issue_credit_memo
from erp.finance.credit_memos.send import email_credit_memo
from erp.finance.events import CreditMemoPosted, SalesInvoicePosted
from erp.finance.inventory_accounting.post_adjustment import post_adjustment
from erp.finance.inventory_accounting.post_cost_adjustment import post_cost_adjustment
from erp.finance.inventory_accounting.post_disposition import post_disposition
from erp.finance.inventory_accounting.post_goods_receipt import post_goods_receipt
from erp.finance.inventory_accounting.post_shipment_cost import post_shipment_cost, post_void_cost
from erp.finance.inventory_accounting.post_transfer import post_transfer
from erp.finance.inventory_accounting.value_returned_goods import value_returned_goods
from erp.finance.invoicing.bill_charges import bill_charges
from erp.finance.invoicing.bill_shipment import bill_shipment
from erp.finance.invoicing.send import email_invoice
from erp.inventory.events import (
    GoodsReceived,
    ItemFamilyActivated,
    ReceiptCostAdjusted,
    ReturnDispositioned,
    ReturnReceived,
    ShipmentConfirmed,
    ShipmentVoided,
    StockAdjusted,
    TransferShipped,
)
from erp.kernel.events import Subscription, during, later
from erp.organization.events import BranchActivated

SUBSCRIPTIONS: list[Subscription] = [
    *during(ItemFamilyActivated, require_accounts),
    *during(BranchActivated, require_branch_accounts),
    *during(GoodsReceived, post_goods_receipt),
    *during(ShipmentConfirmed, post_shipment_cost, bill_shipment),
    *during(ChargesFulfilled, bill_charges),
    *during(ShipmentVoided, post_void_cost, credit_void),
    *during(ReturnReceived, value_returned_goods),
    *during(ReturnDispositioned, post_disposition, issue_credit_memo),
    *during(StockAdjusted, post_adjustment),
    *during(TransferShipped, post_transfer),
    *during(ReceiptCostAdjusted, post_cost_adjustment),
    *later(SalesInvoicePosted, email_invoice),
    *later(CreditMemoPosted, email_credit_memo),
]
