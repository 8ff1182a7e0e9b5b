"""Read the lines of price lists and agreements that may price a set of items for one customer on one day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.pricing.waterfall import PriceOffer

# The account tree upwards, the chain of price lists downwards, and then four index look-ups: item lines and general
# lines, of lists and of agreements. Last, the promotions of the day.
_OFFERS = text("""
    WITH RECURSIVE account AS (
        SELECT id, parent_id, 0 AS rank FROM crm.customer WHERE id = CAST(:customer AS uuid)
        UNION ALL
        SELECT above.id, above.parent_id, account.rank + 1
          FROM crm.customer above JOIN account ON above.id = account.parent_id
    ), first_list AS (
        SELECT coalesce(
            (SELECT terms.price_list_id
               FROM account JOIN crm.customer_company terms
                 ON terms.customer_id = account.id AND terms.company_id = :company
              WHERE terms.price_list_id IS NOT NULL ORDER BY account.rank LIMIT 1),
            (SELECT id FROM crm.price_list WHERE company_id = :company AND is_default AND status = 'active')) AS id
    ), list AS (
        SELECT l.id, l.based_on_id, l.code, 0 AS rank FROM crm.price_list l JOIN first_list USING (id)
        UNION ALL
        SELECT below.id, below.based_on_id, below.code, list.rank + 1
          FROM crm.price_list below JOIN list ON below.id = list.based_on_id WHERE list.rank < 8
    ), list_offer AS (
        SELECT list.rank, list.id AS source_id, list.code AS source_name, line.*
          FROM list JOIN crm.price_list_line line ON line.price_list_id = list.id
         WHERE line.item_id = ANY(CAST(:items AS uuid[]))
        UNION ALL
        SELECT list.rank, list.id, list.code, line.*
          FROM list JOIN crm.price_list_line line ON line.price_list_id = list.id
         WHERE line.item_id IS NULL AND (line.family_id IS NULL OR line.family_id = ANY(CAST(:families AS uuid[])))
    ), agreed_offer AS (
        SELECT account.rank, agreement.id AS source_id, agreement.name AS source_name, line.*
          FROM account
          JOIN crm.customer_agreement_line line
            ON line.customer_id = account.id AND line.company_id = :company
          JOIN crm.customer_agreement agreement ON agreement.id = line.agreement_id
         WHERE line.item_id = ANY(CAST(:items AS uuid[]))
            OR (line.item_id IS NULL
                AND (line.family_id IS NULL OR line.family_id = ANY(CAST(:families AS uuid[]))))
    )
    SELECT 'list' AS source, rank, source_id, source_name, item_id, family_id, unit, min_qty, unit_price,
           discount_percent
      FROM list_offer WHERE :on BETWEEN valid_from AND coalesce(valid_to, 'infinity')
    UNION ALL
    SELECT 'agreement', rank, source_id, source_name, item_id, family_id, unit, min_qty, unit_price,
           discount_percent
      FROM agreed_offer WHERE :on BETWEEN valid_from AND coalesce(valid_to, 'infinity')
    UNION ALL
    SELECT 'promotion', priority, id, name, NULL, NULL, NULL, min_qty, NULL, NULL
      FROM crm.promotion
     WHERE company_id = :company AND status = 'active' AND :on BETWEEN valid_from AND coalesce(valid_to, 'infinity')
       AND (customer_id IS NULL OR customer_id IN (SELECT id FROM account))
       AND (coupon = '' OR coupon = ANY(CAST(:coupons AS text[])))
""")


def price_offers(
    session: Session,
    *,
    company_id: UUID,
    customer_id: UUID | None,
    on: date,
    item_ids: Collection[UUID],
    family_ids: Collection[UUID],
    coupons: Collection[str] = (),
) -> list[PriceOffer]:
    """Everything that may count for these items, in one execution; no customer means the default list alone.

    Promotions that may hold come along by name alone, so that a company without any pays nothing for them.
    """
    rows = session.execute(
        _OFFERS,
        {
            "company": company_id,
            "customer": customer_id,
            "on": on,
            "items": list(item_ids),
            "families": list(family_ids),
            "coupons": list(coupons),
        },
    )
    return [PriceOffer(*row) for row in rows]
