"""The number of the document behind a line of the cost ledger, for pages that explain a cost."""

# ``{0}`` is the alias of the row whose source_line_id is looked up.
JOINED = (
    "LEFT JOIN inventory.goods_receipt_line gl ON gl.id = {0}.source_line_id "
    "LEFT JOIN inventory.goods_receipt g ON g.id = gl.goods_receipt_id "
    "LEFT JOIN inventory.stock_adjustment_line al ON al.id = {0}.source_line_id "
    "LEFT JOIN inventory.stock_adjustment a ON a.id = al.adjustment_id "
    "LEFT JOIN inventory.transfer_line tl ON tl.id = {0}.source_line_id "
    "LEFT JOIN inventory.transfer_order t ON t.id = tl.transfer_order_id "
    "LEFT JOIN inventory.shipment_line sl ON sl.id = {0}.source_line_id "
    "LEFT JOIN inventory.shipment s ON s.id = sl.shipment_id "
    "LEFT JOIN inventory.return_receipt_line rl ON rl.id = {0}.source_line_id "
    "LEFT JOIN inventory.return_receipt r ON r.id = rl.receipt_id "
)
NUMBER = "coalesce(g.number, a.number, t.number, s.number, r.number, '') AS number"
