"""Customers and what was agreed with them, from the first price to the goods that come back.

Documents and their states (decisions are stored, everything else follows from quantities and days):

* quote: draft, sent, accepted, lost, superseded by a newer revision; it expires with its day
* sales order: draft, held (waits for credit control), released, cancelled; open, partly shipped and fulfilled follow
* RMA: authorized, cancelled; received and closed follow

Beside them: customers with their addresses and the terms of each company, price lists, customer agreements, and the
credit account of every account tree.
"""
