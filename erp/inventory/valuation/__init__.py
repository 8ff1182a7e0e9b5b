"""What the goods cost: pools, layers, and the ledger of every value that came or left.

Stock leaves at the pool's value times its share of the quantity, the last unit taking what is left (moving
average); at the value of the oldest layers (FIFO); or at the standard. Whatever the method, each issue is linked to
the receipts it used, so that a cost that becomes known late can follow the goods. Nothing is ever revalued
backwards: a correction is a new entry, of a day whose period is open, that names what it corrects.
"""
