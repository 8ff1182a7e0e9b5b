"""Counting stock while it moves: what is counted is compared with the balance of that very moment.

A count sheet lists the stock keys of chosen bins. Entering a quantity remembers what the books held then, so that
goods received or picked before the count is posted do not falsify the variance; posting books the variances as one
stock adjustment.
"""
