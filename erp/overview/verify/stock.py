"""Invariants of the stock ledger, its balances and the promises made on them."""

from erp.overview.verify.invariant import Invariant

STOCK = (
    Invariant(
        "stock-ledger", "stock", "The stock ledger adds up to the balances",
        "What the screens show as on hand is not what the movements say.",
        "SELECT count(*) FROM inventory.stock_balance",
        """
        WITH moved AS (
            SELECT item_id, warehouse_id, bin_id, lot_id, status, owner_id, sum(qty) AS qty
            FROM inventory.stock_movement GROUP BY 1, 2, 3, 4, 5, 6)
        SELECT i.sku || ' in bin ' || b.code AS what, coalesce(m.qty, 0) AS expected,
               coalesce(s.qty_on_hand, 0) AS found
        FROM moved m
        FULL JOIN inventory.stock_balance s
             ON (s.item_id, s.warehouse_id, s.bin_id, s.status) = (m.item_id, m.warehouse_id, m.bin_id, m.status)
             AND coalesce(s.lot_id, s.bin_id) = coalesce(m.lot_id, m.bin_id)
             AND coalesce(s.owner_id, s.bin_id) = coalesce(m.owner_id, m.bin_id)
        JOIN inventory.item i ON i.id = coalesce(s.item_id, m.item_id)
        JOIN inventory.bin b ON b.id = coalesce(s.bin_id, m.bin_id)
        WHERE coalesce(m.qty, 0) <> coalesce(s.qty_on_hand, 0)""",
    ),
    Invariant(
        "stock-total", "stock", "The quantities of an item in a warehouse add up over its bins",
        "Availability shown at order entry is not what lies in the bins.",
        "SELECT count(*) FROM inventory.item_warehouse",
        """
        WITH lying AS (
            SELECT item_id, warehouse_id,
                   coalesce(sum(qty_on_hand) FILTER (WHERE status <> 'in_transit'), 0) AS on_hand,
                   coalesce(sum(qty_on_hand) FILTER (WHERE status = 'available' AND owner_id IS NULL), 0) AS available,
                   coalesce(sum(qty_on_hand) FILTER (WHERE status = 'in_transit'), 0) AS in_transit
            FROM inventory.stock_balance GROUP BY 1, 2)
        SELECT i.sku AS what, format('%s/%s/%s', coalesce(l.on_hand, 0), coalesce(l.available, 0),
                                     coalesce(l.in_transit, 0)) AS expected,
               format('%s/%s/%s', w.qty_on_hand, w.qty_available, w.qty_in_transit) AS found
        FROM inventory.item_warehouse w
        FULL JOIN lying l USING (item_id, warehouse_id)
        JOIN inventory.item i ON i.id = item_id
        WHERE (coalesce(w.qty_on_hand, 0), coalesce(w.qty_available, 0), coalesce(w.qty_in_transit, 0))
           <> (coalesce(l.on_hand, 0), coalesce(l.available, 0), coalesce(l.in_transit, 0))""",
    ),
    Invariant(
        "never-oversold", "stock", "No more is allocated than is available",
        "The same goods are promised twice.",
        "SELECT count(*) FROM inventory.item_warehouse",
        """
        SELECT i.sku AS what, w.qty_available AS expected, w.qty_allocated AS found
        FROM inventory.item_warehouse w JOIN inventory.item i ON i.id = w.item_id
        WHERE w.qty_allocated NOT BETWEEN 0 AND w.qty_available
        UNION ALL
        SELECT i.sku || ' in a bin', s.qty_on_hand, s.qty_allocated
        FROM inventory.stock_balance s JOIN inventory.item i ON i.id = s.item_id
        WHERE s.qty_allocated NOT BETWEEN 0 AND s.qty_on_hand OR s.qty_on_hand < 0""",
    ),
    Invariant(
        "promised-demand", "stock", "What is allocated is allocated to somebody",
        "Stock is held for nobody, or promised to somebody who does not hold it.",
        "SELECT count(*) FROM inventory.demand_line",
        """
        WITH promised AS (
            SELECT item_id, warehouse_id, sum(qty_allocated) AS qty FROM inventory.demand_line GROUP BY 1, 2)
        SELECT i.sku AS what, coalesce(p.qty, 0) AS expected, coalesce(w.qty_allocated, 0) AS found
        FROM inventory.item_warehouse w FULL JOIN promised p USING (item_id, warehouse_id)
        JOIN inventory.item i ON i.id = item_id
        WHERE coalesce(p.qty, 0) <> coalesce(w.qty_allocated, 0)""",
    ),
    Invariant(
        "held-by-picks", "stock", "What is held in a bin is held by open pick tasks",
        "A bin keeps goods back although nobody will pick them, or a picker will find nothing.",
        "SELECT count(*) FROM inventory.pick_task",
        """
        WITH held AS (
            SELECT t.stock_balance_id AS id,
                   sum(CASE WHEN t.status = 'open' THEN t.qty ELSE t.qty_picked END) AS qty
            FROM inventory.pick_task t JOIN inventory.shipment s ON s.id = t.shipment_id
            WHERE s.status IN ('picking', 'packed') AND t.status <> 'cancelled' GROUP BY 1)
        SELECT i.sku AS what, coalesce(h.qty, 0) AS expected, b.qty_allocated AS found
        FROM inventory.stock_balance b LEFT JOIN held h ON h.id = b.id JOIN inventory.item i ON i.id = b.item_id
        WHERE coalesce(h.qty, 0) <> b.qty_allocated""",
    ),
    Invariant(
        "shipped-demand", "stock", "What was shipped for a demand line is what it counts as shipped",
        "An order shows goods as open that have left, or as gone that lie in the warehouse.",
        "SELECT count(*) FROM inventory.shipment_line",
        """
        WITH gone AS (
            SELECT l.demand_line_id AS id, sum(l.qty) AS qty FROM inventory.shipment_line l
            JOIN inventory.shipment s ON s.id = l.shipment_id WHERE s.status = 'shipped' GROUP BY 1)
        SELECT d.origin_number AS what, coalesce(g.qty, 0) AS expected, d.qty_shipped AS found
        FROM inventory.demand_line d LEFT JOIN gone g ON g.id = d.id
        WHERE coalesce(g.qty, 0) <> d.qty_shipped""",
    ),
    Invariant(
        "serial-once", "stock", "A serial number is in one place at most",
        "One physical piece is counted twice.",
        "SELECT count(*) FROM inventory.lot l JOIN inventory.item i ON i.id = l.item_id WHERE i.tracking = 'serial'",
        """
        SELECT i.sku || ' ' || l.code AS what, 1 AS expected, sum(s.qty_on_hand) AS found
        FROM inventory.stock_balance s JOIN inventory.lot l ON l.id = s.lot_id JOIN inventory.item i ON i.id = s.item_id
        WHERE i.tracking = 'serial' GROUP BY i.sku, l.code HAVING sum(s.qty_on_hand) > 1""",
    ),
    Invariant(
        "returns-within", "stock", "Nothing came back that was not authorized, nor more than was shipped",
        "A credit could be claimed for goods that were never sold.",
        "SELECT count(*) FROM inventory.return_receipt_line",
        """
        WITH back AS (
            SELECT expectation_id AS id, sum(qty) AS qty FROM inventory.return_receipt_line GROUP BY 1)
        SELECT x.origin_number AS what, coalesce(b.qty, 0) AS expected, x.qty_received AS found
        FROM inventory.return_expectation x LEFT JOIN back b ON b.id = x.id
        WHERE coalesce(b.qty, 0) <> x.qty_received OR x.qty_received > x.qty
        UNION ALL
        SELECT 'shipment line ' || l.id, l.qty, sum(x.qty - x.qty_cancelled)
        FROM inventory.return_expectation x JOIN inventory.shipment_line l ON l.id = x.original_shipment_line_id
        GROUP BY l.id, l.qty HAVING sum(x.qty - x.qty_cancelled) > l.qty""",
    ),
)
