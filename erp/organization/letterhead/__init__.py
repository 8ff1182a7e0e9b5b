"""Letterheads: what stands on every paper of a company, and on which sheet and in which language it is printed."""
