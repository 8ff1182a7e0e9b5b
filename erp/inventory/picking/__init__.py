"""Picking: a wave turns promised goods into walks along the bins.

Releasing a wave opens one shipment for each origin and reserves the very bins and lots (hard allocation): pick
tasks, in walking order. Goods stay in their bin in the stock ledger until the shipment is confirmed.
"""
