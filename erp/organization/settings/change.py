"""Change settings: what a company chooses holds for the steps taken from now on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.kernel.plain import to_json
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.settings.definitions import read_value
from erp.organization.settings.queries import settings


def change_settings(work: UnitOfWork, company_id: UUID, chosen: Mapping[str, Any], *, reason: str = "") -> None:
    """Choose values for some settings; what equals the present value is left alone.

    Nothing already posted changes. The audit trail keeps who chose what, when, instead of what, and why.

    Raises: NotFound for an unknown key; Refused for a value that the setting does not allow.
    """
    work.require("organization.setting.change")
    present = settings(work.session, company_id)
    changed = {
        key: value
        for key, value in ((key, read_value(key, given)) for key, given in chosen.items())
        if present[key] != value
    }
    if not changed:
        return
    if reason:
        work.note(reason)
    work.execute(
        text("""INSERT INTO organization.company_setting (company_id, key, value)
                SELECT :company, given.key, given.value
                FROM jsonb_each(CAST(:chosen AS jsonb)) AS given(key, value)
                ON CONFLICT (company_id, key) DO UPDATE SET value = excluded.value"""),
        {"company": company_id, "chosen": to_json(changed)},
    )
