"""Moving goods between warehouses of one company: draft, shipped, received.

From the moment they are shipped the goods are the destination's, in transit. Where cost pools are kept per
warehouse their value moves with them, unchanged.
"""
