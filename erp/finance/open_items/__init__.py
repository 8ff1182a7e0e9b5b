"""Open items: what customers owe us and what we owe suppliers, one row for each amount with a due date.

Every document that changes a receivable or payable control account opens an item here in the same transaction:
invoices and bills with a positive amount, credit memos, receipts and payments with a negative one. Matching one with
the other is an application, append-only; what is open on any date follows from the applications up to that date.
The balances of one side are therefore the detail of its control account at all times.
"""
