"""GS1 codes: check digits, and the element strings inside GS1-128 and GS1 DataMatrix symbols, read and written."""
