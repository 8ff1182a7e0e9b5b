"""Fulfilment: who is waiting for goods, and which goods are promised to whom.

A *demand line* says that somebody (a sales order line, known here only by an opaque origin) wants a quantity of
an item out of a warehouse. Allocation promises stock of the warehouse to it (soft); what is not promised is a
backorder and is filled, by priority and promise date, as soon as goods come in. A wave then reserves the very bins
and lots (hard).
"""
