"""Receivables: cash from customers, what it settles, and what is still owed on any date.

A receipt is posted in full against the receivable account and stands as unapplied cash until it is applied; what it
settles, with discount taken and small differences written off, can be undone by a reversal, never by a change.
"""
