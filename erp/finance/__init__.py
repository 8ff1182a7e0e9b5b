"""The books: what every receipt, shipment, return, bill and payment comes to in money.

Nobody below finance knows an account. Documents of the modules below announce what happened; finance listens, and in
the same transaction posts it (``inventory_accounting``, ``invoicing``, ``credit_memos``), so that stock and books
cannot part. ``receivables`` and ``payables`` keep what is owed; ``accounts`` says where each kind of amount goes;
``ledger`` is the one door for entries, which balance and are final; ``reports`` reads them; ``close`` shuts a month.

A journal entry has no states: it stands as posted, and a correction is another entry that names it. A manual journal
is submitted, then posted, rejected or cancelled.
"""
