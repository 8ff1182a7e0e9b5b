"""Invoicing: what the customer owes for goods shipped and charges rendered.

A shipment is invoiced at once, or, for customers billed by the day or week, stands as unbilled receivable by line
until a consolidated invoice takes it up. An issued sales invoice is final; it is corrected by a credit memo.
"""
