"""Drills: what an operator fears, done on purpose to a scratch house of its own, and what came of it in figures."""
