"""The dossier on the pages of records: what is shown there, and the steps of notes and attachments."""
