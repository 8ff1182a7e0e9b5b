"""Taxes: codes with dated rates, which code applies where, and what it comes to."""
