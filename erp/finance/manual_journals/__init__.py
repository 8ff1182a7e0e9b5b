"""Manual journals: what no document posts, submitted by one person and approved by another."""
