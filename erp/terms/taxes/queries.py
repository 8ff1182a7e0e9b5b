"""Read tax codes, rates and rules."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.terms.taxes.models import TaxCode, TaxComponent, TaxRate, TaxRule


@dataclass(frozen=True)
class ComponentWithRates:
    component: TaxComponent
    rates: tuple[TaxRate, ...]


def tax_codes(session: Session, company_id: UUID) -> list[TaxCode]:
    """The company's tax codes, by code."""
    return list(
        session.scalars(select(TaxCode).where(TaxCode.company_id == company_id).order_by(TaxCode.code))
    )


def taxes_per_unit(session: Session, component_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these taxes are an amount for each unit; the rate of the others is a percentage."""
    statement = select(TaxComponent.id).where(TaxComponent.id.in_(component_ids), TaxComponent.kind == "fixed_per_unit")
    return frozenset(session.scalars(statement)) if component_ids else frozenset()


def components_by_code(session: Session, company_id: UUID) -> dict[UUID, list[ComponentWithRates]]:
    """The taxes of every code of the company with all their rates, latest first."""
    rates: dict[UUID, list[TaxRate]] = {}
    for rate in session.scalars(
        select(TaxRate)
        .join(TaxComponent, TaxComponent.id == TaxRate.tax_component_id)
        .where(TaxComponent.company_id == company_id)
        .order_by(TaxRate.valid_from.desc())
    ):
        rates.setdefault(rate.tax_component_id, []).append(rate)
    found: dict[UUID, list[ComponentWithRates]] = {}
    for component in session.scalars(
        select(TaxComponent).where(TaxComponent.company_id == company_id).order_by(TaxComponent.position)
    ):
        with_rates = ComponentWithRates(component, tuple(rates.get(component.id, ())))
        found.setdefault(component.tax_code_id, []).append(with_rates)
    return found


def tax_rules(session: Session, company_id: UUID) -> list[Any]:
    """The company's tax rules with the code each leads to, by place, class and status."""
    return list(
        session.execute(
            select(TaxRule, TaxCode.code)
            .join(TaxCode, TaxCode.id == TaxRule.tax_code_id)
            .where(TaxRule.company_id == company_id)
            .order_by(
                TaxRule.ship_to_country,
                TaxRule.ship_to_region,
                TaxRule.postal_prefix,
                TaxRule.item_tax_class,
                TaxRule.customer_tax_status,
                TaxRule.valid_from.desc(),
            )
        )
    )
