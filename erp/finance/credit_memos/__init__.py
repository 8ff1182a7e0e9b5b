"""Credit memos: what a customer is owed back, as final as an invoice.

One follows from each return when the last of its lines is decided, one from each voided shipment that was invoiced,
and any other is written by hand with a reason. All of them settle open items or stand unapplied.
"""
