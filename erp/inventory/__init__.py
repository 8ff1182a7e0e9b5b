"""Inventory: what there is, where it is, what it cost, and how it comes and goes.

It knows consignees and origins, not customers and prices; it knows what goods cost, not which account says so.

Documents and their states:

* item: draft, active, retired; an item family is activated for a company once the books know its accounts
* purchase order: draft, submitted, closed, cancelled; a goods receipt is final when it is entered
* demand line: what is allocated, shipped and cancelled of it says how far it is
* shipment: picking, packed, shipped, void
* transfer order: draft, shipped, received, cancelled
* stock count: open, posted, cancelled; a stock adjustment is final when it is entered
* return receipt: received, inspected and dispositioned line by line

Two ledgers stand behind them all, each with one door: ``stock.record`` for quantities, ``valuation`` for value.
"""
