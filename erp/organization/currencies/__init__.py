"""Currencies with their minor units, and the rates between them."""
