"""Consolidated billing: shipments of days or weeks on one invoice, for customers who want it so."""
