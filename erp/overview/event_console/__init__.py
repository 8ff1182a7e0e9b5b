"""The event console: what happened, who was told, who could not be told and why, and what to do about it."""
