"""Quotes: prices offered to a customer until a day, revised, repriced when stale, and made into orders."""
