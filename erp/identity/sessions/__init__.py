"""Web sessions: who is signed in from where, until when, and ending it."""
