"""Suppliers: who we may buy from, on which terms, and what each sells us at which cost.

One master for all our companies; each company agrees its own terms. A blocked supplier gets no new purchase orders.
"""
