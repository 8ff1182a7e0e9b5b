"""Invariants of receivables, payables and goods received not invoiced."""

from erp.overview.verify.invariant import Invariant


def _control(code: str, title: str, meaning: str, area: str, control: str, detail: str, sign: str) -> Invariant:
    """A subledger and its control account, company by company."""
    return Invariant(
        code, area, title, meaning, "SELECT count(*) FROM organization.company",
        f"""
        WITH detail AS ({detail}),
        posted AS (
            SELECT l.company_id, sum({sign}) AS amount
            FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
            WHERE a.control = '{control}' GROUP BY 1)
        SELECT c.code AS what, coalesce(d.amount, 0) AS expected, coalesce(p.amount, 0) AS found
        FROM organization.company c LEFT JOIN detail d ON d.company_id = c.id LEFT JOIN posted p ON p.company_id = c.id
        WHERE coalesce(d.amount, 0) <> coalesce(p.amount, 0)""",  # noqa: S608
    )


_OPEN = "SELECT company_id, sum(balance_amount) AS amount FROM finance.open_item WHERE side = '{}' GROUP BY 1"

OPEN_ITEMS = (
    _control(
        "receivables", "Open items of customers equal the receivable accounts, company by company",
        "The aging and the balance sheet tell two stories of what customers owe.",
        "receivables", "receivable", _OPEN.format("receivable"), "l.debit - l.credit",
    ),
    _control(
        "payables", "Open items of suppliers equal the payable accounts, company by company",
        "We would pay another amount than the balance sheet says we owe.",
        "payables", "payable", _OPEN.format("payable"), "l.credit - l.debit",
    ),
    _control(
        "grni", "Goods received not invoiced equal their accounts, company by company",
        "Goods were billed that never came, or came and will never be billed.",
        "payables", "grni", "SELECT company_id, sum(open_amount) AS amount FROM finance.grni_item GROUP BY 1",
        "l.credit - l.debit",
    ),
    Invariant(
        "grni-lines", "payables", "Every receipt line stands at what was received less what was billed",
        "A supplier bill would be matched against the wrong quantity.",
        "SELECT count(*) FROM finance.grni_item",
        """
        WITH told AS (SELECT grni_item_id AS id, sum(amount) AS amount FROM finance.grni_entry GROUP BY 1)
        SELECT 'receipt line ' || g.id AS what, coalesce(t.amount, 0) AS expected, g.open_amount AS found
        FROM finance.grni_item g LEFT JOIN told t ON t.id = g.id WHERE coalesce(t.amount, 0) <> g.open_amount
        UNION ALL
        SELECT 'receipt line ' || r.id, r.amount, NULL FROM inventory.goods_receipt_line r
        LEFT JOIN finance.grni_item g ON g.id = r.id WHERE g.id IS NULL""",
    ),
    Invariant(
        "open-balance", "receivables", "Every open item stands at its amount less what was applied to it",
        "A customer is reminded of what was paid, or never of what was not.",
        "SELECT count(*) FROM finance.open_item",
        """
        WITH moved AS (
            SELECT id, sum(amount) AS amount FROM (
                SELECT to_item_id AS id, -(amount + discount_amount + write_off_amount) AS amount
                FROM finance.cash_application
                UNION ALL
                SELECT from_item_id, amount FROM finance.cash_application WHERE from_item_id IS NOT NULL) AS m
            GROUP BY 1)
        SELECT o.number AS what, o.original_amount + coalesce(m.amount, 0) AS expected, o.balance_amount AS found
        FROM finance.open_item o LEFT JOIN moved m ON m.id = o.id
        WHERE o.original_amount + coalesce(m.amount, 0) <> o.balance_amount
           OR abs(o.balance_amount) > abs(o.original_amount)""",
    ),
    Invariant(
        "invoice-owed", "receivables", "Every invoice and credit memo stands as an open item at its total",
        "An invoice was issued that nobody owes.",
        "SELECT (SELECT count(*) FROM finance.sales_invoice) + (SELECT count(*) FROM finance.credit_memo)",
        """
        WITH owed AS (SELECT document_id AS id, sum(original_amount) AS amount FROM finance.open_item
                      WHERE kind IN ('sales_invoice', 'credit_memo') GROUP BY 1),
        issued AS (SELECT id, number, total_amount AS amount FROM finance.sales_invoice
                   UNION ALL SELECT id, number, -total_amount FROM finance.credit_memo)
        SELECT i.number AS what, i.amount AS expected, coalesce(o.amount, 0) AS found
        FROM issued i LEFT JOIN owed o ON o.id = i.id WHERE i.amount <> coalesce(o.amount, 0)""",
    ),
    Invariant(
        "cash-received", "receivables", "Every cash receipt stands as an open item at its amount",
        "Money arrived that is on nobody's account.",
        "SELECT count(*) FROM finance.cash_receipt",
        """
        SELECT r.number AS what, -r.amount AS expected, coalesce(o.original_amount, 0) AS found
        FROM finance.cash_receipt r LEFT JOIN finance.open_item o ON o.document_id = r.id
        WHERE -r.amount <> coalesce(o.original_amount, 0)""",
    ),
)
