"""Promotions: for some days, what is bought together is cheaper, or brings other goods along."""
