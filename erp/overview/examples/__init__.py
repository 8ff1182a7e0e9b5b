"""Worked examples: cases with published figures, carried out by the use cases and compared figure by figure."""
