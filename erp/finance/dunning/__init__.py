"""Dunning: customers who pay late are reminded, level by level, and charged for it."""
