"""Make an API token."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from erp.identity.token_texts import new_api_token, token_hash
from erp.identity.tokens.models import ApiToken
from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

LONGEST_DAYS = 366


class NewToken(NamedTuple):
    """A token at the only moment its text is known."""

    id: UUID
    text: str


def create_api_token(work: UnitOfWork, *, name: str, days: int) -> NewToken:
    """Let a program come in as the person who makes the token, for so many days.

    Raises: Refused where it has no name or would live too long; Forbidden.
    """
    work.require("identity.api_token.create")
    user_id = work.actor.user_id
    if user_id is None:
        raise Refused("Only a signed-in person can make a token.")
    if not name.strip():
        raise Refused("Say which program the token is for.", field="name")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("A token lives from 1 to %(longest_days)s days.", field="days", longest_days=LONGEST_DAYS)
    made = NewToken(new_id(), new_api_token())
    insert_rows(work, ApiToken, [{
        "id": made.id, "user_id": user_id, "name": name.strip(), "token_hash": token_hash(made.text),
        "expires_at": work.now + timedelta(days=days),
    }])  # fmt: skip
    return made
