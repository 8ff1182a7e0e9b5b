"""Customers' accounts: what is owed by age, the desk where credits are applied, and statements."""
