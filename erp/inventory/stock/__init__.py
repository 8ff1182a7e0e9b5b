"""How much of what is where: the stock ledger and the balances that follow from it.

``record_movements`` is the only door. A balance is the sum of the movements on its key (item, warehouse, bin, lot,
status, owner); ``item_warehouse`` sums the balances, and carries what is promised (soft allocation) and ordered.
"""
