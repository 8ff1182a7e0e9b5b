"""Tokens: long random texts that are given out once and kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets

SESSION_BYTES = 32
API_PREFIX = "erp_"


def new_session_token() -> str:
    """The text a browser keeps in its cookie."""
    return secrets.token_urlsafe(SESSION_BYTES)


def new_api_token() -> str:
    """The text a program sends; its beginning lets scanners of leaked secrets recognize it."""
    return API_PREFIX + secrets.token_urlsafe(SESSION_BYTES)


def token_hash(token: str) -> str:
    """What is kept. A token is random and long, so a plain fast hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
