"""The general ledger: entries that balance, stand as posted, are sealed in order and add up to every report."""
