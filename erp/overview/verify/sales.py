"""Invariants from the sales order to the invoice, and of credit exposure."""

from erp.overview.verify.invariant import Invariant

SALES = (
    Invariant(
        "order-shipped", "sales", "An order line counts as shipped what was shipped for it",
        "A customer is told that goods are on their way, or still to come, which are not.",
        "SELECT count(*) FROM crm.sales_order_line WHERE is_stocked",
        """
        WITH gone AS (
            SELECT l.origin_line_id AS id, sum(l.qty) AS qty FROM inventory.shipment_line l
            JOIN inventory.shipment s ON s.id = l.shipment_id
            WHERE s.status = 'shipped' AND s.origin_kind = 'sales_order' GROUP BY 1)
        SELECT o.number || ' line ' || l.position AS what, coalesce(g.qty, 0) AS expected, l.qty_shipped AS found
        FROM crm.sales_order_line l JOIN crm.sales_order o ON o.id = l.order_id LEFT JOIN gone g ON g.id = l.id
        WHERE l.is_stocked AND coalesce(g.qty, 0) <> l.qty_shipped""",
    ),
    Invariant(
        "shipped-billed", "sales", "What was shipped is invoiced or stands as unbilled receivable, line by line",
        "Goods have left that nobody will ever be asked to pay, or that are asked for twice.",
        "SELECT count(*) FROM inventory.shipment_line",
        """
        WITH shipped AS (
            SELECT l.id, l.qty, s.number
            FROM inventory.shipment_line l JOIN inventory.shipment s ON s.id = l.shipment_id
            WHERE s.status = 'shipped' AND s.origin_kind = 'sales_order'),
        invoiced AS (
            SELECT shipment_line_id AS id, sum(qty) AS qty FROM finance.sales_invoice_line
            WHERE shipment_line_id IS NOT NULL AND unbilled_line_id IS NULL GROUP BY 1),
        unbilled AS (
            SELECT shipment_line_id AS id, sum(qty) AS qty FROM finance.unbilled_line
            WHERE shipment_line_id IS NOT NULL AND kind = 'item' GROUP BY 1)
        SELECT s.number AS what, s.qty AS expected, coalesce(i.qty, 0) + coalesce(u.qty, 0) AS found
        FROM shipped s LEFT JOIN invoiced i ON i.id = s.id LEFT JOIN unbilled u ON u.id = s.id
        WHERE s.qty <> coalesce(i.qty, 0) + coalesce(u.qty, 0)""",
    ),
    Invariant(
        "billed-price", "sales", "Every invoice line bills what its order line was agreed at",
        "A customer was charged another amount than the one frozen when the goods left.",
        "SELECT count(*) FROM crm.billing_line WHERE shipment_line_id IS NOT NULL",
        """
        WITH asked AS (
            SELECT shipment_line_id, sum(amount) AS amount FROM (
                SELECT shipment_line_id, amount FROM finance.sales_invoice_line
                WHERE unbilled_line_id IS NULL AND shipment_line_id IS NOT NULL AND kind = 'item'
                UNION ALL
                SELECT shipment_line_id, amount FROM finance.unbilled_line
                WHERE shipment_line_id IS NOT NULL AND kind = 'item') AS a
            GROUP BY 1)
        SELECT 'shipment line ' || b.shipment_line_id AS what, b.amount AS expected, a.amount AS found
        FROM crm.billing_line b LEFT JOIN asked a USING (shipment_line_id)
        WHERE b.shipment_line_id IS NOT NULL AND b.amount IS DISTINCT FROM a.amount""",
    ),
    Invariant(
        "unbilled-lines", "sales", "Every unbilled line stands at what was shipped less what was invoiced or returned",
        "A consolidated invoice would bill the wrong amount.",
        "SELECT count(*) FROM finance.unbilled_line",
        """
        WITH told AS (
            SELECT unbilled_line_id AS id, sum(amount) AS amount FROM finance.unbilled_entry GROUP BY 1)
        SELECT u.order_number || ' ' || u.sku AS what, coalesce(t.amount, 0) AS expected, u.open_amount AS found
        FROM finance.unbilled_line u LEFT JOIN told t ON t.id = u.id
        WHERE coalesce(t.amount, 0) <> u.open_amount""",
    ),
    Invariant(
        "credited-once", "sales", "No invoice is given back by more than it charged, net and tax, fees apart",
        "A customer was credited twice for the same goods, and tax was given back that was never charged.",
        "SELECT count(*) FROM finance.credit_memo_line WHERE invoice_id IS NOT NULL",
        """
        WITH given AS (
            SELECT c.invoice_id, sum(c.amount) AS net, sum(coalesce(t.amount, 0)) AS tax
            FROM finance.credit_memo_line c
            CROSS JOIN LATERAL (
                SELECT sum((part ->> 'tax_amount')::numeric) AS amount FROM jsonb_array_elements(c.tax_parts) AS part
            ) AS t
            WHERE c.invoice_id IS NOT NULL AND c.kind <> 'restocking_fee' GROUP BY c.invoice_id)
        SELECT i.number AS what, i.net_amount AS expected, g.net AS found
        FROM given g JOIN finance.sales_invoice i ON i.id = g.invoice_id WHERE g.net > i.net_amount
        UNION ALL
        SELECT i.number || ' tax', i.tax_amount, g.tax
        FROM given g JOIN finance.sales_invoice i ON i.id = g.invoice_id WHERE g.tax > i.tax_amount""",
    ),
    Invariant(
        "unbilled-account", "sales", "Unbilled lines equal the unbilled receivable accounts, company by company",
        "Revenue was recognised that no invoice will follow, or the other way round.",
        "SELECT count(*) FROM organization.company",
        """
        WITH detail AS (SELECT company_id, sum(open_amount) AS amount FROM finance.unbilled_line GROUP BY 1),
        posted AS (
            SELECT l.company_id, sum(l.debit - l.credit) AS amount
            FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
            WHERE a.control = 'unbilled' GROUP BY 1)
        SELECT c.code AS what, coalesce(d.amount, 0) AS expected, coalesce(p.amount, 0) AS found
        FROM organization.company c LEFT JOIN detail d ON d.company_id = c.id LEFT JOIN posted p ON p.company_id = c.id
        WHERE coalesce(d.amount, 0) <> coalesce(p.amount, 0)""",
    ),
    Invariant(
        "invoice-adds-up", "sales", "The lines and taxes of every invoice and credit memo add up to its total",
        "A printed document is wrong on its face.",
        "SELECT (SELECT count(*) FROM finance.sales_invoice) + (SELECT count(*) FROM finance.credit_memo)",
        """
        SELECT i.number AS what, i.total_amount AS expected, sum(l.amount + l.tax_amount) + i.rounding_amount AS found
        FROM finance.sales_invoice i LEFT JOIN finance.sales_invoice_line l ON l.invoice_id = i.id
        GROUP BY i.id, i.number, i.total_amount, i.net_amount, i.rounding_amount
        HAVING coalesce(sum(l.amount), 0) <> i.net_amount
            OR coalesce(sum(l.amount + l.tax_amount), 0) + i.rounding_amount <> i.total_amount
        UNION ALL
        SELECT m.number, m.total_amount, sum(l.amount + l.tax_amount) + m.rounding_amount
        FROM finance.credit_memo m LEFT JOIN finance.credit_memo_line l ON l.credit_memo_id = m.id
        GROUP BY m.id, m.number, m.total_amount, m.net_amount, m.rounding_amount
        HAVING coalesce(sum(l.amount), 0) <> m.net_amount
            OR coalesce(sum(l.amount + l.tax_amount), 0) + m.rounding_amount <> m.total_amount""",
    ),
    Invariant(
        "numbers-gapless", "sales", "Invoice and credit memo numbers have no gap and no double",
        "A tax inspector asks where the missing invoice is.",
        "SELECT count(*) FROM kernel.number_series WHERE kind IN ('sales_invoice', 'credit_memo')",
        """
        WITH issued AS (
            SELECT 'sales_invoice' AS kind, company_id, branch_id, fiscal_year, count(DISTINCT series_number) AS n,
                   max(series_number) AS last FROM finance.sales_invoice GROUP BY 1, 2, 3, 4
            UNION ALL
            SELECT 'credit_memo', company_id, branch_id, fiscal_year, count(DISTINCT series_number),
                   max(series_number) FROM finance.credit_memo GROUP BY 1, 2, 3, 4)
        SELECT format('%s %s', kind, fiscal_year) AS what, coalesce(s.last_number, 0) AS expected,
               coalesce(i.n, 0) AS found
        FROM issued i
        FULL JOIN (SELECT * FROM kernel.number_series WHERE kind IN ('sales_invoice', 'credit_memo')) s
             USING (kind, company_id, branch_id, fiscal_year)
        WHERE coalesce(i.n, 0) <> coalesce(s.last_number, 0) OR coalesce(i.last, 0) <> coalesce(i.n, 0)""",
    ),
    Invariant(
        "exposure", "sales", "A customer's credit exposure is what finance knows of the customer",
        "Orders are held or let go on wrong figures.",
        "SELECT count(DISTINCT customer_id) FROM crm.exposure_entry",
        """
        WITH told AS (
            SELECT company_id, customer_id, sum(amount) AS amount FROM crm.exposure_entry GROUP BY 1, 2),
        owed AS (
            SELECT company_id, customer_id, sum(amount) AS amount FROM (
                SELECT company_id, customer_id, balance_amount AS amount
                FROM finance.open_item WHERE side = 'receivable'
                UNION ALL
                SELECT company_id, customer_id, open_amount + open_tax_amount FROM finance.unbilled_line) AS o
            GROUP BY 1, 2)
        SELECT c.code AS what, coalesce(o.amount, 0) AS expected, coalesce(t.amount, 0) AS found
        FROM told t FULL JOIN owed o USING (company_id, customer_id) JOIN crm.customer c ON c.id = customer_id
        WHERE coalesce(o.amount, 0) <> coalesce(t.amount, 0)""",
    ),
)
