"""Revoke an API token."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Conflict, NotFound
from erp.kernel.unit_of_work import UnitOfWork


def revoke_api_token(work: UnitOfWork, token_id: UUID) -> UUID:
    """Shut the token's program out from its next request on; one's own token, or with the permission anybody's.

    Raises: NotFound, Forbidden, Conflict where it is revoked already.
    """
    row = work.execute(
        text("SELECT user_id, revoked_at FROM identity.api_token WHERE id = :id FOR NO KEY UPDATE"), {"id": token_id}
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such token.")
    if row.user_id != work.actor.user_id:
        work.require("identity.api_token.revoke_any")
    if row.revoked_at is not None:
        raise Conflict("This token is revoked already.")
    work.execute(
        text("UPDATE identity.api_token SET revoked_at = :now WHERE id = :id"), {"id": token_id, "now": work.now}
    )
    return token_id
