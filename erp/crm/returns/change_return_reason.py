"""Keep the reasons for which goods come back."""

import re

from sqlalchemy import text

from erp.kernel.errors import Refused
from erp.kernel.unit_of_work import UnitOfWork


def change_return_reason(
    work: UnitOfWork, code: str, *, name: str, is_our_fault: bool, status: str = "active"
) -> None:
    """Add a reason, or rename, retire or revive one; past returns keep theirs. Raises: Refused."""
    work.require("crm.return_reason.change")
    code = code.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", code):
        raise Refused("A reason's code is a short word of small letters, figures and underscores.", field="code")
    if not name.strip():
        raise Refused("A reason needs a name.", field="name")
    if status not in ("active", "retired"):
        raise Refused("A reason is active or retired.", field="status")
    work.execute(
        text("""
            INSERT INTO crm.return_reason (code, name, is_our_fault, status) VALUES (:code, :name, :ours, :status)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, is_our_fault = excluded.is_our_fault,
                   status = excluded.status
        """),
        {"code": code, "name": name.strip(), "ours": is_our_fault, "status": status},
    )
