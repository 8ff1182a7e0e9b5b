"""Replay: a file of real sales becomes a company's year, through the use cases that people use.

``read_file`` cleans the lines and ``survey`` looks through all of them once, ``plan_supply`` decides what must be
bought, ``run`` walks from day to day: receipts, then shipments, then returns, write-offs and payments, and closes
each month as it ends. ``figures`` computes what should come out straight from the file, importing nothing of the
product; ``compare`` puts both side by side.
"""
