"""Shipping: the goods leave the dock, once, at the cost they leave with.

States of a shipment: picking -> packed -> shipped; void ends it (before shipping by cancelling its picking,
after shipping only until the carrier has it and while nothing of it is authorized to come back).
"""
