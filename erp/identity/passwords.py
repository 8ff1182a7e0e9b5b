"""Passwords are kept as argon2id hashes and checked a few at a time, so that guessing costs the guesser, not the house.

Source: RFC 9106 (Argon2), the library's own recommended parameters; NIST SP 800-63B 5.1.1.2 (length over rules).
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from erp.kernel.errors import Refused

SHORTEST = 10
LONGEST = 256
_TOO_COMMON = frozenset({"password12", "password123", "1234567890", "12345678910", "qwertyuiop", "qwerty12345"})

_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(2)  # each check takes 64 MB and a tenth of a second
_nobody: list[str] = []


def hash_password(password: str, *, user_name: str) -> str:
    """The hash to keep for a new password.

    Raises: Refused where the password is too short, too common, or holds the user name.
    """
    if len(password) < SHORTEST:
        raise Refused(
            "Choose a password of at least %(shortest)s characters; a short sentence is good.",
            field="password", shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Refused("Choose a password of at most %(longest)s characters.", field="password", longest=LONGEST)
    if password.lower() in _TOO_COMMON or len(set(password)) < 4:
        raise Refused("This password is the first one a stranger would try. Choose another.", field="password")
    if len(user_name) > 3 and user_name.lower() in password.lower():
        raise Refused("Choose a password that does not hold the user name.", field="password")
    with _turns:
        return _hasher.hash(password)


def is_right(password: str, kept_hash: str | None) -> bool:
    """Whether the password is the right one; takes as long where there is no such user."""
    with _turns:
        if kept_hash is None and not _nobody:
            _nobody.append(_hasher.hash("nobody has this password"))
        try:
            return _hasher.verify(kept_hash or _nobody[0], password) and kept_hash is not None
        except (VerificationError, InvalidHashError):
            return False
