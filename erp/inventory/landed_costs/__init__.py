"""Landed costs: freight, duty and insurance that come after the goods, shared over the receipts they were paid for."""
