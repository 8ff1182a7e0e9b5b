"""Receiving: what a supplier's delivery really brought, in which lot, to which bin, and where it is put away.

A goods receipt is one final step: stock, cost and what we owe but have not been billed for change together. A
mistake is put right by a stock adjustment or a return to the supplier, never by changing the receipt.
"""
