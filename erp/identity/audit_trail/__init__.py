"""The audit trail page: who changed which setting or master record, when, from what to what, and why."""
