"""Who may do what with invoices, credit memos, cash, supplier bills and payments."""

from erp.kernel.module import Permission

DOCUMENT_PERMISSIONS = (
    Permission(
        "finance.sales_invoice.view", "See invoices", ("branch_staff", "sales", "credit", "accountant", "controller")
    ),
    Permission(
        "finance.sales_invoice.send", "E-mail invoices and credit memos", ("branch_staff", "sales", "accountant")
    ),
    Permission("finance.billing.run", "Issue consolidated invoices", ("accountant", "controller")),
    Permission(
        "finance.credit_memo.view",
        "See credit memos",
        ("branch_staff", "sales", "credit", "accountant", "controller"),
    ),
    Permission("finance.credit_memo.issue", "Issue credit memos by hand", ("accountant", "controller")),
    Permission("finance.credit_memo.backdate", "Choose the day of a credit memo written by hand", ("controller",)),
    Permission("finance.credit_memo.exceed_limit", "Issue credit memos above the limit", ("controller",)),
    Permission(
        "finance.receivable.view",
        "See open items, aging and statements of customers",
        ("sales", "credit", "accountant", "controller"),
    ),
    Permission("finance.cash_receipt.view", "See cash receipts", ("sales", "credit", "accountant", "controller")),
    Permission("finance.cash_receipt.record", "Record cash receipts", ("credit", "accountant")),
    Permission("finance.cash_receipt.reverse", "Undo cash receipts", ("accountant", "controller")),
    Permission("finance.cash_application.apply", "Apply cash and credits to invoices", ("credit", "accountant")),
    Permission("finance.cash_application.reverse", "Undo cash applications", ("credit", "accountant")),
    Permission("finance.write_off.record", "Write off small differences", ("credit", "accountant", "controller")),
    Permission("finance.refund.pay", "Pay credits back to customers", ("accountant", "controller")),
    Permission("finance.dunning.run", "Remind customers who pay late", ("credit", "accountant")),
    Permission("finance.dunning.set_levels", "Set the levels and fees of reminders", ("controller",)),
    Permission(
        "finance.payable.view",
        "See what is owed to suppliers, and goods received not invoiced",
        ("buyer", "accountant", "controller"),
    ),
    Permission("finance.supplier_bill.view", "See supplier bills", ("buyer", "accountant", "controller")),
    Permission("finance.supplier_payment.view", "See payments to suppliers", ("accountant", "controller")),
    Permission("finance.supplier_bill.enter", "Enter supplier bills", ("accountant",)),
    Permission("finance.supplier_bill.approve", "Decide on supplier bills that are held", ("controller",)),
    Permission("finance.supplier_payment.record", "Record payments to suppliers", ("accountant", "controller")),
    Permission("finance.supplier_payment.reverse", "Undo payments to suppliers", ("accountant", "controller")),
)
