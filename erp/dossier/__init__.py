"""The dossier of a record: notes and attachments that people keep with an order, an invoice, an item or a customer.

A record is named by its kind and id, which the modules above declare (``Findable``) and this one does not interpret.
Whoever may see the record may see its dossier; writing needs a permission of its own. Notes are never rewritten: a
correction is a new version. An attachment is never changed: it is removed, which says who and why, and its content is
forgotten some time later.
"""
