"""Manual journals: what no document posts, drafted by one person and approved by another."""
