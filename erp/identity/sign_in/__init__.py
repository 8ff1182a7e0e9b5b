"""Signing in: proving who one is, with guessing bounded by the database."""
