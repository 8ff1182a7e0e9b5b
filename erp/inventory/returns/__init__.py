"""Returns: goods a customer was allowed to send back come in, are looked at and find their place.

An expectation (the RMA's line) is received into status inspection at the cost originally consumed, inspected, and
then restocked, refurbished, scrapped or returned to the supplier, whole or in parts.
"""
