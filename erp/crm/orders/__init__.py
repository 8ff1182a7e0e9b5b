"""Sales orders: what was asked for at which price, whether it was accepted, what has gone and what was billed.

Decisions are stored (draft, held, released, cancelled); whether an order is open, partly shipped or fulfilled follows
from the quantities of its lines.
"""
