"""The terminal's side of the runtime: one command a file."""
