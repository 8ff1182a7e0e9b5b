"""Add a reason for which stock may be corrected."""

import re

from erp.inventory.adjustments.models import AdjustmentReason
from erp.kernel.errors import Conflict, Refused
from erp.kernel.unit_of_work import UnitOfWork

DIRECTIONS = ("both", "up", "down")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


def add_reason(work: UnitOfWork, *, code: str, name: str, direction: str = "both") -> str:
    """From now on stock may be corrected for that reason; its code decides the offsetting account. Returns the code.

    Until an account is set for the code, differences go to the account of all adjustments.

    Raises: Refused without a code of small letters, a name or a known direction; Conflict where the code is taken.
    """
    work.require("inventory.adjustment_reason.define")
    code, name = code.strip().lower(), name.strip()
    if not _CODE.fullmatch(code):
        raise Refused("A code is made of small letters, digits and _, such as water_damage.", field="code")
    if not name:
        raise Refused("A reason needs a name.", field="name")
    if direction not in DIRECTIONS:
        raise Refused("Stock for this reason is found, lost, or both.", field="direction")
    if work.session.get(AdjustmentReason, code) is not None:
        raise Conflict("There is a reason %(code)s already. Choose another code.", field="code", code=code)
    work.session.add(AdjustmentReason(code=code, name=name, direction=direction))
    work.session.flush()
    return code
