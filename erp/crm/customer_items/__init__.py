"""The numbers under which customers know our items: typed on an order, scanned, found, and kept for the next time."""
