"""Papers: kept by their content, printed many at a time by a worker, and sent by e-mail with a record of it.

A module names each paper it can make as a ``PaperKind`` in its manifest; whatever is done with papers of any kind
(batches, messages, the list of what was sent) is done here once for all of them.
"""
