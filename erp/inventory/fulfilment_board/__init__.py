"""The fulfilment board: everything a warehouse still owes, as cards that move from promise to carrier.

Until it is on a wave, a card is what is left of an order; from then on it is a shipment. Each card stands in one
column, which follows from quantities and statuses: to allocate, ready, in a wave, picking, to pack, to ship. Cards are
grouped by how soon they must leave, by the carrier's cut-off, and by carrier. The list behind each column is made of
the same rows.
"""
