"""Postings by role: documents say *what* an amount is (receivable, revenue, tax), account determination says where."""
