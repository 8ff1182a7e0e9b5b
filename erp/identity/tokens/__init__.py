"""API tokens: how programs come in, as the user who made the token."""
