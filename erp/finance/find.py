"""What the search finds of the books: documents of money, entries and accounts; and what the palette starts."""

from erp.kernel.finding import NUMBER, PART, START, Command, Findable, Way

_CUSTOMER = """SELECT d.id, d.number AS code, p.name AS text, {extra} AS extra
               FROM finance.{table} d JOIN crm.customer p ON p.id = d.customer_id"""
_SUPPLIER = """SELECT d.id, d.number AS code, p.name AS text, {extra} AS extra
               FROM finance.{table} d JOIN inventory.supplier p ON p.id = d.supplier_id"""


def _document(
    kind: str, title: str, icon: str, endpoint: str, argument: str, order: int, rows: str, *, permission: str = "",
    branches: tuple[str, ...] = (),
) -> Findable:  # fmt: skip
    return Findable(
        kind=kind,
        title=title,
        icon=icon,
        permission=permission or f"finance.{kind}.view",
        endpoint=endpoint,
        argument=argument,
        table=f"finance.{kind}",
        rows=rows,
        key="d.id",
        order=order,
        branches=branches,
    )


FINDABLES = (
    _document(
        "sales_invoice",
        "Invoices",
        "file-invoice",
        "finance_invoicing.show",
        "invoice_id",
        42,
        _CUSTOMER.format(table="sales_invoice", extra="d.order_numbers"),
        branches=("branch_id",),
    ),
    _document(
        "credit_memo",
        "Credit memos",
        "receipt-refund",
        "finance_credit_memos.show",
        "credit_memo_id",
        44,
        _CUSTOMER.format(table="credit_memo", extra="d.invoice_numbers"),
        branches=("branch_id",),
    ),
    _document(
        "cash_receipt",
        "Cash receipts",
        "cash",
        "finance_receivables.show_receipt",
        "receipt_id",
        46,
        _CUSTOMER.format(table="cash_receipt", extra="d.reference"),
        branches=("branch_id",),
    ),
    _document(
        "supplier_bill",
        "Supplier bills",
        "file-invoice",
        "finance_payables.show",
        "bill_id",
        54,
        _SUPPLIER.format(table="supplier_bill", extra="d.supplier_number"),
        branches=("branch_id",),
    ),
    _document(
        "supplier_payment",
        "Payments to suppliers",
        "coin",
        "finance_supplier_payments.show",
        "payment_id",
        56,
        _SUPPLIER.format(table="supplier_payment", extra="d.reference"),
        branches=("branch_id",),
    ),
    _document(
        "journal_entry",
        "Journal entries",
        "book",
        "finance_ledger.show",
        "entry_id",
        80,
        "SELECT d.id, d.number AS code, d.memo AS text, CAST(d.posted_on AS text) AS extra"
        " FROM finance.journal_entry d",
    ),
    _document(
        "manual_journal",
        "Manual journals",
        "book",
        "finance_manual_journals.show",
        "journal_id",
        82,
        "SELECT d.id, d.number AS code, d.memo AS text, d.status AS extra FROM finance.manual_journal d",
        permission="finance.journal_entry.view",
    ),
    _document(
        "account",
        "Accounts",
        "book",
        "finance_reports.account",
        "account_id",
        84,
        "SELECT d.id, d.code, d.name AS text, d.kind AS extra FROM finance.account d",
    ),
)

WAYS = (
    Way("sales_invoice", NUMBER, prefix="INV"),
    Way("credit_memo", NUMBER, prefix="CM"),
    Way("cash_receipt", NUMBER, prefix="CR"),
    Way("supplier_bill", NUMBER, prefix="SB"),
    Way("supplier_bill", START, ("upper(supplier_number)",), label="Their number"),
    Way("supplier_payment", NUMBER, prefix="SP"),
    Way("journal_entry", NUMBER, prefix="JE"),
    Way("manual_journal", NUMBER, prefix="MJ"),
    Way("account", PART, ("code", "name")),
)

COMMANDS = (
    Command("Record cash received", "finance_receivables.new", "finance.cash_receipt.record", icon="cash"),
    Command("Enter a supplier bill", "finance_payables.new", "finance.supplier_bill.enter", icon="file-invoice"),
    Command("Pay a supplier", "finance_supplier_payments.new", "finance.supplier_payment.record", icon="coin"),
    Command("New credit memo", "finance_credit_memos.new", "finance.credit_memo.issue"),
    Command("New manual journal", "finance_manual_journals.new", "finance.manual_journal.submit"),
)
