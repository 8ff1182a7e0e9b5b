"""Backups of the embedded database: whole copies, and the log that leads from them to any instant."""
