"""Read promotions: for pricing as facts, for the pages as rows."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from erp.crm.promotions.arithmetic import PromotionFacts, TargetFacts
from erp.crm.promotions.models import Promotion
from erp.kernel.errors import NotFound

_FACTS = text("""
    SELECT p.id, p.name, p.priority, p.combines, p.customer_id IS NOT NULL AS is_customers_own, p.counting, p.min_qty,
           p.max_qty, p.min_amount, p.max_amount, p.reward, p.percent, p.unit_price, p.amount_off, p.goods_item_id,
           p.goods_qty, p.goods_per_qty, p.goods_price,
           coalesce((SELECT json_agg(json_build_array(t.item_id, t.family_id, t.purpose) ORDER BY t.id)
                       FROM crm.promotion_target t WHERE t.promotion_id = p.id), '[]') AS targets
      FROM crm.promotion p WHERE p.id = ANY(CAST(:ids AS uuid[])) ORDER BY p.id
""")
_TARGETS = text("""
    SELECT t.purpose, t.item_id, i.sku, i.description, f.code AS family_code, f.name AS family_name
      FROM crm.promotion_target t
      LEFT JOIN inventory.item i ON i.id = t.item_id
      LEFT JOIN inventory.item_family f ON f.id = t.family_id
     WHERE t.promotion_id = :promotion ORDER BY t.id
""")


def promotion_facts(session: Session, ids: Collection[UUID]) -> list[PromotionFacts]:
    """The promotions with what they are about, in one execution."""
    found = []
    for row in session.execute(_FACTS, {"ids": list(ids)}):
        values: dict[str, Any] = dict(row._mapping)
        values["targets"] = tuple(
            TargetFacts(UUID(item) if item else None, UUID(family) if family else None, purpose)
            for item, family, purpose in values["targets"]
        )
        found.append(PromotionFacts(**values))
    return found


def promotion_targets(session: Session, promotion_id: UUID) -> list[Row[Any]]:
    """The items and families of a promotion in words."""
    return list(session.execute(_TARGETS, {"promotion": promotion_id}))


_LISTED = select(
    Promotion.id, Promotion.code, Promotion.name, Promotion.reward, Promotion.priority, Promotion.coupon,
    Promotion.valid_from, Promotion.valid_to, Promotion.status,
)  # fmt: skip


def promotions_statement(company_id: UUID) -> Any:
    """The promotions of a company, for the list."""
    return _LISTED.where(Promotion.company_id == company_id)


def promotion(session: Session, promotion_id: UUID, company_id: UUID) -> Promotion:
    """One promotion of the company.

    Raises: NotFound.
    """
    found = session.get(Promotion, promotion_id)
    if found is None or found.company_id != company_id:
        raise NotFound("There is no such promotion.")
    return found


def families_named(session: Session, codes: Collection[str]) -> dict[str, UUID]:
    """Item families by code; unknown codes are left out."""
    rows = session.execute(
        text("SELECT code, id FROM inventory.item_family WHERE code = ANY(CAST(:codes AS text[]))"),
        {"codes": [code.strip().upper() for code in codes if code]},
    )
    return {row.code: row.id for row in rows}
