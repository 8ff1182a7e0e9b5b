"""The chart of accounts, and the rules by which a posting finds its account."""
