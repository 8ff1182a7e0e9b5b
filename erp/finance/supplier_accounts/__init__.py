"""Suppliers' accounts: what is owed by age, what came and is not billed yet, and what settled what."""
