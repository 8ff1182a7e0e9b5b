"""Who keeps the books and where: companies, their branches, currencies, settings and posting periods.

A company is a legal entity with one currency and one chart of accounts; a branch is a place of business of one
company, in one time zone. Every amount and every posting belongs to a company; every document to a branch.

Posting periods stand here, below the modules that post, because stock, sales and books must respect the same ones:
each period is open, soft closed (only with permission) or closed, separately for inventory, receivables, payables
and the general ledger. Closing is decided in finance; the state, its lock and its guard are kept here.
"""
