"""Payment terms: instalments, when each is due and what is taken off for paying early."""
