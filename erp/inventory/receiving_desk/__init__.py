"""The receiving desk: what is expected at a warehouse, whom it will serve, where the rest goes, and taking it in.

What a delivery will fill is foreseen by the very decision that a receipt takes (``fulfilment.share_out``), so the desk
cannot promise what the receipt does not keep.
"""
