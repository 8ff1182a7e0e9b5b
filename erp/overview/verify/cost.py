"""Invariants of inventory value: pools, layers, consumption, and the inventory accounts of the ledger."""

from erp.overview.verify.invariant import Invariant

COST = (
    Invariant(
        "cost-ledger", "cost", "The cost ledger adds up to the cost pools",
        "The value shown for an item is not what its receipts and issues say.",
        "SELECT count(*) FROM inventory.cost_pool",
        """
        WITH moved AS (
            SELECT pool_id AS id, sum(qty) AS qty, sum(amount) AS amount FROM inventory.cost_entry GROUP BY 1)
        SELECT i.sku AS what, format('%s at %s', coalesce(m.qty, 0), coalesce(m.amount, 0)) AS expected,
               format('%s at %s', p.qty, p.value) AS found
        FROM inventory.cost_pool p LEFT JOIN moved m ON m.id = p.id JOIN inventory.item i ON i.id = p.item_id
        WHERE coalesce(m.qty, 0) <> p.qty OR coalesce(m.amount, 0) <> p.value""",
    ),
    Invariant(
        "layers-cover", "cost", "Cost layers hold the quantity that is valued",
        "Goods would leave without a receipt to take their cost from.",
        "SELECT count(*) FROM inventory.cost_layer",
        """
        WITH layered AS (
            SELECT pool_id AS id, sum(qty_remaining) AS qty, sum(value_remaining) AS value
            FROM inventory.cost_layer GROUP BY 1)
        SELECT i.sku AS what, format('%s at %s', p.qty, p.value) AS expected,
               format('%s at %s', coalesce(l.qty, 0), coalesce(l.value, 0)) AS found
        FROM inventory.cost_pool p LEFT JOIN layered l ON l.id = p.id
        JOIN inventory.item i ON i.id = p.item_id
        JOIN inventory.item_company c ON c.item_id = p.item_id AND c.company_id = p.company_id
        WHERE coalesce(l.qty, 0) <> p.qty
           OR c.costing_method IN ('fifo', 'lifo', 'highest_cost') AND coalesce(l.value, 0) <> p.value""",
    ),
    Invariant(
        "layer-used", "cost", "A layer holds what it received less what was taken from it",
        "A late cost on that receipt would be shared over the wrong quantities.",
        "SELECT count(*) FROM inventory.cost_layer",
        """
        WITH used AS (SELECT layer_id AS id, sum(qty) AS qty FROM inventory.cost_consumption GROUP BY 1)
        SELECT i.sku AS what, l.qty_received - coalesce(u.qty, 0) AS expected, l.qty_remaining AS found
        FROM inventory.cost_layer l LEFT JOIN used u ON u.id = l.id JOIN inventory.item i ON i.id = l.item_id
        WHERE l.qty_received - coalesce(u.qty, 0) <> l.qty_remaining""",
    ),
    Invariant(
        "issue-traced", "cost", "The cost of every issue is traced to the receipts it came from",
        "Part of a cost of sales has no origin.",
        "SELECT count(*) FROM inventory.cost_entry WHERE qty < 0",
        """
        WITH linked AS (
            SELECT issue_entry_id AS id, sum(qty) AS qty, sum(amount) AS amount
            FROM inventory.cost_consumption GROUP BY 1)
        SELECT i.sku AS what, format('%s at %s', -e.qty, -e.amount) AS expected,
               format('%s at %s', coalesce(k.qty, 0), coalesce(k.amount, 0)) AS found
        FROM inventory.cost_entry e LEFT JOIN linked k ON k.id = e.id JOIN inventory.item i ON i.id = e.item_id
        WHERE e.qty < 0 AND (coalesce(k.qty, 0) <> -e.qty OR coalesce(k.amount, 0) <> -e.amount)""",
    ),
    Invariant(
        "valued-stock", "cost", "What is valued, of an item or of each lot with a cost of its own, is what lies there",
        "Inventory on the balance sheet is not the inventory in the warehouses.",
        "SELECT count(*) FROM inventory.cost_pool",
        """
        WITH lying AS (
            SELECT b.company_id, b.item_id, CASE WHEN c.cost_pool_scope = 'lot' THEN b.lot_id END AS lot_id,
                   sum(b.qty_on_hand) AS qty
            FROM inventory.stock_balance b
            JOIN inventory.item_company c ON c.item_id = b.item_id AND c.company_id = b.company_id
            WHERE b.owner_id IS NULL GROUP BY 1, 2, 3),
        valued AS (SELECT company_id, item_id, lot_id, sum(qty) AS qty FROM inventory.cost_pool GROUP BY 1, 2, 3)
        SELECT i.sku AS what, coalesce(l.qty, 0) AS expected, coalesce(v.qty, 0) AS found
        FROM lying l FULL JOIN valued v ON v.company_id = l.company_id AND v.item_id = l.item_id
             AND coalesce(v.lot_id, v.item_id) = coalesce(l.lot_id, l.item_id)
        JOIN inventory.item i ON i.id = coalesce(l.item_id, v.item_id)
        WHERE coalesce(l.qty, 0) <> coalesce(v.qty, 0)""",
    ),
    Invariant(
        "inventory-accounts", "cost", "The inventory subledger equals the inventory accounts, company by company",
        "Stock and ledger disagree: the one thing that must never be.",
        "SELECT count(*) FROM organization.company",
        """
        WITH valued AS (SELECT company_id, sum(value) AS amount FROM inventory.cost_pool GROUP BY 1),
        posted AS (
            SELECT l.company_id, sum(l.debit - l.credit) AS amount
            FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
            WHERE a.control = 'inventory' GROUP BY 1)
        SELECT c.code AS what, coalesce(v.amount, 0) AS expected, coalesce(p.amount, 0) AS found
        FROM organization.company c LEFT JOIN valued v ON v.company_id = c.id
        LEFT JOIN posted p ON p.company_id = c.id
        WHERE coalesce(v.amount, 0) <> coalesce(p.amount, 0)""",
    ),
    Invariant(
        "cost-posted", "cost", "Every event's cost entries equal its journal lines, family by family",
        "One step moved value in stock and another amount in the ledger.",
        "SELECT count(*) FROM inventory.cost_posting",
        """
        WITH moved AS (
            SELECT source_event_id, company_id, family_id, sum(amount) AS amount
            FROM inventory.cost_entry GROUP BY 1, 2, 3),
        posted AS (
            SELECT e.source_event_id, l.company_id, l.item_family_id AS family_id, sum(l.debit - l.credit) AS amount
            FROM finance.journal_line l JOIN finance.account a ON a.id = l.account_id
            JOIN finance.journal_entry e ON e.id = l.entry_id
            WHERE a.control = 'inventory' GROUP BY 1, 2, 3)
        SELECT 'event ' || source_event_id AS what, coalesce(m.amount, 0) AS expected, coalesce(p.amount, 0) AS found
        FROM moved m FULL JOIN posted p USING (source_event_id, company_id, family_id)
        WHERE coalesce(m.amount, 0) <> coalesce(p.amount, 0)""",
    ),
    Invariant(
        "shipment-cost", "cost", "The cost on a shipment line is the cost that left inventory for it",
        "Margins shown on orders are not the margins in the books.",
        "SELECT count(*) FROM inventory.shipment_line",
        """
        WITH issued AS (
            SELECT source_line_id AS id, sum(-amount) AS amount FROM inventory.cost_entry
            WHERE kind = 'issue' GROUP BY 1)
        SELECT s.number AS what, coalesce(i.amount, 0) AS expected, l.cost_amount AS found
        FROM inventory.shipment_line l JOIN inventory.shipment s ON s.id = l.shipment_id
        LEFT JOIN issued i ON i.id = l.id
        WHERE s.status = 'shipped' AND coalesce(i.amount, 0) <> coalesce(l.cost_amount, 0)""",
    ),
)
