"""Payables: what we owe suppliers, and that it is owed for what came.

A supplier bill is matched with receipt lines in quantity and price before it is posted; outside the tolerance it is
held for somebody to decide. A supplier's invoice number is taken once, forever.
"""
