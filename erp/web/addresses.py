"""Addresses that came from outside and may be followed only where they stay in the house."""

from __future__ import annotations

import re

_OWN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*", re.ASCII)

LONGEST = 4000  # what servers take as one line of a request


def own_address(address: str | None) -> str | None:
    """The address if it is a path of this very server, else None: no redirect leads elsewhere."""
    return address if address and len(address) <= LONGEST and _OWN.fullmatch(address) else None
