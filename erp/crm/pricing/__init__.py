"""Prices: price lists, agreements with customers, and the one function that prices lines and says why."""
