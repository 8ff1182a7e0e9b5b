"""Attachments of a record: files whose content says what they are, kept by its hash, served so that nothing runs."""
