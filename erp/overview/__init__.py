"""Screens and proofs over several modules: the document trail, the event console, long work, and the invariants.

Overview reads every module's tables, for no single module may: it writes none of them, save a delivery's fate.
"""
