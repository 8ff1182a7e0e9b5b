"""What every business module stands on: transactions, events, identifiers, money and exact quantities.

The kernel knows no Flask and no business word. A use case receives a ``UnitOfWork``, works in sets through
``rows``, publishes one event as its last statement, and never commits: whoever opened the unit of work does.
"""
