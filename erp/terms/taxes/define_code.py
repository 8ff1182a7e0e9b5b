"""Define a tax code: the taxes that are levied together, and their first rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from erp.kernel.errors import Conflict, NotFound, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork
from erp.terms.taxes.arithmetic import COMPONENT_KINDS
from erp.terms.taxes.models import TaxCode, TaxComponent, TaxRate


@dataclass(frozen=True)
class ComponentDraft:
    """One tax of a new code, with the rate it starts at."""

    name: str
    rate: Decimal
    kind: str = "percent"
    included: bool = False
    affects_later: bool = False
    ignores_earlier: bool = False


def define_tax_code(
    work: UnitOfWork,
    *,
    company_id: UUID,
    code: str,
    name: str,
    components: Sequence[ComponentDraft],
    valid_from: date,
) -> TaxCode:
    """Write down a tax code. Without components it stands for no tax, by decision.

    Units: rates in percent, or in the company's currency for each base unit.
    Raises: Refused for a missing name or a rate out of range; Conflict where the code is taken.
    """
    work.require("terms.tax_code.define")
    if not code.strip() or not name.strip():
        raise Refused("A tax code needs a code and a name.", field="code" if not code.strip() else "name")
    for index, component in enumerate(components):
        _check(component.kind, component.rate, f"lines-{index}-")
        if not component.name.strip():
            raise Refused("Each tax needs a name, as it stands on invoices.", field=f"lines-{index}-name")
    defined = TaxCode(
        id=new_id(), company_id=company_id, code=code.strip().upper(), name=name.strip(), status="active"
    )
    work.session.add(defined)
    work.session.flush()
    rows = [
        {
            "id": new_id(), "company_id": company_id, "tax_code_id": defined.id, "position": position,
            "name": component.name.strip(), "kind": component.kind, "included": component.included,
            "affects_later": component.affects_later, "ignores_earlier": component.ignores_earlier,
        }
        for position, component in enumerate(components, start=1)
    ]
    insert_rows(work, TaxComponent, rows)
    insert_rows(
        work,
        TaxRate,
        [
            {"id": new_id(), "tax_component_id": row["id"], "valid_from": valid_from, "rate": component.rate}
            for row, component in zip(rows, components, strict=True)
        ],
    )
    return defined


def change_tax_rate(work: UnitOfWork, component_id: UUID, *, valid_from: date, rate: Decimal) -> TaxRate:
    """Let a tax have another rate from a day on; the present one ends the day before.

    Documents dated before that day keep the old rate, whenever they are entered.

    Raises: NotFound; Refused for a rate out of range; Conflict where a rate begins on or after that day already.
    """
    work.require("terms.tax_code.define")
    component = work.session.get(TaxComponent, component_id)
    if component is None:
        raise NotFound("There is no such tax.")
    _check(component.kind, rate)
    latest = work.session.scalar(
        select(TaxRate)
        .where(TaxRate.tax_component_id == component_id)
        .order_by(TaxRate.valid_from.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    if latest is not None and latest.valid_from >= valid_from:
        raise Conflict(
            "A rate of %(normalize)s begins on %(valid_from)s. Choose a later day: rates already in force do not "
            "change.",
            field="valid_from", normalize=f"{latest.rate.normalize():f}",
            valid_from=f"{latest.valid_from:%d %B %Y}",
        )
    if latest is not None and (latest.valid_to is None or latest.valid_to >= valid_from):
        latest.valid_to = valid_from - timedelta(days=1)
        work.session.flush()
    changed = TaxRate(id=new_id(), tax_component_id=component_id, valid_from=valid_from, rate=rate)
    work.session.add(changed)
    work.session.flush()
    return changed


def _check(kind: str, rate: Decimal, prefix: str = "") -> None:
    if kind not in COMPONENT_KINDS:
        raise Refused("A tax is a percentage, an amount for each unit, or a division.", field=f"{prefix}kind")
    if rate < 0 or (kind == "percent" and rate > 1000) or (kind == "division" and rate >= 100):
        raise Refused("The rate is out of range.", field=f"{prefix}rate")
