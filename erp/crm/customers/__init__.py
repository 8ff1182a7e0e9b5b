"""Customers: who buys, where it is shipped, whom to talk to, and on which terms each company sells to them."""
