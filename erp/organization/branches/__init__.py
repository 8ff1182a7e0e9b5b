"""Branches: the places of business of a company."""
