"""Inventory accounting: every movement of inventory value stands in the ledger in the same commit.

Inventory tells what moved and what it cost; here it becomes Dr and Cr. Goods received and not yet invoiced (GRNI) are
kept by receipt line, so that the bill, a price difference or a return brings each line to zero.
"""
