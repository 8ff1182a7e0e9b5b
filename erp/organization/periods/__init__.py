"""Posting periods: the months into which the books are cut, and who may still post into them."""
